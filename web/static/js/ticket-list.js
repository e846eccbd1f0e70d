// <ticket-list>: the rows of one view. News is written into rows in place; what would move a row waits for a free hand.

import { say } from "./page.js";
import { belongs, comparedBy, decorate, itemFrom, placeIn, redraw, rowOf } from "./rows.js";
import { HandsOff } from "./hands-off.js";
import { ListPages } from "./list-pages.js";
import { ListSelection } from "./list-selection.js";
import { ListSteps } from "./list-steps.js";
import { keepPlace } from "./list-place.js";
import { glow } from "./glow.js";
import { slideTo } from "./slide.js";

const REST_MS = 200;

class TicketList extends HTMLElement {
  connectedCallback() {
    this.rows = this.querySelector(".ticket-list__rows");
    this.pill = this.querySelector(".news-pill");
    this.sentinel = this.querySelector(".ticket-list__more");
    const { view, group, search, sort } = this.dataset;
    this.query = { view, group, search };
    this.sort = sort;
    this.compare = comparedBy(sort);
    this.waiting = new Map(); // ticket → item to insert, null for one that only has to move
    this.hands = new HandsOff(this.rows, this.rows, () => this.apply());
    this.selection = new ListSelection(this);
    this.pages = new ListPages(this);
    this.steps = new ListSteps(this);
    this.adopt();
    this.pill.addEventListener("click", () => this.showNews());
    this.rows.addEventListener("click", (event) => this.chosen(event));
    this.rows.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.crewChanged = () => this.items.forEach(decorate);
    document.addEventListener("crew-changed", this.crewChanged);
  }

  disconnectedCallback() {
    this.pages.stop();
    clearTimeout(this.keeping);
    document.removeEventListener("crew-changed", this.crewChanged);
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
      if (this.waiting.get(item.dataset.ticket)) this.waiting.set(item.dataset.ticket, null);
    }
    this.count();
    this.steps.rest(this.current ?? this.items[0]);
  }

  scrolled() {
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => keepPlace(this), REST_MS);
  }

  get current() {
    return this.items.find((item) => rowOf(item).hasAttribute("aria-current"));
  }

  // ---- what the server says -------------------------------------------------------------------------------------

  /** A ticket changed: its newest row is `html`. `mine` is set for what this reader did: that never glows. */
  heard(ticket, html, { mine = false } = {}) {
    const item = this.item(ticket);
    if (!html) return this.gone(item);
    if (!item) return this.arrive(ticket, html, mine);
    const before = placeIn(this.sort, item);
    redraw(item, html);
    this.selection.dress(item);
    const fits = this.isSearch || belongs(rowOf(item), this.query);
    item.classList.remove("is-busy");
    item.classList.toggle("is-leaving", !fits);
    if (!mine) glow(item);
    if (!fits || placeIn(this.sort, item) !== before) this.wait(ticket, null);
    return undefined;
  }

  gone(item) {
    if (!item) return;
    item.classList.add("is-leaving", "is-gone");
    this.selection.drop([item.dataset.ticket]);
    this.wait(item.dataset.ticket, null);
  }

  arrive(ticket, html, mine) {
    const item = itemFrom(html);
    if (!belongs(rowOf(item), this.query)) {
      this.waiting.delete(String(ticket));
      this.count();
      return;
    }
    if (this.isElsewhere(item)) return;
    this.wait(ticket, item, mine);
  }

  /** Whether it would stand below the last row, or among those that were taken out above: scrolling will bring it. */
  isElsewhere(item) {
    const { items } = this;
    const below = this.dataset.cursor && items.length && this.compare(items.at(-1), item) < 0;
    const above = !this.pages.isFromTop && this.topmost && this.compare(this.topmost, item) < 0;
    return Boolean(below || above);
  }

  wait(ticket, item) {
    this.waiting.set(String(ticket), item);
    this.count();
    if (this.hands.isFree() && this.pages.isFromTop) this.apply();
  }

  count() {
    const news = [...this.waiting.values()].filter(Boolean).length;
    this.pill.hidden = news === 0;
    this.pill.querySelector(".news-pill__count").textContent = news ? say("new_count", { count: news }) : "";
  }

  /**
   * Insert, remove and sort what waited, in one move; what comes meanwhile makes the next one. Not where the first rows
   * are taken out: showNews fetches them.
   */
  apply() {
    if (this.moving || !this.waiting.size || !this.pages.isFromTop) return;
    const arriving = [...this.waiting.values()].filter(Boolean);
    this.waiting.clear();
    this.count();
    const stays = (item) => !item.classList.contains("is-leaving") || item === this.current || item.classList.contains("is-selected");
    const items = [...this.items.filter(stays), ...arriving].sort(this.compare);
    this.moving = slideTo(this.rows, items, this.sentinel).then(() => this.moved());
    this.pages.renumber();
    arriving.forEach((item) => glow(item));
    this.empty();
    this.adopt();
  }

  moved() {
    this.moving = undefined;
    if (this.hands.isFree()) this.apply();
  }

  async showNews() {
    await this.moving;
    if (this.pages.isFromTop) {
      this.apply();
    } else {
      this.waiting.clear();
      this.count();
      await this.pages.fromTop();
    }
    this.rows.scrollTo({ top: 0 });
  }

  empty() {
    const none = this.items.length === 0;
    this.querySelector(".ticket-list__empty")?.toggleAttribute("hidden", !none);
  }

  // ---- under the hand -------------------------------------------------------------------------------------------

  chosen(event) {
    const row = event.target.closest(".ticket-row, .ticket-list__found");
    if (!row || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.open(row.closest(".ticket-list__item"));
  }

  open(item) {
    if (!item) return;
    this.dispatchEvent(new CustomEvent("ticket-chosen", { bubbles: true, detail: { ticket: item.dataset.ticket } }));
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
  }

  busy(ticket, busy) {
    this.item(ticket)?.classList.toggle("is-busy", busy);
  }

  /** All is found: now it can be said how many there are, or that there is nothing. */
  endSearch() {
    if (!this.isSearch) return;
    const { count } = this.pages;
    this.querySelector("h1").textContent = count === 1 ? say("found_one") : say("found_count", { count });
    this.empty();
  }
}

customElements.define("ticket-list", TicketList);

/** The list on this page. */
export const ticketList = () => document.querySelector("ticket-list");

