// What comes from other programs' clipboards: Word, Excel, Outlook, Google Docs and Sheets, chats, web pages. Their looks
// go, what a person meant by them stays: bold, lists, links, tables, and every line end. Read in a separate document,
// where nothing runs.

import { layOut } from "./pasted-blocks.js";
import { plainBoxes, textsOf } from "./pasted-boxes.js";
import { linesOfPlain } from "./pasted-lines.js";
import { listsOfWord } from "./pasted-lists.js";
import { stylesToTags } from "./pasted-styles.js";
import { tidyTables } from "./pasted-tables.js";
import { markup, pieces } from "../lib/pieces.js";

const GONE = "style, script, meta, link, title, xml, head, template, noscript, iframe, object, svg, select, button";
const LINES_OF_OUTLOOK = /p\.MsoNormal[^{]*\{[^}]*margin:\s*0/i; // its paragraphs are lines; Word's have a distance

/** Clean HTML of a paste, whose words alone are `plain`; `pictures` that came inside it (`data:` addresses), and how many
 * were `lost`: they lie elsewhere. */
export function tidyPasted(html, plain = "") {
  const body = inert(withoutConditions(html));
  const isWord = /mso-|MsoNormal|urn:schemas-microsoft-com/i.test(html);
  for (const node of body.querySelectorAll(GONE)) node.remove();
  removeComments(body);
  if (isWord) listsOfWord(body);
  const found = pictures(body);
  plainBoxes(body);
  linesOfPlain(body, plain);
  stylesToTags(body);
  tidyTables(body, html);
  withoutBookmarks(body);
  texts(body);
  layOut(body, { tight: LINES_OF_OUTLOOK.test(html) });
  return { html: markup(fragment(body)), ...found };
}

/** A text without markup: its lines, a paragraph after each free one. Blanks keep their width, as typed. */
export function tidyPlain(text) {
  const lines = text.replace(/\r\n?|[\u2028\u2029\v\f\u0085]/g, "\n").replace(/^(?:[ \t]*\n)+|\s+$/g, "").replaceAll("\t", "    ");
  const nodes = document.createDocumentFragment();
  for (const part of lines.split(/\n(?:[ \u00a0]*\n)+/)) {
    const paragraph = document.createElement("p");
    paragraph.append(...part.split("\n").flatMap((line, at) => (at ? [document.createElement("br"), spaced(line)] : [spaced(line)])));
    nodes.append(paragraph);
  }
  return markup(nodes);
}

const spaced = (line) => line.replace(/^ | (?= |$)/g, "\u00a0");

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

/** A link without an address that leads anywhere is words. */
function withoutBookmarks(body) {
  for (const bookmark of body.querySelectorAll("a:not([href]), a[href^='#'], a[href^='file:']")) bookmark.replaceWith(...bookmark.childNodes);
}

/** Blanks that only kept a width become one; line ends inside a sentence, which Word breaks at 76 letters, become blanks. */
function texts(body) {
  for (const node of textsOf(body)) {
    for (let next = node.nextSibling; next?.nodeType === Node.TEXT_NODE; next = node.nextSibling) {
      node.data += next.data;
      next.remove();
    }
    node.data = node.data.replace(/[ \t\r\n\f]+/g, " ").replace(/\u00a0[ \u00a0]+|[ \u00a0]+\u00a0/g, " ").replace(/(?<=\S)\u00a0(?=\S)/g, " ");
  }
}

function fragment(body) {
  const all = body.ownerDocument.createDocumentFragment();
  all.append(...body.childNodes);
  return document.importNode(all, true);
}
