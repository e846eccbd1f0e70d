// <colleague-picker>: whom a note may name, by @ in its text or by the button. Typed words filter, arrows choose, Enter
// puts the name at the cursor; the desk tells that person once the note is added.

import { fold } from "../lib/folding.js";
import { say } from "../lib/page.js";
import { placeAt } from "../lib/placing.js";
import { getFragment } from "../lib/requests.js";
import { drawAtDesk } from "../live/presence.js";
import { holdKeys } from "../keys/type-ahead.js";

class ColleaguePicker extends HTMLElement {
  #field; #list; #none; #box; #place; #typed; #come;

  connectedCallback() {
    this.#field = this.querySelector("input");
    this.#list = this.querySelector("[role=listbox]");
    this.#none = this.querySelector(".template-picker__none");
    this.#field.addEventListener("input", () => this.#filter());
    this.addEventListener("keydown", (event) => this.#keyed(event));
    this.addEventListener("mousedown", (event) => event.target.closest("input") || event.preventDefault());
    this.#list.addEventListener("mousemove", (event) => this.#activate(event.target.closest("[role=option]") ?? this.#active));
    this.#list.addEventListener("click", (event) => this.#choose(event.target.closest("[role=option]")));
    this.addEventListener("focusout", (event) => !this.contains(event.relatedTarget) && this.#isOpen && this.#close({ back: false }));
  }

  get #isOpen() {
    return this.matches(":popover-open");
  }

  /** Open it for this text. `typed`: the @ was typed there, and is put back if nobody is chosen. */
  open(box, { typed = false } = {}) {
    this.#box = box;
    this.#typed = typed;
    this.#field.value = "";
    const caret = box.hadCaret ? box.editor.getCursorPosition() : null;
    this.#place = caret?.height ? caret : box.root.getBoundingClientRect();
    this.showPopover();
    placeAt(this, this.#place);
    this.#field.focus();
    this.#come = this.#fetch();
  }

  #close({ back = true } = {}) {
    this.hidePopover();
    if (back) this.#box.focus();
  }

  // ---- who fits -------------------------------------------------------------------------------------------------

  async #fetch() {
    try {
      this.#list.replaceChildren(await getFragment(`/tickets/${this.dataset.ticket}/colleagues`, "colleagues"));
      if (!this.#isOpen) return; // what was typed was nobody's name
      drawAtDesk(this.#list);
      this.#filter();
      placeAt(this, this.#place); // it is higher now
    } catch (problem) {
      this.#list.textContent = problem.message;
    }
  }

  /** Whoever has a word that begins so, or a name that goes on so. */
  #filter() {
    const typed = fold(this.#field.value).trim();
    if (this.#typed && this.#field.value === " ") { // "3 @ 118" is nobody's name
      this.#leave();
      return;
    }
    for (const option of this.querySelectorAll("[role=option]")) {
      const name = fold(option.dataset.name);
      option.hidden = !name.startsWith(typed) && !name.split(/[\s-]+/).some((word) => word.startsWith(typed));
    }
    const { options } = this;
    this.#none.hidden = options.length > 0;
    this.#activate(options[0]);
    this.querySelector("[role=status]").textContent = say("colleagues_found", { count: options.length });
  }

  get options() {
    return [...this.#list.querySelectorAll("[role=option]:not([hidden])")];
  }

  get #active() {
    return this.#list.querySelector("[aria-selected=true]");
  }

  #activate(option) {
    for (const other of this.#list.querySelectorAll("[role=option]")) other.setAttribute("aria-selected", String(other === option));
    if (option) this.#field.setAttribute("aria-activedescendant", option.id);
    else this.#field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  // ---- under the hand -------------------------------------------------------------------------------------------

  #keyed(event) {
    const { options } = this;
    const at = options.indexOf(this.#active);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    event.stopPropagation();
    if (to !== undefined && options.length) this.#activate(options.at(to % options.length));
    else if (["Enter", "Tab"].includes(event.key) && !event.ctrlKey && !event.metaKey && !event.shiftKey) this.#enter();
    else if (event.key === "Escape") this.#leave();
    else if (event.key === "Backspace" && !this.#field.value) this.#close();
    else return;
    event.preventDefault();
  }

  /** Whoever fits what was typed, also where the names are still on their way. */
  async #enter() {
    const go = holdKeys();
    try {
      await this.#come;
      if (!this.#isOpen) return;
      if (this.#active) this.#choose(this.#active);
      else this.#leave();
    } finally {
      go();
    }
  }

  /** Nobody was chosen: what was typed is put into the text. */
  #leave() {
    const words = this.#typed ? `@${this.#field.value}` : "";
    this.#close();
    if (words) this.#box.editor.insertPlainText(words, false);
  }

  #choose(option) {
    if (!option) return;
    const mark = document.createElement("span");
    mark.dataset.mention = option.dataset.person;
    mark.textContent = `@${option.dataset.name}`;
    this.#close();
    this.#box.insert(`${mark.outerHTML}\u00a0`);
  }
}

customElements.define("colleague-picker", ColleaguePicker);
