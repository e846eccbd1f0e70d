// Which tickets of a list are chosen for an act on many: by checkbox, x, Shift with click or arrows, long press.
//
// The choice is kept by number, so that it outlives redrawn rows, and rows that scrolling takes out of the page.

import { say } from "../lib/page.js";
import { rowOf } from "./rows.js";
import { SELECTION_CHANGED, signal } from "../lib/signals.js";

const LONG_PRESS_MS = 500;
const WOBBLE_PX = 10;

export class ListSelection {
  #list; #isLong; #from; #pressing;
  #before = new Map(); // what was chosen before the range that is being drawn
  #anchor = "";

  constructor(list) {
    this.#list = list;
    this.chosen = new Map(); // number → {number, subject, customer, isProved}
    const { rows } = list;
    rows.addEventListener("click", (event) => this.#clicked(event), { capture: true });
    rows.addEventListener("pointerdown", (event) => this.#pressed(event));
    for (const name of ["pointerup", "pointercancel", "pointerleave"]) rows.addEventListener(name, () => clearTimeout(this.#pressing));
    rows.addEventListener("pointermove", (event) => this.#wobbled(event), { passive: true });
    rows.addEventListener("contextmenu", (event) => this.#asked(event));
  }

  get size() {
    return this.chosen.size;
  }

  get ids() {
    return [...this.chosen.keys()];
  }

  /** Whether a touch or a click on a row chooses it, as long as something is chosen. */
  get isPicking() {
    return this.#list.classList.contains("is-picking");
  }

  set isPicking(on) {
    this.#list.classList.toggle("is-picking", on);
    this.#told();
  }

  /** Give a row its checkbox, and show whether it is chosen. */
  dress(item) {
    let box = item.querySelector(":scope > .ticket-list__pick");
    if (!box) {
      box = Object.assign(document.createElement("input"), { type: "checkbox", className: "ticket-list__pick", tabIndex: -1 });
      box.setAttribute("aria-label", say("select_ticket", { number: `#${item.dataset.ticket}` }));
      item.prepend(box);
    }
    const chosen = this.chosen.has(item.dataset.ticket);
    box.checked = chosen;
    item.classList.toggle("is-selected", chosen);
    rowOf(item).ariaDescription = chosen ? say("selected") : null;
  }

  // ---- choosing -------------------------------------------------------------------------------------------------

  toggle(item) {
    if (!item) return;
    const number = item.dataset.ticket;
    if (this.chosen.has(number)) this.chosen.delete(number);
    else this.chosen.set(number, factsOf(item));
    this.#anchor = number;
    this.#before = new Map(this.chosen);
    this.#told();
  }

  /** From the row that was chosen last (else `from`) to this one: what an earlier range had beyond it is deselected. */
  extend(item, from = item) {
    if (!item) return;
    const { items } = this.#list;
    if (!this.#list.item(this.#anchor)) {
      this.#anchor = from?.dataset.ticket ?? item.dataset.ticket;
      this.#before = new Map(this.chosen);
    }
    const [a, b] = [items.indexOf(this.#list.item(this.#anchor)), items.indexOf(item)];
    this.chosen = new Map(this.#before);
    for (const one of items.slice(Math.min(a, b), Math.max(a, b) + 1)) this.chosen.set(one.dataset.ticket, factsOf(one));
    this.#told();
  }

  all() {
    for (const item of this.#list.items) if (!item.classList.contains("is-gone")) this.chosen.set(item.dataset.ticket, factsOf(item));
    this.#before = new Map(this.chosen);
    this.#told();
  }

  /** Let these go. */
  drop(numbers) {
    for (const number of numbers) this.chosen.delete(String(number));
    this.#before = new Map(this.chosen);
    this.#told();
  }

  clear() {
    this.#anchor = "";
    this.#list.classList.remove("is-picking");
    this.drop(this.ids);
  }

  #told() {
    for (const item of this.#list.items) this.dress(item);
    const { hands, pages } = this.#list;
    hands.choosing = this.size > 0;
    if (!hands.choosing && pages?.isFromTop && hands.isFree()) this.#list.apply();
    signal(SELECTION_CHANGED, undefined, this.#list);
  }

  // ---- under the hand -------------------------------------------------------------------------------------------

  #clicked(event) {
    const item = event.target.closest(".ticket-list__item");
    if (!item || event.button || event.metaKey || event.ctrlKey) return;
    const isBox = event.target.matches(".ticket-list__pick");
    if (!isBox && !event.shiftKey && !this.isPicking && !this.#isLong) return;
    if (!isBox) event.preventDefault();
    event.stopPropagation();
    if (this.#isLong) this.#isLong = false; // the finger that chose it is lifted
    else if (event.shiftKey) this.extend(item, this.#list.current ?? item);
    else this.toggle(item);
    rowOf(item).focus({ preventScroll: true }); // single keys rest while a checkbox has the focus
  }

  #pressed(event) {
    this.#isLong = false;
    const item = event.target.closest(".ticket-list__item");
    if (event.pointerType !== "touch" || !item) return;
    this.#from = [event.clientX, event.clientY];
    clearTimeout(this.#pressing);
    this.#pressing = setTimeout(() => this.#pressedLong(item), LONG_PRESS_MS);
  }

  #pressedLong(item) {
    clearTimeout(this.#pressing);
    this.#isLong = true;
    this.#list.classList.add("is-picking");
    this.toggle(item);
  }

  /** A finger that rests asks a browser for its menu of links: here it chooses. */
  #asked(event) {
    const item = event.target.closest(".ticket-list__item");
    if (event.pointerType !== "touch" || !item) return;
    event.preventDefault();
    if (!this.#isLong) this.#pressedLong(item);
  }

  #wobbled(event) {
    if (this.#from && Math.hypot(event.clientX - this.#from[0], event.clientY - this.#from[1]) > WOBBLE_PX) clearTimeout(this.#pressing);
  }
}

function factsOf(item) {
  const text = (selector) => item.querySelector(selector)?.textContent.trim() ?? "";
  return { number: item.dataset.ticket, subject: text(".ticket-row__subject"), customer: text(".ticket-row__customer"), isProved: item.dataset.proved === "1" };
}
