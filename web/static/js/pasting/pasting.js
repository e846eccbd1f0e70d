// What is pasted into a text, or dragged into it from elsewhere: tidied, line for line as it was copied.

import { tidyPasted, tidyPlain } from "./pasted-html.js";
import { markup, pieces } from "../lib/pieces.js";
import { PASTED_PICTURES, signal } from "../lib/signals.js";

/** Stands before what is cut or copied in a text of ours: it is tidy, and a card stays a card. */
export const OWN = "<!--deskbell-->";

/** Let this RichText take pastes and drops. `around` is the element that hears them before Squire does. */
export function takePastes(box, around) {
  const hear = (event, data) => {
    if (!box.root.contains(event.target) || !data || !put(box, event, data)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  around.addEventListener("paste", (event) => hear(event, event.clipboardData), { capture: true });
  around.addEventListener("drop", (event) => hear(event, event.dataTransfer), { capture: true });
}

/** Put it at the caret, or where it was dropped; false leaves it to Squire, which knows its own drags and single words. */
function put(box, event, data) {
  const plain = data.getData("text/plain");
  const html = wordsAlone(box, event) ? "" : data.getData("text/html");
  if (event.type === "drop") {
    if (box.editor._dragRange || !(html || plain)) return false;
    box.moveTo(event.clientX, event.clientY);
  }
  keepItem(box);
  if (inCode(box) && plain) box.editor.insertPlainText(plain.replace(/\r\n?/g, "\n"), true);
  else if (html.includes(OWN)) box.put(ownLines(html), true);
  else if (html) tidied(box, tidyPasted(html, plain));
  else if (event.type === "drop" || /[\r\n\v\f\u0085\u2028\u2029]/.test(plain)) box.put(tidyPlain(plain), true);
  else return false;
  return true;
}

/** With Shift the words alone come. */
const wordsAlone = (box, event) => event.type === "paste" && box.editor._isShiftDown;

/** The element of this name that the caret is in. */
function around(box, name) {
  const { startContainer: node } = box.editor.getSelection();
  return (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(name);
}

/** In code the words are code. */
const inCode = (box) => box.editor.getSelection().collapsed && around(box, "pre");

/** Squire puts a paragraph in the place of an empty item; of one with a letter that is not seen it becomes a part. */
function keepItem(box) {
  const item = around(box, "li");
  if (!item || item.textContent || item.querySelector("img")) return;
  const unseen = document.createTextNode("\u200b");
  item.prepend(unseen);
  const range = document.createRange();
  range.setStart(unseen, 1);
  box.editor.setSelection(range);
}

function tidied(box, { html, pictures, lost }) {
  box.put(html, true);
  signal(PASTED_PICTURES, { pictures, lost }, box.root);
}

/** A piece of one of our paragraphs is a paragraph too, where it has several lines: Squire would make each its own. */
function ownLines(html) {
  const nodes = pieces(html);
  const isLoose = (node) => !/^(P|DIV|TABLE|UL|OL|BLOCKQUOTE|PRE|HR|H[1-6])$/.test(node.nodeName);
  if (![...nodes.childNodes].every(isLoose) || !nodes.querySelector("br")) return html;
  const paragraph = nodes.ownerDocument.createElement("p");
  paragraph.append(...nodes.childNodes);
  nodes.append(paragraph);
  return markup(nodes);
}
