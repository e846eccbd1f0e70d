// Single keys for everything that is done often. They rest while a field or the editor has focus, and can be switched off.

import { latinKey } from "./layouts.js";
import { prefers } from "../lib/preferences.js";

const typing = (target) => target.closest?.("input, textarea, select, [contenteditable=true], [contenteditable='']");

/** Whether the reader switched single keys off (WCAG 2.1.4). */
export const keysAreOff = () => prefers("single_keys") === false;

/** What `listenToKeys` was given: the names of keys, and of the second keys after `g`. The help sheet is held to it. */
export const known = { acts: [], jumps: [] };

/** Call `acts[name]` for its key; `g` waits a second for the second key of a jump, and a wrong one does nothing. */
export function listenToKeys(acts, jumps) {
  known.acts = Object.keys(acts);
  known.jumps = Object.keys(jumps);
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "F6") {
      event.preventDefault();
      acts.F6(event.shiftKey ? -1 : 1);
      return;
    }
    if (event.key === "Escape") {
      acts.Escape(event);
      return;
    }
    if (typing(event.target) || document.querySelector("dialog[open]") || keysAreOff()) return;
    const key = latinKey(event);
    const waiting = going > performance.now();
    going = 0;
    if (waiting && key.length === 1) {
      event.preventDefault();
      jumps[key]?.();
      return;
    }
    if (key === "g" && !event.shiftKey) {
      going = performance.now() + 1000;
      return;
    }
    const act = acts[event.shiftKey && key !== "?" ? `Shift ${key}` : key];
    if (!act || (["Enter", " "].includes(key) && event.target.closest("a:not(.ticket-row), button, summary"))) return;
    event.preventDefault();
    act();
  });
}
