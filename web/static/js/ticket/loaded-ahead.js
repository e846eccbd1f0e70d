// Tickets that were loaded before anyone opened them.

import { getFragment } from "../lib/requests.js";

const fragments = new Map(); // ticket → what the desk drew of it, on its way or here; null where it could not be had

/** Load this ticket and no other: what is here already is not fetched again. */
export function loadAhead(ticket) {
  for (const other of fragments.keys()) if (other !== ticket) fragments.delete(other);
  if (ticket && !fragments.has(ticket)) fragments.set(ticket, getFragment(`/tickets/${ticket}`, "ticket").catch(() => null));
}

/** It has changed since; without a ticket: all may have. */
export function forgetLoaded(ticket) {
  if (ticket) fragments.delete(String(ticket));
  else fragments.clear();
}

/** What was loaded of this ticket, once: a drawn pane can be in one place only. Null: it is to be fetched. */
export async function loadedFragment(ticket) {
  const fragment = await fragments.get(String(ticket));
  fragments.delete(String(ticket));
  return fragment ?? null;
}
