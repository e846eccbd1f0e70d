// <ticket-picker>: finds another ticket by its number or the words of its subject; what it finds, the server draws.

import { getFragment } from "../lib/requests.js";
import { drawTimes } from "../lib/times.js";

const PAUSE_MS = 150;

class TicketPicker extends HTMLElement {
  #field; #choices; #timer; #aborter;

  connectedCallback() {
    this.#field = this.querySelector("input[type=search]");
    this.#choices = this.querySelector(".picker__choices");
    this.#field.addEventListener("input", () => this.#later());
    this.#field.addEventListener("keydown", (event) => this.#steer(event));
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#find(), PAUSE_MS);
  }

  async #find() {
    this.#aborter?.abort();
    this.#aborter = new AbortController();
    const typed = this.#field.value.trim();
    try {
      const fragment = await getFragment(`${this.dataset.from}${encodeURIComponent(typed)}`, "choices", { signal: this.#aborter.signal });
      this.#choices.replaceChildren(fragment);
      drawTimes(this.#choices);
      if (typed) this.#first?.click(); // Enter then takes what the words name best
    } catch (problem) {
      if (problem.name !== "AbortError") this.#choices.replaceChildren(problem.message);
    }
  }

  get #first() {
    return this.#choices.querySelector("input:not(:disabled)");
  }

  #steer(event) {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    const chosen = this.#choices.querySelector("input:checked") ?? this.#first;
    chosen?.focus();
    chosen?.click();
  }
}

customElements.define("ticket-picker", TicketPicker);
