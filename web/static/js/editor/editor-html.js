// What an editor may contain: everything pasted, inserted or restored goes through here.
// The server cleans again before it stores; this only keeps the page itself safe.

import DOMPurify from "dompurify";

const CLEAN = {
  ALLOWED_TAGS: ["a", "b", "blockquote", "br", "code", "div", "em", "h3", "h4", "hr", "i", "img", "li", "ol", "p",
    "pre", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"],
  ALLOWED_ATTR: ["href", "src", "alt", "title", "width", "height", "colspan", "rowspan", "dir", "start",
    "data-mention", "align", "border", "cellpadding", "cellspacing", "valign"],
  // DOMPurify's own, with blob: for a picture that is still on its way; what is no address (a width) passes too.
  ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tel|cid|blob):|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/i,
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

/** This HTML as safe nodes of this page. */
export const purify = (html) => document.importNode(DOMPurify.sanitize(html, CLEAN), true);

/** The same with a place for the caret in every cell, as Squire has it. */
export function blocksOf(html) {
  const nodes = purify(html);
  for (const cell of nodes.querySelectorAll("td, th, p")) {
    if (!/[^ \t\r\n]/.test(cell.textContent) && !cell.querySelector("br, table")) cell.append(document.createElement("br"));
  }
  return nodes;
}
