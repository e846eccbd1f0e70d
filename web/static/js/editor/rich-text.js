// The editor of a text: Squire, with what is pasted tidied, and placeholders that are still to be filled marked.

import Squire from "squire-rte";

import { plainText } from "../pasting/copied-text.js";
import { blocksOf, purify } from "./editor-html.js";
import { FORMATS, KEYS, commandKey } from "./formats.js";
import { OWN, takePastes } from "../pasting/pasting.js";
import { rangeBehind } from "./early-text.js";
import { markPlaceholders, placeholdersIn } from "./placeholders.js";
import { markup, pieces } from "../lib/pieces.js";
import { LINK_ASKED, signal } from "../lib/signals.js";

/** One text box. `changed` is called after every change, `moved` when the formats under the caret may be others. */
export class RichText {
  constructor(root, { changed = () => {}, moved = () => {} } = {}) {
    this.root = root;
    const willCutCopy = (html) => OWN + html;
    this.editor = new Squire(root, { blockTag: "P", sanitizeToDOMFragment: purify, addLinks: true, willCutCopy, toPlainText: plainText });
    root.setAttribute("role", "textbox");
    root.setAttribute("aria-multiline", "true");
    this.sent = new Map(); // blob: address of a picture → where it is kept; also for what an undo brings back
    this.editor.addEventListener("input", () => {
      this.#mark();
      changed();
    });
    this.editor.addEventListener("focus", () => { this.hadCaret = true; });
    this.editor.addEventListener("pathChange", moved);
    this.editor.addEventListener("select", moved);
    const around = root.parentElement; // Squire captures on the root itself, and would come first
    takePastes(this, around);
    around.addEventListener("blur", (event) => event.target === root && this.#keepCaret(), { capture: true });
    around.addEventListener("keydown", (event) => root.contains(event.target) && this.#keyed(event), { capture: true });
    this.#takeKeys();
    this.#mark();
  }

  /** Squire hears of the caret's last step in a task of its own, too late where the text is left in the same moment. */
  #keepCaret() {
    this.editor.getSelection();
  }

  #takeKeys() {
    for (const key of ["Ctrl-Enter", "Meta-Enter", "Ctrl-Shift-Enter", "Meta-Shift-Enter", "Ctrl-d", "Meta-d"]) this.editor.setKeyHandler(key, null);
    for (const [key, name] of Object.entries(KEYS)) {
      this.editor.setKeyHandler(commandKey(key), (_editor, event) => {
        event.preventDefault();
        this.toggle(name);
      });
    }
  }

  // ---- the text -------------------------------------------------------------------------------------------------

  /** The text as it is sent: pictures where they are kept, those that are still on their way left out. */
  get html() {
    if (this.isEmpty) return "";
    const html = this.editor.getHTML();
    if (!html.includes('src="blob:')) return html;
    const copy = pieces(html);
    for (const picture of copy.querySelectorAll('img[src^="blob:"]')) {
      const kept = this.sent.get(picture.getAttribute("src"));
      if (kept) picture.setAttribute("src", kept);
      else picture.remove();
    }
    return markup(copy);
  }

  set html(html) {
    this.editor.setHTML(html || "");
    this.#mark();
  }

  get isEmpty() {
    return !this.root.textContent.trim() && !this.root.querySelector("img, hr");
  }

