// What a paste calls its blocks and its line ends, made plain before its looks go: a block by style alone becomes a box,
// a line end that `white-space` keeps becomes a <br>, code becomes a <pre>.

import { BLOCKS, styleOf } from "./pasted-styles.js";

const BOXES = "address, article, aside, center, dd, details, dialog, dir, dl, dt, fieldset, figcaption, figure, footer, form, header, hgroup, "
  + "legend, main, menu, nav, optgroup, option, search, section, summary, textarea";
const BLOCK_STYLE = /^(block|flex|grid|table|list-item|flow-root)/;
const WHITE_SPACE = /white-space(?:-collapse)?\s*:\s*([a-z-]+)/gi;
const KEEPS_LINES = /^(pre|pre-wrap|pre-line|break-spaces|preserve|preserve-breaks)$/i;
const ALWAYS_ENDS = /[\v\u0085\u2028\u2029]/; // letters that are line ends themselves: a soft one of Word or Docs
const CODE_FONT = /font-family\s*:[^;]*(mono(space)?\b|consolas|courier|menlo|monaco|cascadia|fira code|source code)/i;

/** Whether this node ends the line before it and begins one. */
export const isBlock = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches(BLOCKS);

/** Give an element another tag. */
function rename(element, tag) {
  const other = element.ownerDocument.createElement(tag);
  if (element.dataset.style) other.dataset.style = element.dataset.style;
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
}

/** Make the blocks and the kept line ends of this body plain. */
export function plainBoxes(body) {
  for (const element of body.querySelectorAll("*")) {
    const { display } = styleOf(element);
    if (element.matches("[data-stringify-type=paragraph-break]")) rename(element, "p"); // Slack's free line
    else if (element.matches(BOXES) || (BLOCK_STYLE.test(display) && !element.matches(`${BLOCKS}, br, img`))) rename(element, "div");
    else if (element.matches("p, div") && display === "inline") rename(element, "span");
  }
  code(body);
  keptLines(body);
}

/** <pre> for what is set as code; in it line ends are line ends. What a mail program shows as plain text is no code. */
function code(body) {
  for (const element of body.querySelectorAll("listing, xmp, div, p, code")) {
    const style = element.dataset.style ?? "";
    const isCode = element.matches("listing, xmp") || (CODE_FONT.test(style) && keepsLines(style) && linesIn(element).trim().includes("\n"));
    if (isCode && !element.closest("pre")) rename(element, "pre");
  }
  for (const element of body.querySelectorAll("pre")) {
    if (element.matches("[wrap], .moz-quote-pre") || element.querySelector("table, ul, ol, img")) rename(element, "div").dataset.style = "white-space:pre-wrap";
    else element.textContent = linesIn(element).replace(/\n+$/, "");
  }
}

/** The text of code, a line for each <br> and each block in it. */
function linesIn(element) {
  let text = "";
  for (const node of element.childNodes) {
    const apart = isBlock(node);
    if (apart && text && !text.endsWith("\n")) text += "\n";
    text += node.nodeName === "BR" ? "\n" : node.nodeType === Node.TEXT_NODE ? node.data.replace(/[\v\u0085\u2028\u2029]/g, "\n") : linesIn(node);
    if (apart && node.nextSibling && node.nodeName !== "BR") text += "\n";
  }
  return text;
}

function keptLines(body) {
  for (const node of textsOf(body)) {
    const end = keepsLines(whiteSpaceOf(node.parentElement)) ? /[\n\v\u0085\u2028\u2029]/ : ALWAYS_ENDS;
    if (!end.test(node.data)) continue;
    node.replaceWith(...node.data.split(end).flatMap((line, at) => (at ? [node.ownerDocument.createElement("br"), line] : [line])));
  }
}

/** The style that says how line ends in this element are shown. */
function whiteSpaceOf(element) {
  const said = element?.closest("[data-style*='white-space' i]");
  return said && /white-space[a-z-]*\s*:\s*inherit/i.test(said.dataset.style) ? whiteSpaceOf(said.parentElement) : said?.dataset.style ?? "";
}

const keepsLines = (style) => KEEPS_LINES.test([...style.matchAll(WHITE_SPACE)].at(-1)?.[1] ?? "");

/** The texts of a paste, those of code left out. */
export function textsOf(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("pre")) found.push(walker.currentNode);
  return found;
}
