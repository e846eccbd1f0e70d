// What was typed into a text before its editor was there: the page's own field takes it, as plain text.

import { markup } from "../lib/pieces.js";

/** That text with what the desk had drawn (`drawn`, a template), as markup; undefined if nothing was typed. */
export function typedEarly(root, drawn) {
  if (inside(root) === markup(drawn.content)) return undefined;
  const untouched = new Set(textsIn(drawn.content).map((text) => text.data));
  for (const text of textsIn(root)) if (!untouched.has(text.data)) breakLines(text);
  return inside(root);
}

/** How many letters are before the caret in this element; undefined if the caret is elsewhere. */
export function caretIn(root) {
  const { focusNode, focusOffset } = getSelection();
  if (document.activeElement !== root || !root.contains(focusNode)) return undefined;
  const before = document.createRange();
  before.selectNodeContents(root);
  before.setEnd(focusNode, focusOffset);
  return before.toString().replaceAll("\n", "").length; // a line's end is no letter of the editor's
}

/** The place behind so many letters of this element; null if it has fewer. */
export function rangeBehind(root, letters) {
  let left = letters;
  for (const text of textsIn(root)) {
    if (left <= text.length) {
      const range = document.createRange();
      range.setStart(text, left);
      return range;
    }
    left -= text.length;
  }
  return null;
}

function inside(root) {
  const all = document.createRange();
  all.selectNodeContents(root);
  return markup(all.cloneContents());
}

function textsIn(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

/** Enter is a line break in the text itself there. */
function breakLines(text) {
  const [first, ...others] = text.data.split("\n");
  text.replaceWith(first, ...others.flatMap((line) => [document.createElement("br"), line]));
}
