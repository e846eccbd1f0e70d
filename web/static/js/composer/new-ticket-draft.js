// <new-ticket-draft>: what is typed for a new ticket is kept in this tab until the ticket is made: through Escape, reload and Back.

import { page } from "../lib/page.js";

const PLACE = `new-ticket:${page.me?.id}`;
const TEXTS = "input:not([type=hidden], [type=checkbox]), textarea";

class NewTicketDraft extends HTMLElement {
  #form; #begun;

  connectedCallback() {
    this.#form = this.closest("form");
    this.#begun = this.#read(); // as it was drawn
    const kept = recall(PLACE);
    if (kept && !this.#isTyped) this.#restore(kept);
    this.#form.addEventListener("input", () => this.#keep());
    this.#form.addEventListener("change", () => this.#keep());
    this.querySelector("button").addEventListener("click", () => this.#startAnew());
  }

  get #isTyped() {
    return [...this.#form.querySelectorAll(TEXTS)].some((field) => field.value.trim());
  }

  /** The fields by name; the key too, under which it may have been made already although nobody heard so. */
  #read() {
    const fields = [...this.#form.elements].filter((field) => field.name);
    return Object.fromEntries(fields.map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]));
  }

  #write(values) {
    for (const field of this.#form.elements) {
      if (!(field.name in values)) continue;
      if (field.type === "checkbox") field.checked = values[field.name];
      else field.value = values[field.name];
    }
  }

  #keep() {
    keep(PLACE, this.#isTyped ? this.#read() : null);
  }

  #restore(kept) {
    this.#write(kept);
    this.hidden = false;
  }

  /** Someone else rang. */
  #startAnew() {
    this.#write(this.#begun);
    this.forget();
    this.#form.querySelector(TEXTS).focus();
  }

  /** The ticket is made, or not wanted. */
  forget() {
    keep(PLACE, null);
    this.hidden = true;
  }
}

customElements.define("new-ticket-draft", NewTicketDraft);

/** Whether a ticket is begun in this tab and not made. */
export const isNewTicketKept = () => recall(PLACE) !== null;

/** It is not wanted. */
export const forgetNewTicket = () => keep(PLACE, null);

/** Kept for this tab alone: it is a customer's data. Where a browser keeps nothing, the form itself is the only place. */
function keep(place, values) {
  try {
    if (values) sessionStorage.setItem(place, JSON.stringify(values));
    else sessionStorage.removeItem(place);
  } catch {
    // Nothing is kept.
  }
}

function recall(place) {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? "null");
  } catch {
    return null;
  }
}
