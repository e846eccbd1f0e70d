// How much of the reader's own is unread: before the page's title and on its icon, seen from any other tab.

import { page } from "../lib/page.js";

const MOST = 99;
const link = document.querySelector("link[rel=icon]");
let count = page.unread ?? 0;
let plain = document.title;
let drawing; // of the icon, once it was fetched

/** Name the page; the count stays before it. */
export function title(words) {
  plain = words;
  document.title = count ? `(${Math.min(count, MOST)}) ${plain}` : plain;
}

/** The desk has another name: every title ends with it. */
export function titledBy(desk) {
  title(plain.replace(` · ${page.desk}`, ` · ${desk}`));
  page.desk = desk;
}

/** So many tickets of the reader's have something new. */
export async function unread(number) {
  if (number === count && link.dataset.count === String(number)) return;
  count = number;
  title(plain);
  link.dataset.count = String(number);
  drawing ??= { href: link.getAttribute("href"), svg: fetch(link.href).then((response) => response.text()).catch(forget) };
  const svg = await drawing.svg;
  if (!svg || link.dataset.count !== String(number)) return; // offline, or counted again meanwhile
  link.href = number ? `data:image/svg+xml,${encodeURIComponent(badged(svg, number))}` : drawing.href;
}

/** Offline: the title has the count, and the next one asks for the drawing again. */
function forget() {
  drawing = undefined;
  delete link.dataset.count;
}

function badged(svg, number) {
  const [, , width, height] = (/viewBox="([\d.\s-]+)"/.exec(svg)?.[1] ?? "0 0 24 24").split(/\s+/).map(Number);
  const size = Math.min(width, height);
  const [x, y, radius] = [width - size * 0.3, height - size * 0.3, size * 0.3];
  const words = number > 9 ? "9+" : String(number);
  const badge = `<circle cx="${x}" cy="${y}" r="${radius}" fill="#b3261e"/><text x="${x}" y="${y}" fill="#fff" font-family="sans-serif" font-weight="700" `
    + `font-size="${size * (words.length > 1 ? 0.36 : 0.46)}" text-anchor="middle" dominant-baseline="central">${words}</text>`;
  return svg.replace("</svg>", `${badge}</svg>`);
}

if (link && page.me) unread(count);
