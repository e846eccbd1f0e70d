// <ticket-peek>: a look at a ticket, the focused one or the one under a resting pointer, beside the list and never over it.
// It marks nothing and takes nothing.

import { getFragment } from "../lib/requests.js";
import { drawTimes } from "../lib/times.js";
import { ticketList } from "./ticket-list.js";
import { failed } from "../live/outcomes.js";

class TicketPeek extends HTMLElement {
  #follow; #ticket;

  connectedCallback() {
    this.hidden = true;
    this.#follow = (event) => this.isOpen && this.#show(event.target.closest(".ticket-list__item"));
    document.addEventListener("focusin", this.#follow);
  }

  disconnectedCallback() {
    document.removeEventListener("focusin", this.#follow);
  }

  get isOpen() {
    return !this.hidden;
  }

  /** Look at the focused row (the open one, the first), or look away. */
  toggle() {
    if (this.isOpen) {
      this.close();
      return;
    }
    const list = ticketList();
    const item = document.activeElement?.closest?.(".ticket-list__item") ?? list?.current ?? list?.items[0];
    if (!item) return;
    this.#open(item);
    list.steps.focus(item);
  }

  /** Look at the row under the pointer; what the keyboard opened stays the keyboard's. */
  hover(item) {
    if (this.isOpen && !this.isHovered) return;
    this.#open(item);
    this.isHovered = true;
  }

  #open(item) {
    this.hidden = false;
    ticketList().hands.peeking = true;
    this.#show(item);
  }

  async #show(item) {
    const ticket = item?.dataset.ticket;
    if (!ticket || ticket === this.#ticket) return;
    this.#ticket = ticket;
    try {
      const fragment = await getFragment(`/tickets/${ticket}/preview`, "preview");
      if (ticket !== this.#ticket) return;
      this.replaceChildren(fragment);
      drawTimes(this);
    } catch (problem) {
      this.close();
      failed(problem);
    }
  }

  close() {
    this.hidden = true;
    this.isHovered = false;
    this.#ticket = "";
    this.replaceChildren();
    const list = ticketList();
    if (!list) return;
    list.hands.peeking = false;
    if (list.hands.isFree()) list.apply();
  }
}

customElements.define("ticket-peek", TicketPeek);

/** The peek of this page. */
export const ticketPeek = () => document.querySelector("ticket-peek");
