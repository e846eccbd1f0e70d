// <ticket-list>: the rows of one view. News is written into rows in place; what would move a row waits for a free hand.

import { say } from "../lib/page.js";
import { belongs, comparedBy, decorate, itemFrom, placeIn, redraw, rowOf } from "./rows.js";
import { HandsOff } from "../lib/hands-off.js";
import { ListPages } from "./list-pages.js";
import { ListSelection } from "./list-selection.js";
import { ListSteps } from "./list-steps.js";
import { keepPlace } from "./list-place.js";
import { glow } from "./glow.js";
import { slideTo } from "./slide.js";
import { CREW_CHANGED, OWN_MARKS_CHANGED, TICKET_CHOSEN, signal } from "../lib/signals.js";

const REST_MS = 200;

class TicketList extends HTMLElement {
  #pill; #sortedBy; #compare; #waiting; #crewChanged; #marksChanged; #keeping; #moving;

  connectedCallback() {
    this.rows = this.querySelector(".ticket-list__rows");
    this.#pill = this.querySelector(".news-pill");
    this.sentinel = this.querySelector(".ticket-list__more");
    const { view, group, search, sort, sortedBy } = this.dataset;
    this.query = { view, group, search };
    this.sort = sort;
    this.#sortedBy = JSON.parse(sortedBy);
    this.#compare = comparedBy(this.#sortedBy);
    this.#waiting = new Map(); // ticket → item to insert, null for one that only has to move
    this.hands = new HandsOff(this.rows, this.rows, () => this.apply());
    this.selection = new ListSelection(this);
    this.pages = new ListPages(this);
    this.steps = new ListSteps(this);
    this.adopt();
    this.#pill.addEventListener("click", () => this.showNews());
    this.rows.addEventListener("click", (event) => this.#chosen(event));
    this.rows.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#crewChanged = () => this.items.forEach(decorate);
    document.addEventListener(CREW_CHANGED, this.#crewChanged);
    this.#marksChanged = ({ detail }) => detail.tickets.forEach((ticket) => this.#marked(this.item(ticket)));
    document.addEventListener(OWN_MARKS_CHANGED, this.#marksChanged);
  }

  disconnectedCallback() {
    this.pages.stop();
    clearTimeout(this.#keeping);
    document.removeEventListener(CREW_CHANGED, this.#crewChanged);
    document.removeEventListener(OWN_MARKS_CHANGED, this.#marksChanged);
  }

  get items() {
    return [...this.rows.querySelectorAll(":scope > .ticket-list__item")];
  }

  item(ticket) {
    return this.rows.querySelector(`:scope > .ticket-list__item[data-ticket="${Number(ticket)}"]`);
  }

  /** Whether it shows what a search found: such rows stay, whatever happens to their tickets. */
  get isSearch() {
    return this.query.search !== undefined;
  }

  /** Make all rows this reader's own: marks, checkboxes, one tab stop. What waited to come and is here now, is here. */
  adopt() {
    for (const item of this.items) {
      decorate(item);
      this.selection.dress(item);
      if (this.#waiting.get(item.dataset.ticket)) this.#waiting.set(item.dataset.ticket, null);
    }
    this.#count();
    this.steps.rest(this.current ?? this.items[0]);
  }

  #scrolled() {
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => keepPlace(this), REST_MS);
  }

  get current() {
    return this.items.find((item) => rowOf(item).hasAttribute("aria-current"));
  }

  // ---- what the server says -------------------------------------------------------------------------------------

  /** A ticket changed: its newest row is `html`. `mine` is set for what this reader did: that never glows. */
  heard(ticket, html, { mine = false } = {}) {
    const item = this.item(ticket);
    if (!html) return this.#gone(item);
    if (!item) return this.#arrive(ticket, html, mine);
    const before = placeIn(this.#sortedBy, item);
    redraw(item, html);
    this.selection.dress(item);
    const fits = this.isSearch || belongs(rowOf(item), this.query);
    item.classList.remove("is-busy");
    item.classList.toggle("is-leaving", !fits);
    if (!mine) glow(item);
    if (!fits || placeIn(this.#sortedBy, item) !== before) this.#wait(ticket, null);
    return undefined;
  }

  /** The reader began to write there, or was named, or has written or read it to an end. */
  #marked(item) {
    if (!item) return;
    decorate(item);
    if (!["drafts", "mentions"].includes(this.query.view)) return;
    item.classList.toggle("is-leaving", !belongs(rowOf(item), this.query));
    this.#wait(item.dataset.ticket, null);
  }

  #gone(item) {
    if (!item) return;
    item.classList.add("is-leaving", "is-gone");
    this.selection.drop([item.dataset.ticket]);
    this.#wait(item.dataset.ticket, null);
  }

  #arrive(ticket, html, mine) {
    const item = itemFrom(html);
    if (!belongs(rowOf(item), this.query)) {
      this.#waiting.delete(String(ticket));
      this.#count();
      return;
    }
    if (this.#isElsewhere(item)) return;
    this.#wait(ticket, item, mine);
  }

  /** Whether it would be below the last row, or among those removed above: scrolling will bring it. */
  #isElsewhere(item) {
    const { items } = this;
    const below = this.dataset.cursor && items.length && this.#compare(items.at(-1), item) < 0;
    const above = !this.pages.isFromTop && this.topmost && this.#compare(this.topmost, item) < 0;
    return Boolean(below || above);
  }

  #wait(ticket, item) {
    this.#waiting.set(String(ticket), item);
    this.#count();
    if (this.hands.isFree() && this.pages.isFromTop) this.apply();
  }

  #count() {
    const news = [...this.#waiting.values()].filter(Boolean).length;
    this.#pill.hidden = news === 0;
    this.#pill.querySelector(".news-pill__count").textContent = news ? say("new_count", { count: news }) : "";
  }

  /**
   * Insert, remove and sort what waited, in one move; what comes meanwhile makes the next one. The open ticket's row keeps
   * its place until another is opened: from there j goes on. Not where the first rows are taken out: showNews fetches them.
   */
  apply() {
    const { current } = this;
    const still = current && this.#waiting.has(current.dataset.ticket) ? current : null;
    if (still) this.#waiting.delete(current.dataset.ticket);
    if (!this.#moving && this.#waiting.size && this.pages.isFromTop) this.#arrange(still);
    if (still) this.#waiting.set(current.dataset.ticket, null);
  }

  #arrange(still) {
    const arriving = [...this.#waiting.values()].filter(Boolean);
    this.#waiting.clear();
    this.#count();
    const stays = (item) => !item.classList.contains("is-leaving") || item === this.current || item.classList.contains("is-selected");
    const before = this.items.filter(stays);
    const items = [...before.filter((item) => item !== still), ...arriving].sort(this.#compare);
    const below = still && before[before.indexOf(still) + 1];
    if (still) items.splice(below ? items.indexOf(below) : items.length, 0, still);
    this.#moving = slideTo(this.rows, items, this.sentinel).then(() => this.#moved());
    this.pages.renumber();
    arriving.forEach((item) => glow(item));
    this.#empty();
    this.adopt();
  }

  #moved() {
    this.#moving = undefined;
    if (this.hands.isFree()) this.apply();
  }

  async showNews() {
    await this.#moving;
    if (this.pages.isFromTop) {
      this.apply();
    } else {
      this.#waiting.clear();
      this.#count();
      await this.pages.fromTop();
    }
    this.rows.scrollTo({ top: 0 });
  }

  #empty() {
    const none = this.items.length === 0;
    this.querySelector(".ticket-list__empty")?.toggleAttribute("hidden", !none);
    this.classList.toggle("is-empty", none);
  }

  // ---- under the hand -------------------------------------------------------------------------------------------

  #chosen(event) {
    const row = event.target.closest(".ticket-row, .ticket-list__found");
    if (!row || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.open(row.closest(".ticket-list__item"));
  }

  open(item) {
    if (!item) return;
    signal(TICKET_CHOSEN, { ticket: item.dataset.ticket, message: item.dataset.message }, this);
  }

  /** Mark the open ticket, and everything in it up to `seen` as read. */
  select(ticket, seen) {
    for (const item of this.items) {
      const open = item.dataset.ticket === String(ticket);
      rowOf(item).toggleAttribute("aria-current", open);
      if (open) rowOf(item).setAttribute("aria-current", "true");
      if (open && seen) item.dataset.seen = String(seen);
      if (open) decorate(item);
    }
    if (this.current) this.steps.rest(this.current);
    if (this.hands.isFree()) this.apply();
  }

  busy(ticket, busy) {
    this.item(ticket)?.classList.toggle("is-busy", busy);
  }

  /** All is found: now it can be said how many there are, or that there is nothing. */
  endSearch() {
    if (!this.isSearch) return;
    const { count } = this.pages;
    this.querySelector("h1").textContent = say("found_count", { count });
    this.#empty();
  }
}

customElements.define("ticket-list", TicketList);

/** The list on this page. */
export const ticketList = () => document.querySelector("ticket-list");

