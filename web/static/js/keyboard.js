// Single keys for everything that is done often. They rest while a field or the editor has focus, and can be switched off.

import { remembered } from "./memory.js";

const KEYS = "single-keys-off";
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable=true], [contenteditable='']");

/** Whether the reader switched single keys off (WCAG 2.1.4). */
export const keysAreOff = () => remembered(KEYS);

/** Call `acts[name]` for its key; `g` waits a second for the second key of a jump. */
export function listenToKeys(acts, jumps) {
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
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
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const jump = going > performance.now() ? jumps[key] : undefined;
    going = 0;
    if (jump) {
      event.preventDefault();
      jump();
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
