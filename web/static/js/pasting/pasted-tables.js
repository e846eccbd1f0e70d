// Tables of a paste: those that hold figures stay tables, with lines that mail programs draw; those that only hold a
// page together (of mails and web pages) become the text in them.

import { styleOf } from "./pasted-styles.js";

const FROM_SHEET = /urn:schemas-microsoft-com:office:excel|ProgId" ?content="?Excel|google-sheets-html-origin|content="?Excel\.Sheet|MsoTableGrid|MsoNormalTable|docs-internal-guid/i;
const COLUMN = /urn:schemas-microsoft-com:office:excel|ProgId" ?content="?Excel|content="?Excel\.Sheet|google-sheets-html-origin|content="(?:Libre|Open)Office/i;
const KEPT = new Set(["colspan", "rowspan", "align"]);

/** Tidy every table of this body; `html` is the paste as it came. */
export function tidyTables(body, html) {
  const fromSheet = FROM_SHEET.test(html);
  for (const table of [...body.querySelectorAll("table")].reverse()) {
    for (const node of table.querySelectorAll("col, colgroup")) node.remove();
    if (table.caption) table.before(boxOf(table.caption));
    table.deleteCaption();
    if (isLayout(table, fromSheet)) unwrap(table, COLUMN.test(html));
    else draw(table);
  }
}

function isLayout(table, fromSheet) {
  if ([...table.rows].every((row) => row.cells.length < 2)) return true;
  if (table.querySelector("table, h1, h2, h3, ul, ol, blockquote")) return true;
  if (fromSheet || table.querySelector("th") || Number(table.getAttribute("border")) > 0) return false;
  return table.getAttribute("role") === "presentation";
}

/** The text of its cells. `lines`: a column of a sheet, whose cells are lines; else there is a distance between them. */
function unwrap(table, lines) {
  const parts = [...table.querySelectorAll("td, th")].filter((cell) => cell.textContent.trim() || cell.querySelector("img")).map(boxOf);
  if (!lines) for (const part of parts) part.dataset.style = "padding:1px";
  table.replaceWith(...parts);
}

function boxOf(part) {
  const box = part.ownerDocument.createElement("div");
  box.append(...part.childNodes);
  return box;
}

function draw(table) {
  for (const element of [table, ...table.querySelectorAll("*")]) {
    const numbers = /^(TD|TH)$/.test(element.tagName) && isNumber(element);
    const align = element.getAttribute("align") || styleOf(element).textAlign;
    for (const { name } of [...element.attributes]) if (!KEPT.has(name) && element.matches("table, thead, tbody, tfoot, tr, td, th")) element.removeAttribute(name);
    if (/^(TD|TH)$/.test(element.tagName) && (numbers || /^(right|center)$/.test(align))) element.setAttribute("align", numbers ? "right" : align);
    else element.removeAttribute("align");
  }
  for (const [name, value] of [["border", "1"], ["cellpadding", "6"], ["cellspacing", "0"]]) table.setAttribute(name, value);
  for (const part of [table, ...table.querySelectorAll("thead, tbody, tfoot, tr")]) {
    for (const node of [...part.childNodes]) if (node.nodeType === Node.TEXT_NODE) node.remove(); // between rows and cells
  }
  for (const row of [...table.rows]) if (!row.textContent.trim()) row.remove();
}

const isNumber = (cell) => /^[\s\u00a0]*[-+−]?[€$£¥]?[\s\u00a0]?\d[\d.,'\u00a0 ]*[\s\u00a0]?[%€$£]?[\s\u00a0]*$/.test(cell.textContent);
