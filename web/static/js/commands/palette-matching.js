// How well a choice fits what is typed in the palette: by its own words, and by the other words people have for it.

import { fold } from "../lib/folding.js";

const EXACT = 3;
export const BEGINS = 2;

/** 3: a name, whole. 2: its beginning. 1: beginnings of its words. 0: it does not fit. */
export function fitOf({ words, also = "", needs }, typed) {
  const wanted = plain(typed);
  if (!wanted) return 0; // signs alone name nothing
  const parts = wanted.split(" ");
  if (needs && ![needs, ...also.split("|")].some((name) => parts.some((part) => part && begins(name, part)))) return 0;
  const names = [words, ...also.split("|")].map(plain).filter(Boolean);
  if (names.includes(wanted)) return EXACT;
  if (names.some((name) => name.startsWith(wanted))) return BEGINS;
  return parts.every((part) => names.some((name) => begins(name, part))) ? 1 : 0;
}

/** Where `typed` stands in a text: as its beginning, or at the beginning of its words. */
export function spots(words, typed) {
  const parts = fold(typed).split(/\s+/).filter(Boolean);
  const found = [];
  for (const part of parts) {
    const match = [...words.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].find((token) => fold(token[0]).startsWith(part));
    if (!match) return [];
    found.push([match.index, match.index + part.length]);
  }
  return found.sort((one, other) => one[0] - other[0]);
}

/** Letters and digits alone: "Settings…" is "settings". */
const plain = (text) => fold(text).match(/[\p{L}\p{N}]+/gu)?.join(" ") ?? "";

const begins = (name, part) => plain(name).split(" ").some((word) => word.startsWith(part));
