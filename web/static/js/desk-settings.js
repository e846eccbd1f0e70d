// <desk-settings>: the settings found while one types, and as they are now, whoever changes them.

import { getFragment } from "./lib/requests.js";
import { failed } from "./live/outcomes.js";
import { live } from "./live/live.js";

const ABOUT_SETTINGS = ["setting.changed", "group.changed", "group.removed", "resync"];
const PAUSE_MS = 200;

class DeskSettings extends HTMLElement {
  #heard; #reading; #asked;

  connectedCallback() {
    this.#asked = document.querySelector("[data-find-setting]");
    this.#asked.addEventListener("input", () => this.#find());
    this.#asked.form.addEventListener("submit", (event) => event.preventDefault());
    this.#heard = () => { this.#reading ??= setTimeout(() => this.#read(), PAUSE_MS); };
    for (const name of ABOUT_SETTINGS) live.addEventListener(name, this.#heard);
    this.addEventListener("input", ({ target }) => paint(target));
    this.#swatches();
  }

  disconnectedCallback() {
    for (const name of ABOUT_SETTINGS) live.removeEventListener(name, this.#heard);
  }

  /** Show what every word fits; what was typed into the others stays, and is saved with the rest. */
  #find() {
    const words = this.#asked.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const section of this.querySelectorAll("section[data-section]")) {
      const title = section.querySelector("h2").textContent;
      for (const setting of section.querySelectorAll("[data-setting]")) {
        const said = `${title} ${setting.textContent} ${setting.dataset.also} ${setting.dataset.setting}`.toLowerCase();
        setting.hidden = !words.every((word) => said.includes(word));
      }
      section.hidden = !section.querySelector("[data-setting]:not([hidden])");
      this.querySelector(`li[data-section="${section.dataset.section}"]`)?.toggleAttribute("hidden", section.hidden);
    }
    this.querySelector(".settings__none").hidden = Boolean(this.querySelector("section[data-section]:not([hidden])"));
  }

  /** A colour can be picked where there are scripts; the field beside it says it in digits. */
  #swatches() {
    for (const swatch of this.querySelectorAll("[data-swatch-of]")) {
      swatch.hidden = false;
      swatch.disabled = document.getElementById(swatch.dataset.swatchOf).disabled;
    }
  }

  /** Draw anew what nobody is changing here. */
  async #read() {
    this.#reading = null;
    try {
      const drawn = await getFragment("/settings", "settings");
      for (const setting of this.querySelectorAll("[data-setting]")) {
        const fresh = drawn.querySelector(`[data-setting="${setting.dataset.setting}"]`);
        if (!fresh || isChanged(setting) || setting.contains(document.activeElement)) continue;
        fresh.hidden = setting.hidden;
        setting.replaceWith(fresh);
      }
      this.#swatches();
    } catch (problem) {
      failed(problem);
    }
  }
}

/** What was picked or typed stands in both fields of a colour. */
function paint(field) {
  const twin = field.dataset.swatchOf ? document.getElementById(field.dataset.swatchOf)
    : document.querySelector(`[data-swatch-of="${field.id}"]`);
  if (twin && /^#[0-9a-f]{6}$/i.test(field.value)) twin.value = field.value;
}

/** Whether somebody has typed or chosen something here that is not saved. */
function isChanged(setting) {
  const field = setting.querySelector("input:not([type=checkbox]), select, textarea");
  if (setting.querySelector("[type=checkbox]:checked")) return true;
  if (field?.getAttribute("aria-invalid")) return true;
  if (field?.localName === "select") return [...field.options].some((one) => one.selected !== one.defaultSelected);
  return Boolean(field) && field.value !== field.defaultValue;
}

customElements.define("desk-settings", DeskSettings);
