// <ticket-list>: the rows of one view. News is written into rows in place; what would move a row waits for a free hand.

import { say } from "./page.js";
import { getPart } from "./requests.js";
import { drawTimes } from "./times.js";
import { belongs, byNewest, byNumber, decorate, itemFrom, redraw, rowOf } from "./rows.js";
import { HandsOff } from "./hands-off.js";
import { glow } from "./glow.js";
import { slideTo } from "./slide.js";

class TicketList extends HTMLElement {
  connectedCallback() {
    this.rows = this.querySelector(".ticket-list__rows");
    this.pill = this.querySelector(".news-pill");
    this.sentinel = this.querySelector(".ticket-list__more");
    this.query = { view: this.dataset.view, group: this.dataset.group, search: this.dataset.search };
    this.waiting = new Map(); // ticket → item to insert, null for one that only has to move
    this.hands = new HandsOff(this.rows, this.rows, () => this.apply());
    this.items.forEach(decorate);
    this.roving();
    this.pill.addEventListener("click", () => this.showNews());
    this.rows.addEventListener("keydown", (event) => this.steer(event));
    this.rows.addEventListener("focusin", (event) => this.rest(event.target.closest(".ticket-list__item")));
    this.rows.addEventListener("click", (event) => this.chosen(event));
    this.watchEnd();
    this.crewChanged = () => this.items.forEach(decorate);
    document.addEventListener("crew-changed", this.crewChanged);
  }

  disconnectedCallback() {
    this.end?.disconnect();
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

  get current() {
    return this.items.find((item) => rowOf(item).hasAttribute("aria-current"));
  }

  // ---- what the server says -------------------------------------------------------------------------------------

  /** A ticket changed: its newest row is `html`. `mine` is set for what this reader did: that never glows. */
  heard(ticket, html, { mine = false } = {}) {
    const item = this.item(ticket);
    if (!html) return this.gone(item);
    if (!item) return this.arrive(ticket, html, mine);
    const before = rowOf(item).dataset.updated;
    redraw(item, html);
    const fits = this.isSearch || belongs(rowOf(item), this.query);
    item.classList.remove("is-busy");
    item.classList.toggle("is-leaving", !fits);
    if (!mine) glow(item);
    if (!fits || (!this.isSearch && rowOf(item).dataset.updated !== before)) this.wait(ticket, null);
    return undefined;
  }

  gone(item) {
    if (!item) return;
    item.classList.add("is-leaving", "is-gone");
    this.wait(item.dataset.ticket, null);
  }

  arrive(ticket, html, mine) {
    const item = itemFrom(html);
    if (!belongs(rowOf(item), this.query)) {
      this.waiting.delete(String(ticket));
      this.count();
      return;
    }
    if (this.beyondEnd(item)) return;
    this.wait(ticket, item, mine);
  }

  /** Whether it would stand below the last row, where the next page will bring it. */
  beyondEnd(item) {
    const last = this.items.at(-1);
    return Boolean(this.dataset.cursor) && last && byNewest(last, item) < 0;
  }

  wait(ticket, item) {
    this.waiting.set(String(ticket), item);
    this.count();
    if (this.hands.isFree()) this.apply();
  }

  count() {
    const news = [...this.waiting.values()].filter(Boolean).length;
    this.pill.hidden = news === 0;
    this.pill.querySelector(".news-pill__count").textContent = news ? say("new_count", { count: news }) : "";
  }

  /** Insert, remove and sort what waited, in one move. */
  apply() {
    if (!this.waiting.size) return;
    const arriving = [...this.waiting.values()].filter(Boolean);
    this.waiting.clear();
    this.count();
    const staying = this.items.filter((item) => !item.classList.contains("is-leaving") || item === this.current);
    slideTo(this.rows, [...staying, ...arriving].sort(this.isSearch ? byNumber : byNewest), this.sentinel);
    arriving.forEach((item) => glow(item));
    this.empty();
    this.roving();
  }

  showNews() {
    this.apply();
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
    if (this.current) this.rest(this.current);
  }

  busy(ticket, busy) {
    this.item(ticket)?.classList.toggle("is-busy", busy);
  }

  /** The next or previous row of the open one (of the focused one, when focus is here). */
  neighbour(step) {
    const items = this.items;
    const focused = document.activeElement?.closest?.(".ticket-list__item");
    const from = items.indexOf(this.contains(focused) ? focused : this.current);
    return items[from + step] ?? (from < 0 ? items[0] : undefined);
  }

  focusRow(item) {
    if (!item) return;
    this.rest(item);
    rowOf(item).focus();
    rowOf(item).scrollIntoView({ block: "nearest" });
  }

  steer(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.focusRow(this.neighbour(step));
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      this.focusRow(this.items.at(event.key === "Home" ? 0 : -1));
    }
  }

  /** One tab stop for the whole list: the open row, else the first. */
  roving() {
    this.rest(this.current ?? this.items[0]);
  }

  rest(item) {
    if (!item) return;
    for (const other of this.items) rowOf(other).tabIndex = other === item ? 0 : -1;
  }

  // ---- further pages --------------------------------------------------------------------------------------------

  watchEnd() {
    this.end = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.more(), {
      root: this.rows, rootMargin: "600px",
    });
    if (this.dataset.cursor) this.end.observe(this.sentinel);
  }

  /** All is found: now it can be said how many there are, or that there is nothing. */
  endSearch() {
    if (!this.isSearch) return;
    const count = this.items.length;
    this.querySelector("h1").textContent = count === 1 ? say("found_one") : say("found_count", { count });
    this.empty();
  }

  async more() {
    if (this.loading || !this.dataset.cursor) return;
    this.loading = true;
    try {
      const address = new URL(this.dataset.more, location.href);
      address.searchParams.set("cursor", this.dataset.cursor);
      const part = await getPart(address, "rows");
      this.dataset.cursor = part.querySelector("[data-cursor]")?.dataset.cursor ?? "";
      const fresh = [...part.querySelectorAll(".ticket-list__item")].filter((item) => !this.item(item.dataset.ticket));
      this.sentinel.before(...fresh);
      fresh.forEach(decorate);
      drawTimes(this);
      this.roving();
      if (!this.dataset.cursor) this.end.disconnect();
      if (!this.dataset.cursor) this.endSearch();
    } catch {
      this.sentinel.textContent = say("not_loaded");
    } finally {
      this.loading = false;
    }
    this.end.unobserve(this.sentinel);
    if (this.dataset.cursor) this.end.observe(this.sentinel);
  }
}

customElements.define("ticket-list", TicketList);

/** The list on this page. */
export const ticketList = () => document.querySelector("ticket-list");

