// How long a ticket still waits for its offline holder: in the banner, and quietly in the row. Gone at once when they are back.

import { page, say } from "../lib/page.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
let rule = null; // {after_ms, since_ms, absent: {operator id: last seen}}; null: nothing is released
let here = new Map(); // who is at the desk

/** What the desk says with every presence: `releases` is null while no lock is ever taken from an offline holder. */
export function setReleases(releases, people) {
  rule = releases ?? null;
  here = people;
  drawReleases();
}

/** When the desk takes this ticket from its holder; undefined where it does not. The desk itself counts the same way. */
function releasedAt({ holder, heldSince, shelf }) {
  if (!rule || shelf !== "active" || Number(holder) === page.me?.id || here.has(Number(holder))) return undefined;
  const seen = rule.absent[holder];
  return seen === undefined ? undefined : Math.max(seen, Number(heldSince || 0), rule.since_ms) + rule.after_ms;
}

/** Write the time that is left into the mark; hide it where nobody's time runs. */
export function showRelease(mark, facts) {
  if (!mark) return;
  const at = releasedAt(facts);
  const runs = at !== undefined;
  if (mark.hidden === runs) mark.hidden = !runs; // written only when it changes: there is one in every row
  if (!runs) return;
  const words = say(facts.name ? "offline_free_in" : "free_in", { time: left(at - Date.now()), name: facts.name });
  if (mark.textContent !== words) mark.textContent = words;
}

/** "3 h", "12 min", and in the last minute "40 s". */
function left(ms) {
  if (ms >= 100 * MINUTE) return say("left_hours", { count: Math.round(ms / (60 * MINUTE)) });
  if (ms >= MINUTE) return say("left_minutes", { count: Math.ceil(ms / MINUTE) });
  return say("left_seconds", { count: Math.max(1, Math.ceil(ms / SECOND)) });
}

/** Every mark below `root` as it is this moment. */
export function drawReleases(root = document) {
  for (const mark of root.querySelectorAll(".release")) showRelease(mark, (mark.closest(".ticket-row") ?? mark).dataset);
}

setInterval(() => rule && !document.hidden && drawReleases(), SECOND);
document.addEventListener("visibilitychange", () => document.hidden || drawReleases());
