// <person-panel>: one person. What others change meanwhile is drawn at once; what is being typed here stays.

import { live } from "./live/live.js";
import { getFragment } from "./lib/requests.js";
import { say } from "./lib/page.js";
import { drawTimes } from "./lib/times.js";
import { failed } from "./live/outcomes.js";
import { PEOPLE_TOUCHED } from "./lib/signals.js";

const ABOUT_THEM = ["person.changed", "person.link_sent", "person.signed_in", "person.signed_out", "group.changed"];
const ABOUT_TICKETS = ["ticket.taken", "ticket.dropped", "ticket.assigned", "ticket.status", "resync"];

class PersonPanel extends HTMLElement {
  #form; #changes; #heard; #gone; #touched; #reading;

  connectedCallback() {
    this.#form = this.querySelector("form");
    this.#changes = this.querySelector(".person-panel__changes");
    this.querySelector("h2").tabIndex = -1;
    this.#heard = ({ type, detail }) => {
      const whom = detail?.person ?? detail?.actor?.id;
      if (!ABOUT_THEM.includes(type) || type === "group.changed" || String(whom) === this.dataset.person) this.#later();
    };
    this.#gone = ({ detail }) => String(detail.person) === this.dataset.person && this.#close();
    for (const name of [...ABOUT_THEM, ...ABOUT_TICKETS]) live.addEventListener(name, this.#heard);
    live.addEventListener("person.deleted", this.#gone);
    document.addEventListener(PEOPLE_TOUCHED, this.#touched = ({ detail: form }) => this.#read({ saved: form === this.#form }));
    this.#form.addEventListener("input", () => this.#count());
    this.#form.addEventListener("formdata", ({ formData }) => this.#leaveOut(formData));
    this.#form.addEventListener("reset", () => setTimeout(() => this.#count()));
    this.#count();
  }

  disconnectedCallback() {
    for (const name of [...ABOUT_THEM, ...ABOUT_TICKETS]) live.removeEventListener(name, this.#heard);
    live.removeEventListener("person.deleted", this.#gone);
    document.removeEventListener(PEOPLE_TOUCHED, this.#touched);
    clearTimeout(this.#reading);
  }

  /** Only what was typed here is sent: what someone else has set meanwhile stays. */
  #leaveOut(formData) {
    const typed = new Set([...this.#changed.map((field) => field.name), "current"]);
    for (const name of new Set(formData.keys())) if (!typed.has(name)) formData.delete(name);
  }

  /** The fields that differ from what the desk has. */
  get #changed() {
    const differs = (field) => {
      if (field.type === "hidden" || field.name === "current") return false;
      if (field.type === "radio") return field.checked && !field.defaultChecked;
      if (field.type === "checkbox") return field.checked !== field.defaultChecked;
      if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
      return field.value !== field.defaultValue;
    };
    return [...this.#form.elements].filter((field) => field.name && differs(field));
  }

  /** How much is typed and not saved; one's own address asks for one's password. */
  #count() {
    const { length } = this.#changed;
    this.#changes.textContent = length ? say("change_count", { count: length }) : "";
    const confirm = this.querySelector(".person-panel__confirm");
    const email = this.#form.elements.namedItem("email");
    if (confirm) confirm.hidden = email.value === email.defaultValue;
  }

  #later() {
    this.#reading ??= setTimeout(() => this.#read(), 200);
  }

  /** Draw what is true now: all of it, or only what nobody types where something is typed and not saved. */
  async #read({ saved = false } = {}) {
    clearTimeout(this.#reading);
    this.#reading = null;
    if (this.querySelector(".person-panel__rest:focus-within select")) return;
    try {
      const fresh = (await getFragment(`/people/${this.dataset.person}`, "panel")).querySelector("person-panel");
      if (!this.isConnected) return;
      if (saved || !this.#changed.length) {
        this.replaceWith(fresh);
        drawTimes(fresh);
      } else {
        this.#follow(fresh);
        this.querySelector(".person-panel__rest").replaceWith(fresh.querySelector(".person-panel__rest"));
        drawTimes(this);
      }
    } catch (problem) {
      if (problem.status === 404) this.#close();
      else failed(problem);
    }
  }

  /** Draw in the form what others have set, but where something is typed. */
  #follow(fresh) {
    const twins = [...fresh.querySelector("form").elements];
    const typed = new Set(this.#changed.map((field) => field.name));
    for (const field of [...this.#form.elements]) {
      const twin = twins.find((one) => one.name === field.name && (one.type !== "radio" && one.type !== "checkbox" || one.value === field.value));
      if (!field.name || !twin || typed.has(field.name)) continue;
      field.replaceWith(twin);
    }
  }

  #close() {
    this.querySelector("[data-close-person]")?.click();
  }
}

customElements.define("person-panel", PersonPanel);
