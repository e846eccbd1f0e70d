// The editor of an answer or a note: Squire, with everything pasted or restored cleaned by DOMPurify.
// The server cleans again before it stores; this only keeps the page itself safe.

import DOMPurify from "dompurify";
import Squire from "squire-rte";

const CLEAN = {
  ALLOWED_TAGS: ["a", "b", "blockquote", "br", "code", "div", "em", "h3", "h4", "hr", "i", "img", "li", "ol", "p",
    "pre", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"],
  ALLOWED_ATTR: ["href", "src", "alt", "title", "width", "height", "colspan", "rowspan", "dir",
    "align", "bgcolor", "border", "cellpadding", "cellspacing", "valign"],
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

const FORMATS = {
  bold: ["B", (editor) => editor.bold(), (editor) => editor.removeBold()],
  italic: ["I", (editor) => editor.italic(), (editor) => editor.removeItalic()],
  underline: ["U", (editor) => editor.underline(), (editor) => editor.removeUnderline()],
  list: ["UL", (editor) => editor.makeUnorderedList(), (editor) => editor.removeList()],
  "numbered-list": ["OL", (editor) => editor.makeOrderedList(), (editor) => editor.removeList()],
  quote: ["BLOCKQUOTE", (editor) => editor.increaseQuoteLevel(), (editor) => editor.decreaseQuoteLevel()],
};

const purify = (html) => document.importNode(DOMPurify.sanitize(html, CLEAN), true);

/** One text box. `changed` is called after every change, `moved` when the formats under the caret may be others. */
export class RichText {
  constructor(root, { changed, moved }) {
    this.root = root;
    this.editor = new Squire(root, { blockTag: "P", sanitizeToDOMFragment: purify, addLinks: true });
    root.setAttribute("role", "textbox");
    root.setAttribute("aria-multiline", "true");
    this.editor.addEventListener("input", () => this.mark() || changed());
    this.editor.addEventListener("focus", () => { this.hadCaret = true; });
    this.editor.addEventListener("pathChange", moved);
    this.editor.addEventListener("select", moved);
    for (const key of ["Ctrl-Enter", "Meta-Enter"]) this.editor.setKeyHandler(key, null);
    this.mark();
  }

  get html() {
    return this.isEmpty ? "" : this.editor.getHTML();
  }

  set html(html) {
    this.editor.setHTML(html || "");
    this.mark();
  }

  get isEmpty() {
    return !this.root.textContent.trim() && !this.root.querySelector("img, hr, table");
  }

  mark() {
    this.root.classList.toggle("is-empty", this.isEmpty);
  }

  focus() {
    this.editor.focus();
  }

  focusEnd() {
    this.editor.moveCursorToEnd();
    this.editor.focus();
  }

  /** Put cleaned HTML at the caret, or at the end where there was no caret yet. What is selected stays; one undo takes it back. */
  insert(html) {
    const range = this.editor.getSelection();
    if (this.hadCaret && this.root.contains(range.endContainer)) {
      range.collapse(false);
      this.editor.setSelection(range);
    } else {
      this.editor.moveCursorToEnd();
    }
    // After a table there is a line to go on writing in: a caret in its last cell would write into the card.
    this.editor.insertHTML(/<\/table>\s*$/.test(html) ? `${html}<p><br></p>` : html);
    this.editor.focus();
  }

  has(format) {
    return format === "link" ? this.editor.hasFormat("A") : this.editor.hasFormat(FORMATS[format][0]);
  }

  toggle(format) {
    const [, set, remove] = FORMATS[format];
    (this.has(format) ? remove : set)(this.editor);
    this.editor.focus();
  }

  /** Make the selection a link to this address, or, without one, no link any more. */
  link(address) {
    if (address) this.editor.makeLink(address, { rel: "noopener", target: "_blank" });
    else this.editor.removeLink();
    this.editor.focus();
  }
}
