// The words that were looked for, marked in the subjects and names of the rows: the rows themselves are the same for everyone.

import { fold } from "../lib/folding.js";
import { LIST_SHOWN } from "../lib/signals.js";

const NAME = "found-words";

function ranges(node, words) {
  const found = [];
  for (const match of node.data.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const token = fold(match[0]);
    if (!words.some((word) => token.startsWith(word))) continue;
    const range = new Range();
    range.setStart(node, match.index);
    range.setEnd(node, match.index + match[0].length);
    found.push(range);
  }
  return found;
}

function draw() {
  const list = document.querySelector("ticket-list");
  const words = JSON.parse(list?.dataset.words || "[]");
  CSS.highlights.delete(NAME);
  if (!words.length) return;
  const texts = [...list.querySelectorAll(".ticket-row__subject, .ticket-row__customer")].flatMap((place) => [...place.childNodes]);
  const all = texts.filter((node) => node.nodeType === Node.TEXT_NODE).flatMap((node) => ranges(node, words));
  CSS.highlights.set(NAME, new Highlight(...all));
}

if (globalThis.Highlight && CSS.highlights) {
  let waiting = 0;
  const soon = () => { waiting ||= requestAnimationFrame(() => { waiting = 0; draw(); }); };
  const watcher = new MutationObserver(soon);
  const watch = () => {
    const list = document.querySelector("ticket-list");
    if (!list) return;
    watcher.disconnect();
    watcher.observe(list, { childList: true, subtree: true });
    soon();
  };
  document.addEventListener(LIST_SHOWN, watch);
  watch();
}
