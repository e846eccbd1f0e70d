// A ticket row for this reader: the server draws it the same for everyone, here it becomes "mine", "locked", "unread".

import { isDrafted } from "../live/drafted.js";
import { isMentioned } from "../live/mentioned.js";
import { page } from "../lib/page.js";
import { drawTimes } from "../lib/times.js";
import { pieces } from "../lib/pieces.js";
import { isAbsent, showPresence } from "../live/presence.js";
import { showRelease } from "../live/releases.js";

const me = String(page.me?.id ?? "");

/** The link of a list item, with the facts of its ticket in `dataset`. */
export const rowOf = (item) => item.querySelector(".ticket-row");

/** Mark what a row is to this reader. */
export function decorate(item) {
  const row = rowOf(item);
  const { holder, customerEvent } = row.dataset;
  item.classList.toggle("is-mine", holder === me);
  item.classList.toggle("is-locked", Boolean(holder) && holder !== me);
  item.classList.toggle("is-absent", holder !== me && isAbsent(holder));
  item.classList.toggle("is-drafted", isDrafted(row.dataset.ticket));
  item.classList.toggle("is-mentioned", isMentioned(row.dataset.ticket));
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
export function belongs(row, { view, group, search }) {
  const { holder, group: own, ticket, views } = row.dataset;
  if (search !== undefined) return false; // only the server knows what a search finds
  if (group && group !== own) return false;
  if (view === "drafts") return isDrafted(ticket);
  if (view === "mentions") return isMentioned(ticket);
  return views.split(" ").includes(view) && (view !== "mine" || holder === me);
}

/** The place of a row among others: in which leg of the order, and where there. `sortedBy`: the legs, as the list brought them. */
function placeOf(row, sortedBy) {
  const isLate = Number(row.dataset.due) <= Date.now();
  const leg = sortedBy.findIndex(({ late = isLate }) => late === isLate);
  return [leg, Number(row.dataset[sortedBy[leg].by])];
}

/** What moves a row of this order to another place; the same for all where only the server knows (best matches). */
export const placeIn = (sortedBy, item) => (sortedBy.length ? placeOf(rowOf(item), sortedBy).join() : "");

/** Compares two items of a list in this order; where only the server knows it, they stay where they are. */
export function comparedBy(sortedBy) {
  if (!sortedBy.length) return () => 0;
  return (one, other) => {
    const [[leg, a], [otherLeg, b]] = [one, other].map((item) => placeOf(rowOf(item), sortedBy));
    const sign = sortedBy[leg].up ? 1 : -1;
    return leg - otherLeg || sign * (a - b || Number(one.dataset.ticket) - Number(other.dataset.ticket));
  };
}