  #mark() {
    const shells = this.isEmpty ? "table" : "table:not(:has(td, th))"; // what deleting everything leaves of a table
    const left = [...this.root.querySelectorAll(shells)];
    for (const shell of left) shell.remove();
    if (left.length && this.isEmpty) this.editor.moveCursorToEnd(); // Firefox would type where the table was, in no paragraph
    this.root.classList.toggle("is-empty", this.isEmpty);
    markPlaceholders(this.root);
  }

  focus() {
    this.editor.focus();
  }

  focusEnd() {
    this.editor.moveCursorToEnd();
    this.editor.focus();
  }

  /** Put the caret behind so many letters, as `caretIn` counts them. */
  focusAt(letters) {
    this.focusEnd();
    const place = rangeBehind(this.root, letters);
    if (place) this.editor.setSelection(place);
  }

  /** Put HTML at the caret, or at the end where there was no caret yet. What is selected stays; one undo takes it back. */
  insert(html) {
    this.collapse();
    this.put(html);
    this.editor.focus();
  }

  /** Put HTML in the place of what is selected. After a table the caret is in the line below: in its last cell it would
   * write into the table. */
  put(html, isPaste = false) {
    const { paragraph } = this;
    const isFree = paragraph?.matches("p, div") && !paragraph.textContent && !paragraph.querySelector("img");
    if (/^<table[^]*<\/table>$/.test(html) && (isFree || paragraph?.nodeName === "TABLE") && this.editor.getSelection().collapsed) {
      this.#putTable(html, paragraph);
      if (isFree) paragraph.remove();
      return;
    }
    const line = /<\/table>\s*$/.test(html) ? "<p><br></p>" : "";
    this.editor.insertHTML(html + line, isPaste);
    if (line) this.#closeGap();
  }

  /** A table is no part of another one: behind it, or in a free line. Squire would join two that follow each other. */
  #putTable(html, paragraph) {
    this.editor.saveUndoState();
    const nodes = blocksOf(html);
    const table = nodes.lastElementChild;
    paragraph.after(nodes);
    this.moveInto(this.lineBelow(table));
  }

  /** A free line that was made below a table goes where the text goes on anyway. */
  #closeGap() {
    const line = this.paragraph;
    const next = line?.nextElementSibling;
    if (!next?.textContent.trim() || next.matches("table, hr") || !line.matches("p, div") || line.textContent.trim() || line.querySelector("img")) return;
    line.remove();
    this.moveInto(next);
  }

  /** The line below a block of this text, made where there is none. */
  lineBelow(block) {
    const next = block.nextElementSibling;
    if (next && !next.matches("table, hr")) return next;
    const line = this.editor.createDefaultBlock();
    block.after(line);
    return line;
  }

  /** Put the caret at the beginning of this block. */
  moveInto(block) {
    const range = document.createRange();
    range.setStart(block, 0);
    this.editor.setSelection(range);
  }

  /** The block of this text, a child of its root, that the caret is in. */
  get paragraph() {
    let { startContainer: node } = this.editor.getSelection();
    while (node && node.parentNode !== this.root) node = node.parentNode;
    return node;
  }

  /** Put these letters at the caret, as if they were typed. */
  insertText(text) {
    this.collapse();
    this.editor.insertPlainText(text, false);
    this.editor.focus();
  }

  /** Put a picture at the caret, as it looks from the start. */
  insertPicture(attributes) {
    this.collapse();
    this.editor.saveUndoState();
    const { src, ...others } = attributes;
    const picture = this.editor.insertImage(src, others);
    this.editor.focus();
    return picture;
  }

  /** Put the caret at this point of the window. */
  moveTo(x, y) {
    const spot = document.caretPositionFromPoint?.(x, y);
    const range = spot ? document.createRange() : document.caretRangeFromPoint?.(x, y);
    if (spot) range.setStart(spot.offsetNode, spot.offset);
    if (!range || !this.root.contains(range.startContainer)) return;
    range.collapse(true);
    this.editor.focus();
    this.editor.setSelection(range);
  }

  collapse() {
    const range = this.editor.getSelection();
    if (this.hadCaret && this.root.contains(range.endContainer)) {
      range.collapse(false);
      this.editor.setSelection(range);
    } else {
      this.editor.moveCursorToEnd();
    }
    this.hadCaret = true;
  }

  // ---- formats --------------------------------------------------------------------------------------------------

  has(format) {
    const { tag } = FORMATS[format];
    return Boolean(tag) && this.editor.hasFormat(tag);
  }

  toggle(format) {
    if (format === "link") {
      signal(LINK_ASKED, undefined, this.root);
      return;
    }
    const { set, remove } = FORMATS[format];
    (remove && this.has(format) ? remove : set)(this.editor);
    this.editor.focus();
  }

  // ---- placeholders ---------------------------------------------------------------------------------------------

  get unfilled() {
    return placeholdersIn(this.root);
  }

  /** Select the placeholder so that what is typed takes its place. */
  fill(range) {
    this.editor.focus();
    this.editor.setSelection(range);
    range.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
  }

  /** Tab goes on to the next placeholder, Shift+Tab back; beyond them it leaves the text as anywhere. */
  #keyed(event) {
    if (event.key !== "Tab" || event.ctrlKey || event.metaKey || event.altKey) return;
    const caret = this.editor.getSelection();
    const from = (range) => range.compareBoundaryPoints(Range.START_TO_START, caret);
    const to = event.shiftKey
      ? this.unfilled.findLast((range) => from(range) < 0)
      : this.unfilled.find((range) => from(range) > 0 || (caret.collapsed && from(range) === 0));
    if (!to) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.fill(to);
  }
}
