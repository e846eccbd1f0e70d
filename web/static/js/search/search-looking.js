// What the search field has looked for: it asks while someone types, complains only when they rest, and finds its way back.

import { openView, viewAddress } from "../desk/navigation.js";
import { ticketList } from "../list/ticket-list.js";

const PAUSE_MS = 250;

export class SearchLooking {
  #field; #waiting; #asking;
  #isTyping = false;
  #before = ""; // the view from which the search began

  constructor(field) {
    this.#field = field;
    this.asked = undefined; // the text whose results are there, or on their way
  }

  /** Look for it at once, or when the typing rests; what is unchanged is not asked for again. */
  look({ now = false } = {}) {
    clearTimeout(this.#waiting);
    this.#isTyping = !now;
    if (now) return this.#ask();
    this.#waiting = setTimeout(() => this.#ask(), PAUSE_MS);
    return this.#asking;
  }

  #ask() {
    const { text } = this.#field;
    const isSearch = Boolean(ticketList()?.isSearch);
    if (text === this.asked && isSearch) return this.#asking;
    this.asked = text;
    if (!isSearch) this.#before = viewAddress();
    const order = isSearch && ticketList().sort === "best" ? { sort: "best" } : {};
    const address = `/tickets?${new URLSearchParams({ q: text, ...order })}`;
    this.#asking = this.#fetch(text, address, isSearch);
    return this.#asking;
  }

  /** True when the results are there; what could not be fetched is asked for again. */
  async #fetch(text, address, replace) {
    const isThere = await openView(address, { replace, unless: (list) => this.#isUnfinished(list) });
    if (!isThere && this.asked === text) this.asked = undefined;
    return isThere;
  }

  /** While someone types, half a filter is no fault: what was found before stays. */
  #isUnfinished(list) {
    if (!this.#isTyping || !list.dataset.fault) return false;
    return true;
  }

  /** Results of this text are there; true where they were asked for here, and not by a saved search or a step back. */
  found(text) {
    const isOwn = text === this.asked;
    if (!isOwn) this.#before = "";
    this.asked = text;
    this.#asking = Promise.resolve(true);
    return isOwn;
  }

  /** On to a row of what is found, when it is there; false where nothing is. */
  async goTo(choose) {
    const isThere = await this.look({ now: true });
    const list = ticketList();
    const row = isThere && !list.dataset.fault ? choose(list) : undefined;
    if (row) list.steps.focus(row);
    return Boolean(row);
  }

  /** The caret is elsewhere: now a filter that cannot be understood is said to be one. */
  rest() {
    if (this.#isTyping && ticketList()?.isSearch) this.look({ now: true });
    this.#isTyping = false;
  }

  /** Back to the view from which the search began. */
  leave(otherwise = "") {
    clearTimeout(this.#waiting);
    this.#isTyping = false;
    const address = this.#before || otherwise;
    if (address && ticketList()?.isSearch) openView(address);
  }
}
