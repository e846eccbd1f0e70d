// What is typed while the console is on its way (a ticket opens, an answer leaves) is meant for where it is going: it waits,
// and is typed there. Otherwise the first letters would go into the ticket that is just being left.

const HELD_MS = 10_000; // a line this slow is not waited for with the hands on the keyboard
const NAMED = new Set(["Enter", "Escape"]);

const ways = new Set(); // what is waited for
let waiting = [];

/** Hold the keyboard until the returned function is called. */
export function holdKeys() {
  const way = setTimeout(() => {
    waiting = []; // where they were meant for did not come
    ways.delete(way);
  }, HELD_MS);
  ways.add(way);
  return () => {
    clearTimeout(way);
    if (!ways.delete(way)) return;
    while (!ways.size && waiting.length) type(waiting.shift()); // one of them may hold those behind it
  };
}

/** A key again, where the focus is now: first for those who listen, then for what the browser does by itself. */
function type({ key, code, ctrlKey, metaKey, altKey, shiftKey }) {
  const target = document.activeElement ?? document.body;
  const event = new KeyboardEvent("keydown", { key, code, ctrlKey, metaKey, altKey, shiftKey, bubbles: true, cancelable: true, composed: true });
  const isText = key.length === 1 && !ctrlKey && !metaKey && target.matches("input, textarea, [contenteditable=true]");
  if (!target.dispatchEvent(event)) return;
  if (isText) document.execCommand("insertText", false, key);
  else if (["Enter", " "].includes(key) && target.matches("a, button, summary")) target.click();
}

/** Tab is held where it goes from placeholder to placeholder; elsewhere only the browser can do what it does. */
const isHeld = ({ key, ctrlKey, metaKey, shiftKey, target }) =>
  key === "Tab" ? Boolean(waiting.length || target.closest?.("answer-composer, insert-panel"))
    : NAMED.has(key) || (key.length === 1 && (shiftKey || !(ctrlKey || metaKey)));

const ACTS = "a, button, summary, label, input, textarea, select, [contenteditable=true], [role=option]";

/** A hand that chooses something goes on from there: nothing is held for it. One that only scrolls or reads loses nothing. */
addEventListener("pointerdown", ({ target }) => {
  if (!target.closest?.(ACTS)) return;
  ways.clear();
  waiting = [];
}, { capture: true });

addEventListener("keydown", (event) => {
  if (!ways.size || !event.isTrusted || !isHeld(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  waiting.push(event);
}, { capture: true });
