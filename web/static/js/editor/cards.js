// Where a panel's card goes in a text: never within a sentence. A placeholder that asks for it takes its name, and the
// card follows the paragraph; without one it follows the paragraph of the caret. One undo takes back both.

import { blocksOf } from "./editor-html.js";
import { fold } from "../lib/folding.js";
import { placeholdersIn } from "./placeholders.js";

/** Put what a panel gives into this RichText. `panel` is its name, `titles` those of the cards in it. */
export function placeCards(box, html, { panel, titles }) {
  const nodes = blocksOf(html);
  box.collapse();
  box.editor.saveUndoState();
  const filled = fillNames(box, asked(panel), titles);
  const inSentence = [...nodes.children].every((node) => node.nodeName === "P") && nodes.childElementCount < 2;
  if (!filled && (inSentence || !box.paragraph?.textContent.trim())) {
    box.insert(html);
    return;
  }
  const caret = box.editor.getSelection();
  const goesOn = restOf(caret, box.paragraph);
  const last = nodes.lastElementChild;
  placeBehind(box.paragraph).after(nodes);
  const line = box.lineBelow(last);
  const [open] = box.unfilled;
  if (filled && open) box.fill(open);
  else if (goesOn && !filled) box.editor.setSelection(caret);
  else box.moveInto(line);
  box.editor.focus();
}

/** What a placeholder is called that asks for a card of the panel "hotels": hotel, Hotel 2, hotel name. */
const asked = (panel) => new RegExp(`^${fold(panel).replace(/s$/, "")}s?(?: ?\\d+| name)?$`);

const nameOf = (range) => fold(range.toString().slice(2, -2)).replace(/\s+/g, " ").trim();

/** Each name into the next placeholder that asks for one, wherever it occurs; the rest joins the last. */
function fillNames(box, pattern, titles) {
  const names = [...new Set(box.unfilled.map(nameOf).filter((name) => pattern.test(name)))].slice(0, titles.length);
  for (const [at, name] of names.entries()) {
    const title = at === names.length - 1 ? new Intl.ListFormat(box.root.lang || undefined).format(titles.slice(at)) : titles[at];
    for (const range of placeholdersIn(box.root).filter((one) => nameOf(one) === name).reverse()) {
      range.deleteContents();
      range.insertNode(document.createTextNode(title));
      range.collapse(false);
      box.editor.setSelection(range);
    }
  }
  return names.length > 0;
}

/** Whether words follow the caret in its paragraph. */
function restOf(caret, paragraph) {
  const rest = document.createRange();
  rest.setStart(caret.endContainer, caret.endOffset);
  rest.setEndAfter(paragraph.lastChild);
  return Boolean(rest.toString().trim());
}

/** Cards of one paragraph follow each other as they were chosen. */
function placeBehind(paragraph) {
  let last = paragraph;
  while (last.nextElementSibling?.matches("table")) last = last.nextElementSibling;
  return last;
}
