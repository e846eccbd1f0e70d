// The pages of a list: more when someone scrolls near an end, and no more than a few in the page, however far they go.
//
// A page is known by the cursor that fetched it. Those far above are taken out, and a spacer as high as they were takes
// for them; coming near, the same cursor fetches them again. Those far below are simply forgotten.

import { say } from "../lib/page.js";
import { Problem, getFragment } from "../lib/requests.js";

const MOST = 8; // pages of fifty
const NEAR = "800px";

export class ListPages {
  #list; #spacer; #end; #top; #loading;

  /** `list` has `rows` (what scrolls), `sentinel` (its end), `items`, `adopt(items)` and `dataset.more`, `dataset.cursor`. */
  constructor(list) {
    this.#list = list;
    this.pages = [{ cursor: "", height: 0, count: list.items.length }];
    this.first = 0; // the first page that is there
    this.#spacer = document.createElement("li");
    this.#spacer.className = "ticket-list__above";
    this.#spacer.setAttribute("aria-hidden", "true");
    this.#spacer.hidden = true;
    list.rows.prepend(this.#spacer);
    for (const item of list.items) item.dataset.page = "0";
    const near = { root: list.rows, rootMargin: NEAR };
    this.#end = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.below(), near);
    this.#top = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.#above(), near);
    this.#watch();
  }

  stop() {
    this.#end.disconnect();
    this.#top.disconnect();
  }

  /** Whether the list begins with its first row. */
  get isFromTop() {
    return this.first === 0;
  }

  /** How many rows were found down to here, those that were taken out too. */
  get count() {
    return this.pages.reduce((sum, page) => sum + page.count, 0);
  }

  #watch() {
    this.stop();
    if (this.#list.dataset.cursor) this.#end.observe(this.#list.sentinel);
    if (!this.isFromTop) this.#top.observe(this.#spacer);
  }

  // ---- further down, and up again -------------------------------------------------------------------------------

  async below() {
    const { cursor } = this.#list.dataset;
    if (!cursor) return;
    await this.#load(cursor, (items, next) => {
      this.pages.push({ cursor, height: 0, count: items.length });
      this.#number(items, this.pages.length - 1);
      this.#list.sentinel.before(...items);
      this.#list.dataset.cursor = next;
      this.#keeping(() => { while (this.pages.length - this.first > MOST) this.#takeOutFirst(); });
      if (!next) this.#list.endSearch();
    });
  }

  async #above() {
    const page = this.first - 1;
    if (page < 0) return;
    const seen = this.#pageAt(this.#list.rows.scrollTop);
    if (seen >= 0 && seen < page - 1) { // someone jumped far up: what lies between is not worth fetching
      await this.goTo(this.pages.slice(0, seen + 1));
      return;
    }
    await this.#load(this.pages[page].cursor, (items) => {
      this.#number(items, page);
      this.#keeping(() => {
        this.first = page;
        this.#spacer.after(...items);
        this.#space();
        while (this.pages.length - this.first > MOST) this.#forgetLast();
      });
    });
  }

  /** Change what is above; what is in view stays in place. */
  #keeping(change) {
    const { rows } = this.#list;
    const still = this.#list.items.find((item) => item.getBoundingClientRect().bottom > rows.getBoundingClientRect().top);
    const before = still?.getBoundingClientRect().top;
    change();
    const moved = still?.isConnected ? still.getBoundingClientRect().top - before : 0;
    if (moved) rows.scrollTop += moved;
  }

  /** Fetch a page and put it in place; who asks while one is on its way waits for that one. */
  #load(cursor, put, { again = false } = {}) {
    this.#loading ??= this.#put(cursor, put, again).finally(() => {
      this.#loading = null;
      this.#watch();
    });
    return this.#loading;
  }

  async #put(cursor, put, again) {
    this.#list.sentinel.textContent = "";
    try {
      const fragment = await this.#fetch(cursor);
      put(again ? [...fragment.querySelectorAll(".ticket-list__item")] : this.#unknown(fragment), fragment.querySelector("[data-cursor]")?.dataset.cursor ?? "");
      this.#list.adopt();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#list.sentinel.textContent = say("rest_not_loaded");
    }
  }

  #fetch(cursor) {
    const address = new URL(this.#list.dataset.more, location.href);
    if (cursor) address.searchParams.set("cursor", cursor);
    return getFragment(address, "rows");
  }

  /** The items of a fetched page that are not in the list yet: tickets move between two fetches. */
  #unknown(fragment) {
    return [...fragment.querySelectorAll(".ticket-list__item")].filter((item) => !this.#list.item(item.dataset.ticket));
  }

  // ---- what is there --------------------------------------------------------------------------------------------

  #number(items, page) {
    for (const item of items) item.dataset.page = String(page);
  }

  #of(page) {
    return this.#list.items.filter((item) => Number(item.dataset.page) === page);
  }

  /** Rows were moved: each belongs to the page of the rows around it. */
  renumber() {
    let page = this.pages.length - 1;
    for (const item of this.#list.items.reverse()) {
      page = Math.min(page, Number(item.dataset.page ?? this.first));
      item.dataset.page = String(page);
    }
  }

  /** Note how high a page is that is there; return its items. */
  measure(page) {
    const items = this.#of(page);
    if (items.length) this.pages[page].height = items.at(-1).getBoundingClientRect().bottom - items[0].getBoundingClientRect().top;
    return items;
  }

  /** The page that is, or was, this far below the top. */
  #pageAt(pixels) {
    let bottom = 0;
    return this.pages.findIndex((page) => {
      bottom += page.height;
      return bottom > pixels;
    });
  }

  #takeOutFirst() {
    const items = this.measure(this.first);
    if (this.isFromTop) this.#list.topmost = items[0];
    for (const item of items) item.remove();
    this.first += 1;
    this.#space();
  }

  #forgetLast() {
    const page = this.pages.length - 1;
    for (const item of this.#of(page)) item.remove();
    this.#list.dataset.cursor = this.pages.pop().cursor;
  }

  #space() {
    const height = this.pages.slice(0, this.first).reduce((sum, page) => sum + page.height, 0);
    this.#spacer.hidden = this.isFromTop;
    this.#spacer.style.blockSize = `${height}px`;
  }

  /** Begin again with the newest first page. */
  fromTop() {
    return this.goTo([{ cursor: "", height: 0, count: 0 }]);
  }

  /** Show the last of these pages, with room above for the others. */
  goTo(pages) {
    const page = pages.length - 1;
    return this.#load(pages[page].cursor, (items, next) => {
      const { rows, sentinel } = this.#list;
      const top = rows.scrollTop;
      for (const item of this.#list.items) item.remove();
      this.pages = pages;
      this.first = page;
      this.#number(items, page);
      this.#space();
      sentinel.before(...items);
      this.#list.dataset.cursor = next;
      rows.scrollTop = top;
    }, { again: true });
  }
}
