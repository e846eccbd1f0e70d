// The entries of a conversation: new ones, one that changed (its delivery), one that is gone.

import { Problem, getFragment, isUnheard } from "../lib/requests.js";
import { failed } from "../live/outcomes.js";
import { fillGap, putInPlace } from "./thread-gaps.js";
import { drawTimes } from "../lib/times.js";

/** Redraw a message of the open ticket; an undone one leaves the thread. */
export async function redrawMessage(pane, message) {
  const old = pane.querySelector(`#message-${Number(message)}`);
  if (!old) return;
  try {
    const fragment = await getFragment(`/tickets/${pane.ticket}/messages/${message}`, "message");
    const fresh = fragment.querySelector(".message");
    old.querySelector(".message__foot")?.replaceWith(fresh.querySelector(".message__foot") ?? "");
    old.querySelector(".message__head").replaceWith(fresh.querySelector(".message__head"));
    old.className = fresh.className;
    drawTimes(old);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.status === 404) old.remove();
    else if (!isUnheard(problem)) failed(problem);
  }
}

/** The number of the message that the address names; "" for none. */
export const messageInAddress = () => /^#message-(\d+)$/.exec(location.hash)?.[1] ?? "";

/** Bring a message of the open ticket under the eye; one that is not here yet comes with its neighbours. */
export async function showMessage(pane, message) {
  if (!message) return;
  if (!pane.querySelector(`#message-${message}`)) await pane.news.fetch(message);
  const entry = pane.querySelector(`#message-${message}`);
  if (!entry) return;
  pane.still.show(entry);
  entry.classList.add("is-found");
}

/** A press on a gap's link brings what is missing there. False: it was pressed somewhere else. */
export function openGap(pane, event) {
  const link = event.target.closest("a[data-gap]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return false;
  event.preventDefault();
  fillGap(link, (still, change) => pane.still.hold(still, change)).then(() => drawTimes(pane), failed);
  return true;
}

/** Messages that are gone leave, with the lines of their effects: taken back, or moved to another ticket. */
export function dropGone(thread, messages) {
  for (const id of messages.split(" ").filter(Boolean)) {
    for (const entry of thread.querySelectorAll(`#message-${id}, [data-by-message="${id}"]`)) entry.remove();
  }
}

/** Put new entries in their place, mostly the end; how many of them came from outside. */
export function insertEntries(thread, entries) {
  const inner = thread.querySelector(".thread__entries");
  let replies = 0;
  for (const entry of [...entries.children]) {
    if (entry.id && document.getElementById(entry.id)) continue;
    if (!putInPlace(inner, entry, inner.querySelector(".writing"))) continue;
    if (entry.matches(".message--customer, .message--third_party")) replies += 1;
  }
  return replies;
}

/** Draw the conversation anew: too much has come to be put in one by one, or another page of it is wanted. */
export function replaceEntries(thread, entries) {
  const inner = thread.querySelector(".thread__entries");
  inner.replaceChildren(...entries.childNodes, inner.querySelector(".writing"));
}
