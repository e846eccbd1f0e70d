// What the reader has on tickets, of which no event tells: the page knew it, and every count of the rail says it again.

import { OWN_MARKS_CHANGED, signal } from "../lib/signals.js";

export class OwnMarks {
  #tickets;

  constructor(tickets) {
    this.#tickets = new Set((tickets ?? []).map(String));
  }

  has(ticket) {
    return this.#tickets.has(String(ticket));
  }

  add(ticket) {
    if (!this.has(ticket)) this.set([...this.#tickets, ticket]);
  }

  /** The desk has counted: these. */
  set(tickets) {
    const [before, now] = [this.#tickets, new Set((tickets ?? []).map(String))];
    const changed = [...now, ...before].filter((ticket) => now.has(ticket) !== before.has(ticket));
    this.#tickets = now;
    if (changed.length) signal(OWN_MARKS_CHANGED, { tickets: changed });
  }
}
