// A ticket row for this reader: the server draws it the same for everybody, here it becomes "mine", "locked", "unread".

import { page } from "./page.js";
import { drawTimes } from "./times.js";
import { pieces } from "./pieces.js";
import { isAbsent, showPresence } from "./presence.js";
import { showRelease } from "./releases.js";

const me = String(page.me?.id ?? "");
const ACTIVE = "active";

/** The link of a list item, with the facts of its ticket in `dataset`. */
export const rowOf = (item) => item.querySelector(".ticket-row");

/** Mark what a row is to this reader. */
export function decorate(item) {
  const row = rowOf(item);
  const { holder, customerEvent } = row.dataset;
  item.classList.toggle("is-mine", holder === me);
  item.classList.toggle("is-locked", Boolean(holder) && holder !== me);
  item.classList.toggle("is-absent", holder !== me && isAbsent(holder));
  item.classList.toggle("is-unread", Number(customerEvent) > Number(item.dataset.seen || 0));
  drawTimes(item);
  showPresence(item, row.dataset.ticket);
  showRelease(row.querySelector(".release"), row.dataset);
}

/** A list item around a row that an event or a page brought. */
export function itemFrom(html, seen = 0) {
  const item = document.createElement("li");
  item.className = "ticket-list__item";
  item.dataset.seen = String(seen);
  item.append(pieces(html));
  item.dataset.ticket = rowOf(item).dataset.ticket;
  decorate(item);
  return item;
}

/** Put the newer drawing of a row in the place of the older; focus and the mark of the open ticket stay. */
export function redraw(item, html) {
  const old = rowOf(item);
  const fresh = pieces(html).querySelector(".ticket-row");
  const focused = document.activeElement === old;
  for (const name of ["aria-current", "tabindex"]) {
    if (old.hasAttribute(name)) fresh.setAttribute(name, old.getAttribute(name));
  }
  old.replaceWith(fresh);
  decorate(item);
  if (focused) fresh.focus({ preventScroll: true });
}

/** Whether a ticket belongs into a view: `query` is the list's `{view, group}`. */
export function belongs(row, query) {
  const { holder, status, group, shelf, trouble } = row.dataset;
  if (query.search !== undefined) return false; // only the server knows what a search finds
  if (query.group && query.group !== group) return false;
  switch (query.view) {
    case "mine": return shelf === ACTIVE && holder === me;
    case "unassigned": return shelf === ACTIVE && !holder;
    case "waiting_for_operator": return shelf === ACTIVE && status === "waiting_for_operator";
    case "waiting_for_customer": return shelf === ACTIVE && status === "waiting_for_customer";
    case "trouble": return shelf === ACTIVE && trouble !== "";
    case "all": return shelf === ACTIVE;
    default: return shelf === query.view;
  }
}

// What each order sorts by, as the server does: a fact of the row, then the number; `up`: the smallest first.
const ORDERS = {
  activity: { key: ({ updated }) => Number(updated) },
  waiting: { key: ({ waits }) => Number(waits), up: true },
  newest: { key: ({ ticket }) => Number(ticket) },
  late: { key: ({ due }) => Number(due), up: true },
};

/** What moves a row of this order to another place; the same for all where only the server knows (best matches). */
export const placeIn = (sort, item) => ORDERS[sort]?.key(rowOf(item).dataset) ?? 0;

/** Compares two items of a list in this order; unknown orders leave them where they are. */
export function comparedBy(sort) {
  const { key, up } = ORDERS[sort] ?? {};
  if (!key) return () => 0;
  const sign = up ? 1 : -1;
  return (one, other) => {
    const [a, b] = [rowOf(one).dataset, rowOf(other).dataset];
    return sign * (key(a) - key(b) || Number(a.ticket) - Number(b.ticket));
  };
}
