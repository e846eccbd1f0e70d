// What comes from other programs' clipboards: Word, Excel, Outlook, Google Docs and Sheets, web pages. Their looks go,
// what a person meant by them stays: bold, lists, links, tables. Read in a document of its own, where nothing runs.

import { listsOfWord } from "./pasted-lists.js";
import { BLOCKS, stylesToTags } from "./pasted-styles.js";
import { tidyTables } from "./pasted-tables.js";
import { markup, pieces } from "./pieces.js";

const GONE = "style, script, meta, link, title, xml, head, template, noscript, iframe, object, svg, select, button";
const HEADINGS = { H1: "h3", H2: "h3", H3: "h3", H4: "h4", H5: "h4", H6: "h4" };

/** Clean HTML of a paste; `pictures` that came inside it (`data:` addresses), and how many were `lost`: they lie elsewhere. */
export function tidyPasted(html) {
  const body = inert(withoutConditions(html));
  const isWord = /mso-|MsoNormal|urn:schemas-microsoft-com/i.test(html);
  for (const node of body.querySelectorAll(GONE)) node.remove();
  removeComments(body);
  if (isWord) listsOfWord(body);
  const found = pictures(body);
  stylesToTags(body);
  tidyTables(body, html);
  blocks(body);
  texts(body);
  return { html: markup(fragment(body)), ...found };
}

/** The nodes in a box of a document of their own, where nothing runs or loads. Styles and handlers get other names
 * first: this page's policy forbids them there too, and would call each a violation. */
function inert(html) {
  const tag = /<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi;
  const named = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(tag, (one) => one.replace(/(\s)(style|on[a-z]+)(?=\s*=)/gi, "$1data-$2"));
  const nodes = pieces(named);
  const box = nodes.ownerDocument.createElement("div");
  box.append(nodes);
  return box;
}

/** Word writes its list marks and its drawings in comments of its own; those for other programs are theirs. */
const withoutConditions = (html) => html
  .replace(/<!--\[if !supportLists\]-->|<!\[if !supportLists\]>|<!\[endif\]>/gi, "")
  .replace(/<!--\[if [^\]]*\]>[\s\S]*?<!\[endif\]-->/gi, "");

function removeComments(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.remove();
}

/** Pictures written out come along; of those that lie on another machine or in a closed file only the words remain. */
function pictures(body) {
  const inside = [];
  let lost = 0;
  for (const picture of body.querySelectorAll("img")) {
    const source = picture.getAttribute("src") ?? "";
    const own = ownPath(source);
    if (own) {
      picture.setAttribute("src", own);
      continue;
    }
    if (/^data:image\/(png|jpeg|gif|webp);base64,/.test(source)) inside.push(source);
    else if (!isPixel(picture)) lost += 1;
    picture.remove();
  }
  return { pictures: inside, lost };
}

/** The path of a picture that the desk keeps; undefined for every other address. */
function ownPath(source) {
  if (!URL.canParse(source, location.href)) return undefined;
  const { origin, pathname } = new URL(source, location.href);
  return origin === location.origin && /^\/attachments\/[0-9a-f]{32}$/.test(pathname) ? pathname : undefined;
}

const isPixel = (picture) => Number(picture.getAttribute("width")) === 1 || Number(picture.getAttribute("height")) === 1;

/** Headings of our sizes, paragraphs for boxes that hold words alone, and no empty ones between them. */
function blocks(body) {
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    if (heading.textContent.trim()) rename(heading, HEADINGS[heading.tagName]);
    else heading.remove();
  }
  for (const box of [...body.querySelectorAll("div, section, article, header, footer, main, figure, figcaption, center, dd, dt")].reverse()) {
    if (box.querySelector(BLOCKS)) box.replaceWith(...box.childNodes);
    else if (box.closest("li, td, th")) box.append(box.ownerDocument.createElement("br"));
    else rename(box, "p");
  }
  for (const line of body.querySelectorAll("p")) {
    if (!line.textContent.replaceAll("\u00a0", " ").trim() && !line.querySelector("img, br + br")) line.remove();
  }
  for (const line of body.querySelectorAll("li > p:only-child, blockquote > p:only-child")) {
    if (line.parentElement.tagName === "LI") line.replaceWith(...line.childNodes);
  }
  for (const bookmark of body.querySelectorAll("a:not([href]), a[href^='#'], a[href^='file:']")) bookmark.replaceWith(...bookmark.childNodes);
  for (const end of body.querySelectorAll(":scope > br")) end.remove(); // between blocks, which have their own distance
}

function rename(element, tag) {
  const other = element.ownerDocument.createElement(tag);
  other.append(...element.childNodes);
  element.replaceWith(other);
}

/** Blanks that only kept a width become one; line ends inside a sentence, which Word breaks at 76 letters, become blanks. */
function texts(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("pre")) continue;
    node.data = node.data.replace(/[ \t\r\n\f]+/g, " ").replace(/\u00a0[ \u00a0]+|[ \u00a0]+\u00a0/g, " ").replace(/(?<=\S)\u00a0(?=\S)/g, " ");
  }
}

function fragment(body) {
  const all = body.ownerDocument.createDocumentFragment();
  all.append(...body.childNodes);
  return document.importNode(all, true);
}
