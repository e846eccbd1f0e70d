// The words of what is copied out of a text, as other programs get them: line for line, a free line between paragraphs.

import { BLOCKS } from "./pasted-styles.js";
import { pieces } from "../lib/pieces.js";

const SPACED = "p, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, pre, hr";
const CLOSE = "li *, td *, th *"; // in there nothing has a distance

/** This HTML of ours as plain text. */
export function plainText(html) {
  const words = new Words();
  for (const node of pieces(html).childNodes) words.add(node);
  return words.text.replaceAll("\u00a0", " ").trimEnd();
}

class Words {
  text = "";
  #mark = ""; // of an item that has no words yet

  add(node) {
    if (node.nodeType === Node.TEXT_NODE) this.#say(node);
    else if (node.nodeName === "BR") this.text += "\n";
    else if (node.nodeType === Node.ELEMENT_NODE) this.#element(node);
  }

  #say(node) {
    const spaced = node.parentElement?.closest("pre") ? node.data : node.data.replace(/[ \t\r\n]+/g, " ");
    const words = /[^\n]$/.test(this.text) ? spaced : spaced.replace(/^ /, "");
    if (!words) return;
    this.text += this.#mark + words;
    this.#mark = "";
  }

  #element(node) {
    const ends = node.matches("td, th") || !node.matches(BLOCKS) ? 0 : node.matches(SPACED) && !node.matches(CLOSE) ? 2 : 1;
    this.#end(ends);
    if (node.matches("td + *, th + *")) this.text += "\t";
    if (node.nodeName === "LI") this.#mark = node.matches("ol > li") ? `${[...node.parentElement.children].indexOf(node) + 1}. ` : "- ";
    for (const child of node.childNodes) this.add(child);
    this.#end(ends);
  }

  /** At least so many line ends behind what was said. */
  #end(ends) {
    if (!ends || !this.text) return;
    const there = /\n*$/.exec(this.text)[0].length;
    this.text += "\n".repeat(Math.max(0, ends - there));
  }
}
