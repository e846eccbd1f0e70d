// <template-picker>: saved answers, by / in a text or by their button. Typed words filter, arrows choose, Enter puts the
// chosen one at the cursor; what this ticket does not know stays marked, and is asked for one after the other.

import { fetchDialog } from "../elements/dialogs.js";
import { failed } from "../live/outcomes.js";
import { say } from "../lib/page.js";
import { markPlaceholders } from "../editor/placeholders.js";
import { placeAt } from "../lib/placing.js";
import { getFragment, post } from "../lib/requests.js";
import { holdKeys } from "../keys/type-ahead.js";

const PAUSE_MS = 80;

class TemplatePicker extends HTMLElement {
  #field; #list; #text; #box; #shelf; #slash; #found; #waiting; #aborter; #busy; #save;

  connectedCallback() {
    this.#field = this.querySelector("input");
    this.#list = this.querySelector("[role=listbox]");
    this.#text = this.querySelector(".template-picker__text");
    this.#field.addEventListener("input", () => this.#typed());
    this.addEventListener("keydown", (event) => this.#keyed(event));
    this.addEventListener("mousedown", (event) => event.target.closest("input, a") || event.preventDefault());
    this.#list.addEventListener("mousemove", (event) => this.#activate(event.target.closest("[role=option]") ?? this.#active));
    this.#save = this.querySelector(".template-picker__save");
    this.#save.addEventListener("click", () => this.#saveText());
    this.#list.addEventListener("click", (event) => this.#choose(event.target.closest("[role=option]")));
    this.addEventListener("focusout", (event) => !this.contains(event.relatedTarget) && this.#isOpen && this.#close({ back: false }));
  }

  disconnectedCallback() {
    clearTimeout(this.#waiting);
    this.#aborter?.abort();
  }

  get #isOpen() {
    return this.matches(":popover-open");
  }

  /** Open it for this text, and the shelf of the files that go with it. `slash`: it was typed there, and is put back if nothing is chosen. */
  open(box, { slash = false, shelf = null } = {}) {
    this.#box = box;
    this.#shelf = shelf;
    this.#slash = slash;
    this.#field.value = "";
    this.#save.hidden = box.isEmpty;
    const caret = box.hadCaret ? box.editor.getCursorPosition() : null;
    const visible = caret?.height ? caret : box.root.getBoundingClientRect();
    this.showPopover();
    placeAt(this, visible);
    this.#field.focus();
    this.#found = this.#search();
  }

  #close({ back = true } = {}) {
    clearTimeout(this.#waiting);
    this.#aborter?.abort();
    this.hidePopover();
    if (back) this.#box.focus();
  }

  // ---- what fits ------------------------------------------------------------------------------------------------

  #typed() {
    if (this.#slash && this.#field.value === " ") { // "yes / no" is no search
      this.#leave();
      return;
    }
    clearTimeout(this.#waiting);
    this.#found = new Promise((resolve) => {
      this.#waiting = setTimeout(() => resolve(this.#search()), PAUSE_MS);
    });
  }

  async #search() {
    this.#aborter?.abort();
    this.#aborter = new AbortController();
    const { signal } = this.#aborter;
    try {
      const query = new URLSearchParams({ q: this.#field.value.trim() });
      const fragment = await getFragment(`/tickets/${this.dataset.ticket}/templates?${query}`, "templates", { signal });
      this.querySelector(".template-picker__empty").replaceChildren(...fragment.querySelectorAll(".template-picker__none"));
      this.#list.replaceChildren(fragment);
      this.#activate(this.#list.querySelector("[role=option]:not([data-often])")); // Enter never takes what does not fit
      this.querySelector("[role=status]").textContent = say("templates_found", { count: this.options.length });
    } catch (problem) {
      if (problem.name !== "AbortError") this.#list.textContent = problem.message;
    }
  }

  get options() {
    return [...this.#list.querySelectorAll("[role=option]")];
  }

  get #active() {
    return this.#list.querySelector("[aria-selected=true]");
  }

  #activate(option) {
    if (option && option === this.#active) return;
    for (const other of this.options) other.setAttribute("aria-selected", String(other === option));
    this.#text.replaceChildren();
    this.querySelector(".template-picker__preview").toggleAttribute("data-empty", !option);
    if (!option) {
      this.#field.removeAttribute("aria-activedescendant");
      return;
    }
    this.#field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
    const template = option.querySelector("template");
    this.#text.append(template.content.cloneNode(true));
    this.#text.scrollTop = 0;
    this.querySelector(".template-picker__of").textContent = [template.dataset.group, template.dataset.language].filter(Boolean).join(" · ");
    markPlaceholders(this.#text);
  }

  // ---- under the hand -------------------------------------------------------------------------------------------

  #keyed(event) {
    const { options } = this;
    const at = options.indexOf(this.#active);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: Math.min(at + 6, options.length - 1), PageUp: Math.max(at - 6, 0) }[event.key];
    event.stopPropagation();
    if (event.target === this.#save && event.key === "Enter") return; // the button's own
    if (to !== undefined && options.length) this.#activate(options.at(to % options.length));
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) this.#enter();
    else if (event.key === "Escape") this.#leave();
    else if (event.key === "Backspace" && !this.#field.value) this.#close();
    else if (event.key !== "Tab" || !this.#save.hidden) return; // Tab: but for the button there is nowhere else
    event.preventDefault();
  }

  /** What fits what was typed last: the answer to an older word is not it. */
  async #enter() {
    const go = holdKeys();
    try {
      await this.#found;
      if (this.#isOpen) await this.#choose(this.#active);
    } finally {
      go();
    }
  }

  /** Nothing was chosen: what was typed is put into the text. */
  #leave() {
    const words = this.#slash ? `/${this.#field.value}` : "";
    this.#close();
    if (words) this.#box.editor.insertPlainText(words, false);
  }

  /** Keep what is being written as a template; its name is asked for. */
  async #saveText() {
    const { html } = this.#box;
    this.#close({ back: false });
    await fetchDialog("/templates?edit=new");
    const field = document.querySelector("dialog[open] form[data-in-place=template] [name=html]");
    if (field) field.value = html;
  }

  async #choose(option) {
    if (!option || this.#busy) return;
    this.#busy = true;
    try {
      const { html, attachments } = await post(`/tickets/${this.dataset.ticket}/templates/${option.dataset.template}`);
      this.#close();
      this.#box.insert(html);
      this.#shelf?.restore(attachments.filter((file) => !file.inline));
      const [first] = this.#box.unfilled;
      if (first) this.#box.fill(first);
    } catch (problem) {
      this.#close();
      failed(problem);
    } finally {
      this.#busy = false;
    }
  }
}

customElements.define("template-picker", TemplatePicker);

/** Whether a / typed now begins a word: at the beginning of a line, or behind a blank. */
export function beginsWord(box) {
  const range = box.editor.getSelection();
  if (!range.collapsed) return false;
  const { startContainer: node, startOffset: offset } = range;
  if (node.nodeType !== Node.TEXT_NODE) return true;
  const before = node.data.slice(0, offset).replaceAll("\u200b", "");
  return before ? /\s$/.test(before) : !node.previousSibling || node.previousSibling.nodeName === "BR";
}
