// The lines of a paste as the editor has them: a paragraph for lines that belong together, with a <br> between two of
// them, another one after a blank line or a distance; lists, tables and code as they are.

import { isBlock } from "./pasted-boxes.js";
import { styleOf } from "./pasted-styles.js";

const HEADINGS = { H1: "h3", H2: "h3", H3: "h3", H4: "h4", H5: "h4", H6: "h4" };
const VISIBLE = 0.01; // of any unit: Word writes .0001pt for none
const DISTANCES = ["marginTop", "marginBottom", "paddingTop", "paddingBottom", "borderTopWidth", "borderBottomWidth"];

/** Lay out the content of this body. `tight`: paragraphs that say nothing of a distance have none, as Outlook's. */
export function layOut(body, { tight = false } = {}) {
  const done = new Lines((box) => isApart(box, tight)).of(body);
  const [only] = done;
  const inSentence = done.length === 1 && only.nodeName === "P" && !only.attributes.length && !only.querySelector("br");
  body.replaceChildren(...(inSentence ? only.childNodes : done));
}

/** Whether there is a distance between this box and what surrounds it. */
function isApart(box, tight) {
  const style = styleOf(box);
  if (DISTANCES.some((name) => parseFloat(style[name]) > VISIBLE)) return true;
  return box.nodeName === "P" && !tight && !(parseFloat(style.marginBottom) <= VISIBLE);
}

/** Reads a box line by line. */
class Lines {
  #apart;
  #done = [];
  #lines = [];
  #line = [];
  #named = {};

  constructor(apart) {
    this.#apart = apart;
  }

  /** The paragraphs of this box, and what is none. */
  of(box) {
    this.#read(box);
    this.#endParagraph();
    return this.#done;
  }

  #read(box) {
    for (const node of [...box.childNodes]) {
      if (node.nodeName === "BR") this.#lineBreak();
      else if (!isBlock(node)) this.#line.push(node);
      else if (/^(TABLE|UL|OL|BLOCKQUOTE|PRE|HR|H[1-6])$/.test(node.nodeName)) this.#block(node);
      else this.#box(node);
    }
  }

  #box(node) {
    const outer = this.#named;
    const end = () => (this.#apart(node) ? this.#endParagraph() : this.#endLine());
    end();
    if (node.nodeName === "P") this.#named = Object.fromEntries(["dir", "align"].map((name) => [name, node.getAttribute(name)]));
    this.#read(node);
    end();
    this.#named = outer;
  }

  #block(node) {
    this.#endParagraph();
    const inner = () => new Lines(this.#apart);
    if (node.nodeName in HEADINGS) {
      const heading = node.ownerDocument.createElement(HEADINGS[node.nodeName]);
      heading.append(...inLine(node));
      if (heading.textContent.trim()) this.#done.push(heading);
      return;
    }
    if (node.matches("ul, ol")) for (const item of node.querySelectorAll(":scope > li")) item.replaceChildren(...unwrapped(inner().of(item)));
    if (node.matches("table")) for (const cell of node.querySelectorAll("td, th")) cell.replaceChildren(...inLine(cell));
    if (node.matches("blockquote")) node.replaceChildren(...inner().of(node));
    this.#done.push(node);
  }

  // ---- where lines end ------------------------------------------------------------------------------------------

  #lineBreak() {
    if (isBlank(this.#line)) this.#endParagraph();
    else this.#endLine();
  }

  /** What was read is a line; one that only keeps a place free ends the paragraph. */
  #endLine() {
    const line = trimmed(this.#line);
    this.#line = [];
    if (!isBlank(line)) {
      if (this.#lines.length && !alike(this.#lines.named, this.#named)) this.#endParagraph();
      this.#lines.push(line);
      this.#lines.named = this.#named;
    } else if (line.length) this.#endParagraph();
  }

  #endParagraph() {
    if (this.#line.length) this.#endLine();
    if (!this.#lines.length) return;
    const [[first]] = this.#lines;
    const paragraph = first.ownerDocument.createElement("p");
    for (const [name, value] of Object.entries(this.#lines.named)) if (value) paragraph.setAttribute(name, value);
    for (const [at, line] of this.#lines.entries()) paragraph.append(...(at ? [first.ownerDocument.createElement("br")] : []), ...line);
    this.#lines = [];
    this.#done.push(paragraph);
  }
}

const alike = (one, other) => (one.dir ?? null) === (other.dir ?? null) && (one.align ?? null) === (other.align ?? null);

/** Whether nothing of this line is seen. */
const isBlank = (line) => line.every((node) => !node.textContent.trim() && node.nodeName !== "IMG" && !node.querySelector?.("img"));

/** A line without the blanks at its ends; a blank that keeps its place (&nbsp;) stays. */
function trimmed(line) {
  const texts = [...line];
  while (texts[0]?.nodeType === Node.TEXT_NODE && !(texts[0].data = texts[0].data.replace(/^[ \t\r\n\f]+/, ""))) texts.shift();
  while (texts.at(-1)?.nodeType === Node.TEXT_NODE && !(texts.at(-1).data = texts.at(-1).data.replace(/[ \t\r\n\f]+$/, ""))) texts.pop();
  return texts;
}

/** The content of a box without paragraphs: their lines, a free line where one was. */
function inLine(box) {
  const parts = new Lines(() => false).of(box);
  if (!parts.length) return ["\u00a0"]; // an empty cell has its lines in every mail program
  const end = () => box.ownerDocument.createElement("br");
  return parts.flatMap((part, at) => (part.nodeName === "P" ? [...(at && parts[at - 1].nodeName === "P" ? [end(), end()] : []), ...part.childNodes] : [part]));
}

/** A list's item of one paragraph is that paragraph's lines. */
function unwrapped(parts) {
  return parts.filter((part) => part.nodeName === "P").length === 1 ? parts.flatMap((part) => (part.nodeName === "P" ? [...part.childNodes] : [part])) : parts;
}
