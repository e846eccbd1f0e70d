// What can be done to a text: for the tools above it, for their keys, and for what the caret is in.

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const toggling = (tag, set, remove) => ({ tag, set, remove });

/** By name: `tag` says where it is on; what has none is only done. */
export const FORMATS = {
  bold: toggling("B", (editor) => editor.bold(), (editor) => editor.removeBold()),
  italic: toggling("I", (editor) => editor.italic(), (editor) => editor.removeItalic()),
  underline: toggling("U", (editor) => editor.underline(), (editor) => editor.removeUnderline()),
  strike: toggling("S", (editor) => editor.strikethrough(), (editor) => editor.removeStrikethrough()),
  list: toggling("UL", (editor) => editor.makeUnorderedList(), (editor) => editor.removeList()),
  "numbered-list": toggling("OL", (editor) => editor.makeOrderedList(), (editor) => editor.removeList()),
  quote: toggling("BLOCKQUOTE", (editor) => editor.increaseQuoteLevel(), (editor) => editor.decreaseQuoteLevel()),
  link: { tag: "A" }, // format-bar.js asks for the address
  "clear-format": { set: (editor) => editor.removeAllFormatting() },
  undo: { set: (editor) => editor.undo() },
  redo: { set: (editor) => editor.redo() },
};

/** Keys that Squire does not have, or has for something else. Digits by their key, letters by their letter. */
export const KEYS = {
  "Shift-7": "numbered-list",
  "Shift-8": "list",
  "Shift-9": "quote",
  "Shift-x": "strike",
  "Shift-X": "strike",
  "Shift-k": "link",
  "Shift-K": "link",
  "\\": "clear-format",
};

/** Squire's name of a key with Ctrl, on a Mac with Command. */
export const commandKey = (key) => `${isMac ? "Meta" : "Ctrl"}-${key}`;

/** How a key like `Mod+Shift+8` is written for this machine. */
export function keyWords(keys) {
  if (!isMac) return keys.replace("Mod", "Ctrl").replace("Enter", "↵");
  return keys.replace("Mod", "⌘").replace("Shift", "⇧").replace("Alt", "⌥").replace("Enter", "↵").replaceAll("+", "");
}
