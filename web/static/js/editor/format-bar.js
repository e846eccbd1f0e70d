// <format-bar>: the tools above a text. One stop for the Tab key, arrows move inside; what has no room is in its menu.

import { FORMATS, keyWords } from "./formats.js";
import { LinkForm } from "./link-form.js";
import { LINK_ASKED } from "../lib/signals.js";

class FormatBar extends HTMLElement {
  #links; #box; #asked;

  connectedCallback() {
    this.#links = new LinkForm(this.querySelector(".link-form"));
    this.addEventListener("click", (event) => this.#pressed(event));
    this.addEventListener("keydown", (event) => this.#steer(event));
    this.addEventListener("mousedown", (event) => event.target.closest("[data-format]") && event.preventDefault()); // the caret stays
    for (const tool of this.querySelectorAll("[data-keys]")) {
      const words = keyWords(tool.dataset.keys);
      const hint = tool.querySelector("kbd");
      if (hint) hint.textContent = words;
      else tool.title = `${tool.title} (${words})`;
    }
  }

  get #tools() {
    return [...this.querySelectorAll(":scope > button, :scope > menu-button > button")].filter((tool) => tool.checkVisibility());
  }

  /** The text (a RichText) that the tools are for. */
  use(box) {
    if (this.#box === box) return;
    this.#box?.root.removeEventListener(LINK_ASKED, this.#asked);
    this.#box = box;
    this.#asked = () => this.#links.ask(box);
    box.root.addEventListener(LINK_ASKED, this.#asked);
    this.draw();
  }

  /** Which formats hold where the caret is. */
  draw() {
    for (const tool of this.querySelectorAll("[data-format][aria-pressed]")) {
      tool.setAttribute("aria-pressed", String(Boolean(this.#box?.has(tool.dataset.format))));
    }
  }

  #pressed(event) {
    const { format } = event.target.closest("[data-format]")?.dataset ?? {};
    if (!FORMATS[format]) return;
    event.preventDefault();
    this.#box.toggle(format);
    this.draw();
  }

  #steer(event) {
    if (!event.target.matches("button") || event.target.closest(".link-form, .menu")) return;
    const tools = this.#tools;
    const at = tools.indexOf(event.target);
    const rtl = document.documentElement.dir === "rtl" ? -1 : 1;
    const to = { ArrowRight: at + rtl, ArrowLeft: at - rtl, Home: 0, End: -1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    for (const tool of tools) tool.tabIndex = -1;
    const next = tools.at(to % tools.length);
    next.tabIndex = 0;
    next.focus();
  }
}

customElements.define("format-bar", FormatBar);
