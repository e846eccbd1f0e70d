// The small form of a link: its words and its address; of one that is there already it can be opened, changed, taken away.

import { placeAt } from "../lib/placing.js";

const ADDRESS = /^(https?:\/\/\S+|mailto:\S+@\S+|tel:[\d+][\d ()/-]+)$/i;

/** Asks for a link in a text. What was selected is kept meanwhile. */
export class LinkForm {
  #form; #words; #address; #fault; #opener; #remover; #box; #range; #link; #before;

  constructor(form) {
    this.#form = form;
    this.#words = form.querySelector("[data-link-words]");
    this.#address = form.querySelector("[data-link-address]");
    this.#fault = form.querySelector(".field__fault");
    this.#opener = form.querySelector("a");
    this.#remover = form.querySelector("[data-unlink]");
    form.addEventListener("keydown", (event) => this.#keyed(event));
    form.querySelector("[data-link-set]").addEventListener("click", () => this.#set());
    this.#remover.addEventListener("click", () => this.#remove());
    form.addEventListener("focusout", (event) => !form.contains(event.relatedTarget) && form.hidePopover());
    this.#address.addEventListener("input", () => this.#complain(false));
  }

  /** Open the form for what is selected in `box`, or for the link its caret is in. */
  ask(box) {
    this.#box = box;
    this.#range = box.editor.getSelection();
    const node = this.#range.commonAncestorContainer;
    this.#link = (node.nodeType === 1 ? node : node.parentElement).closest("a");
    if (this.#link) this.#range.selectNodeContents(this.#link);
    this.#before = this.#range.toString();
    this.#words.value = this.#before;
    this.#address.value = this.#link?.getAttribute("href") ?? (ADDRESS.test(this.#before.trim()) ? this.#before.trim() : "");
    this.#opener.hidden = this.#remover.hidden = !this.#link;
    if (this.#link) this.#opener.href = this.#link.href;
    this.#complain(false);
    this.#form.showPopover();
    placeAt(this.#form, this.#range.getClientRects()[0] ?? box.editor.getCursorPosition() ?? box.root.getBoundingClientRect());
    (this.#before ? this.#address : this.#words).focus();
    if (this.#before) this.#address.select();
  }

  /** Make it the link that the form says; an address without its beginning gets one. */
  #set() {
    const address = whole(this.#address.value.trim());
    if (!ADDRESS.test(address)) {
      this.#complain(true);
      return;
    }
    const words = this.#words.value.trim() || address.replace(/^(https?:\/\/|mailto:|tel:)/i, "");
    this.#back();
    const { editor } = this.#box;
    if (words === this.#before) {
      editor.makeLink(address, { rel: "noopener", target: "_blank" });
      return;
    }
    const link = document.createElement("a");
    link.href = address;
    link.textContent = words;
    if (this.#link) this.#range.selectNode(this.#link);
    editor.setSelection(this.#range);
    editor.insertHTML(link.outerHTML);
    editor.focus();
  }

  #remove() {
    this.#back();
    this.#box.editor.removeLink();
    this.#box.focus();
  }

  #back() {
    this.#form.hidePopover();
    this.#box.editor.focus();
    this.#box.editor.setSelection(this.#range);
  }

  #complain(yes) {
    this.#fault.hidden = !yes;
    if (yes) this.#address.setAttribute("aria-invalid", "true");
    else this.#address.removeAttribute("aria-invalid");
    if (yes) this.#address.focus();
  }

  #keyed(event) {
    if (event.key === "Enter" && event.target.matches("input")) this.#set();
    else if (event.key === "Escape") this.#back();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function whole(typed) {
  if (!typed || /^[a-z][a-z0-9+.-]*:/i.test(typed)) return typed;
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(typed)) return `mailto:${typed}`;
  return /^[^\s.]+\.[^\s]+$/.test(typed) ? `https://${typed}` : typed;
}
