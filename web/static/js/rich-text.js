// The editor of a text: Squire, with what is pasted tidied, and placeholders that are still to be filled marked.

import Squire from "squire-rte";

import { purify } from "./editor-html.js";
import { FORMATS, KEYS, commandKey } from "./formats.js";
import { tidyPasted } from "./pasted-html.js";
import { markPlaceholders, placeholdersIn } from "./placeholders.js";
import { markup, pieces } from "./pieces.js";

const OWN = "<!--deskbell-->"; // what is cut here and pasted here is tidy: a card stays a card

/** One text box. `changed` is called after every change, `moved` when the formats under the caret may be others. */
export class RichText {
  constructor(root, { changed = () => {}, moved = () => {} } = {}) {
    this.root = root;
    const willCutCopy = (html) => OWN + html;
    this.editor = new Squire(root, { blockTag: "P", sanitizeToDOMFragment: purify, addLinks: true, willCutCopy });
    root.setAttribute("role", "textbox");
    root.setAttribute("aria-multiline", "true");
    this.sent = new Map(); // blob: address of a picture → where it is kept; also for what an undo brings back
    this.editor.addEventListener("input", () => {
      this.mark();
      changed();
    });
    this.editor.addEventListener("focus", () => { this.hadCaret = true; });
    this.editor.addEventListener("pathChange", moved);
    this.editor.addEventListener("select", moved);
    const around = root.parentElement; // Squire captures on the root itself, and would come first
    around.addEventListener("paste", (event) => root.contains(event.target) && this.pasted(event), { capture: true });
    around.addEventListener("keydown", (event) => root.contains(event.target) && this.keyed(event), { capture: true });
    this.takeKeys();
    this.mark();
  }

  takeKeys() {
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
    this.mark();
  }

  get isEmpty() {
    return !this.root.textContent.trim() && !this.root.querySelector("img, hr");
  }

  mark() {
    const shells = this.isEmpty ? "table" : "table:not(:has(td, th))"; // what deleting everything leaves of a table
    for (const shell of this.root.querySelectorAll(shells)) shell.remove();
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

  /** Put HTML at the caret, or at the end where there was no caret yet. What is selected stays; one undo takes it back. */
  insert(html) {
    this.collapse();
    // After a table there is a line to go on writing in: a caret in its last cell would write into the card.
    this.editor.insertHTML(/<\/table>\s*$/.test(html) ? `${html}<p><br></p>` : html);
    this.editor.focus();
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

  /** Let the caret stand at this place of the window. */
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

  pasted(event) {
    const html = event.clipboardData?.getData("text/html");
    if (!html || html.includes(OWN) || this.editor._isShiftDown) return; // with Shift the words alone come: Squire's own way
    event.preventDefault();
    event.stopImmediatePropagation();
    const { html: tidy, pictures, lost } = tidyPasted(html);
    this.editor.insertHTML(tidy, true);
    this.root.dispatchEvent(new CustomEvent("pasted-pictures", { bubbles: true, detail: { pictures, lost } }));
  }

  // ---- formats --------------------------------------------------------------------------------------------------

  has(format) {
    const { tag } = FORMATS[format];
    return Boolean(tag) && this.editor.hasFormat(tag);
  }

  toggle(format) {
    if (format === "link") {
      this.root.dispatchEvent(new CustomEvent("link-asked", { bubbles: true }));
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
  keyed(event) {
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
