// From row to row of a list by the keyboard; and the one tab stop that the whole list has: the row of the last step.

import { rowOf } from "./rows.js";

export class ListSteps {
  #list;

  constructor(list) {
    this.#list = list;
    list.rows.addEventListener("keydown", (event) => this.#steer(event));
    list.rows.addEventListener("focusin", (event) => this.rest(event.target.closest(".ticket-list__item")));
  }

  get focused() {
    return document.activeElement?.closest?.(".ticket-list__item");
  }

  /** The next or previous row of the open one (of the focused one, when focus is here). */
  neighbour(step) {
    const current = this.#list.contains(this.focused) ? this.focused : this.#list.current;
    const items = this.#list.items.filter((item) => item === current || !item.classList.contains("is-gone"));
    const from = items.indexOf(current);
    return items[from + step] ?? (from < 0 ? items[0] : undefined);
  }

  focus(item) {
    if (!item) return;
    this.rest(item);
    rowOf(item).focus();
    rowOf(item).scrollIntoView({ block: "nearest" });
  }

  /** Let a row be seen; the ring, if it is in this list, goes along with the ticket that is opened. */
  show(item) {
    if (this.#list.contains(this.focused)) this.focus(item);
    else rowOf(item).scrollIntoView({ block: "nearest" });
  }

  /** Choose the next row too (or no longer, on the way back): the focus goes along. */
  extend(step) {
    const from = this.focused ?? this.#list.current;
    const to = this.neighbour(step);
    if (!to) return;
    this.focus(to);
    this.#list.selection.extend(to, this.#list.contains(from) ? from : to);
  }

  #steer(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (event.shiftKey) this.extend(step);
      else this.focus(this.neighbour(step));
    } else if (event.key === "a" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#list.selection.all();
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      this.focus(this.#list.items.at(event.key === "Home" ? 0 : -1));
    }
  }

  /** Let Tab come back to this row. */
  rest(item) {
    if (!item) return;
    for (const other of this.#list.items) rowOf(other).tabIndex = other === item ? 0 : -1;
  }
}
