// A ticket that cannot be loaded while the line is cut: the pane says so in its place, and loads it when the line is back.

import { live } from "./live.js";
import { say } from "../lib/page.js";

/**
 * What is shown over the pane then. What was open stays below it as it is: its text, what waits to be sent, and itself,
 * when the operator goes back to it.
 */
export class CutOff {
  #pane; #place;

  constructor(pane) {
    this.#pane = pane;
    this.ticket = "";
    live.addEventListener("connected", () => this.#back());
  }

  show(ticket) {
    this.ticket = String(ticket);
    const sheet = this.#place ?? document.getElementById("cut-off").content.firstElementChild.cloneNode(true);
    sheet.querySelector("b").textContent = say("ticket_needs_connection", { number: `#${ticket}` });
    this.#place = sheet;
    this.#pane.append(sheet);
    this.#pane.classList.add("is-cut-off");
  }

  clear() {
    this.ticket = "";
    this.#place?.remove();
    this.#pane.classList.remove("is-cut-off");
  }

  /** The line is back: first goes out what waited in the ticket below. */
  async #back() {
    const { ticket } = this;
    if (!ticket) return;
    await null; // the composer hears of the line after this
    await this.#pane.querySelector("answer-composer")?.resent;
    if (ticket === this.ticket) await this.#pane.open(ticket);
  }
}
