// Keys on a keyboard of another script: Cyrillic, Greek, Hebrew, Arabic and others have our shortcuts where Latin has them.
// A key with a Latin letter counts by its letter, wherever it is: AZERTY, QWERTZ and Dvorak stay as they are.

import { keep, recall } from "../lib/memory.js";

const OTHER = "keyboard-script"; // of the last letter: what tells a Russian "." from a Turkish one, on the same key
const SIGNS = { Slash: ["/", "?"], Period: [".", ">"], Backslash: ["\\", "|"] };

const isOther = (key) => /\p{L}/u.test(key) && /[^\p{Script=Latin}\p{ASCII}]/u.test(key);

/** What a key means for shortcuts, in small letters. */
export function latinKey({ key, code = "", shiftKey }) {
  if (key.length > 1 && !isOther(key)) return key; // a key with a name
  if (!recall(OTHER) || /\p{Script=Latin}/u.test(key)) return key.toLowerCase();
  return /^Key([A-Z])$/.exec(code)?.[1].toLowerCase() ?? SIGNS[code]?.[Number(shiftKey)] ?? key.toLowerCase();
}

/** Remember the script; with Ctrl or Command let every script see the Latin letter, those of others too. */
addEventListener("keydown", (event) => {
  const { key } = event;
  if (isOther(key)) keep(OTHER, "other");
  else if (/^\p{L}$/u.test(key) && recall(OTHER) && !event.ctrlKey && !event.metaKey) keep(OTHER, "");
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const latin = latinKey(event);
  if (latin !== key.toLowerCase()) Object.defineProperty(event, "key", { value: event.shiftKey ? latin.toUpperCase() : latin });
}, { capture: true });
