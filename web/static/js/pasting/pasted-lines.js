// Line ends that only the plain text of a paste still has: a style sheet drew them (a chat's spans, `white-space`), and
// what a style sheet said is not always copied; by Firefox never. Both have the same letters: the plain text tells.

import { isBlock } from "./pasted-boxes.js";

const NEAR = 12; // letters before and behind a line end by which it is found in the plain text
const DRIFT = 1000; // letters that one of the two may have beyond the other since they last agreed: list marks, addresses
const BLANK = /[\s\u200b\ufeff]/;

/** Put a <br> where the plain text ends a line and this body does not, at a joint of its texts. */
export function linesOfPlain(body, plain) {
  const said = read(plain);
  let known = { at: 0, place: 0 };
  let at = 0;
  const missing = [];
  for (const line of linesOf(body)) {
    for (const joint of line.joints) {
      const before = line.letters.slice(Math.max(0, joint.at - NEAR), joint.at);
      const about = known.place + at + joint.at - before.length - known.at;
      const from = Math.max(known.place, about - DRIFT);
      const found = said.letters.slice(from, about + DRIFT).indexOf(before + line.letters.slice(joint.at, joint.at + NEAR));
      if (found < 0) continue;
      known = { at: at + joint.at - before.length, place: from + found };
      if (said.ends.has(from + found + before.length)) missing.push(joint);
    }
    at += line.letters.length;
  }
  for (const { node, offset } of missing.reverse()) node.splitText(offset).before(node.ownerDocument.createElement("br"));
}

/** The letters of a plain text without its blanks, and at which of them a line has ended. */
function read(plain) {
  let letters = "";
  const ends = new Set();
  for (const line of plain.split(/\r\n?|[\n\u2028\u2029]/)) {
    for (const letter of line) if (!BLANK.test(letter)) letters += letter;
    ends.add(letters.length);
  }
  return { letters, ends };
}

/** The lines of a body: letters without blanks, and the joints within, where a line may end unseen: a text's line end, two texts that meet. */
function linesOf(body) {
  const lines = [{ letters: "", joints: [] }];
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) readInto(lines.at(-1), node);
    const ends = isBlock(node) || node.nodeName === "BR";
    if (ends) lines.push({ letters: "", joints: [] });
    node.childNodes.forEach(visit);
    if (ends) lines.push({ letters: "", joints: [] });
  };
  visit(body);
  return lines;
}

function readInto(line, node) {
  const isCode = node.parentElement.closest("pre"); // its line ends are there
  let joins = true;
  for (let offset = 0; offset < node.data.length; offset += 1) {
    const letter = node.data[offset];
    if (letter === "\n") joins = true;
    if (BLANK.test(letter)) continue;
    if (joins && line.letters && !isCode) line.joints.push({ node, offset, at: line.letters.length });
    line.letters += letter;
    joins = false;
  }
}
