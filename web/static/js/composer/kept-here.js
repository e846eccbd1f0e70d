// The copies of drafts in this browser: each under its ticket and kind, until the desk has its text.

import { keep, keptNames, recall } from "../lib/memory.js";
import { page } from "../lib/page.js";

const MINE = `draft:${page.me?.id}:`;

/** Where the draft of this kind on this ticket is kept. */
export const placeHere = (ticket, kind) => `${MINE}${ticket}:${kind}`;

/** What is kept there, with its keys; null where there is nothing. */
export function keptAt(place) {
  try {
    const kept = JSON.parse(recall(place) || "null");
    return kept?.html && Array.isArray(kept.keys) ? kept : null;
  } catch {
    return null;
  }
}

/** The tickets with words of this reader that the desk may not have. */
export function ticketsKeptHere() {
  return new Set(keptNames(MINE).map((name) => name.slice(MINE.length).split(":")[0]));
}

/** Nothing of it stays in this browser. */
export function forgetAllHere() {
  for (const name of keptNames(MINE)) keep(name, "");
}
