// `{{placeholders}}` that wait to be filled: where they stand in a text, and their mark. The text itself is not touched:
// the mark is a highlight of the browser, so that neither an undo nor the mail knows of it.

const PLACEHOLDER = /\{\{[^{}\n]{1,80}\}\}/g;
const BLOCKS = "p, div, li, td, th, blockquote, h3, h4, pre";
const marked = new Map(); // root → ranges

/** The ranges of a text's placeholders, in order. Those inside code do not count. */
export function placeholdersIn(root) {
  const nodes = textNodes(root);
  const whole = nodes.map(({ text }) => text).join("");
  return Array.from(whole.matchAll(PLACEHOLDER), (match) => {
    const range = document.createRange();
    range.setStart(...place(nodes, match.index));
    range.setEnd(...place(nodes, match.index + match[0].length, true));
    return range;
  });
}

/** The names of the placeholders of a text, each once. */
export const namesIn = (root) => [...new Set(placeholdersIn(root).map((range) => range.toString().slice(2, -2).trim()))];

/** Mark the placeholders of this text, in place of those that it had before. */
export function markPlaceholders(root) {
  if (!CSS.highlights) return; // an older browser shows the braces alone
  for (const known of marked.keys()) if (!known.isConnected) marked.delete(known);
  const ranges = placeholdersIn(root);
  if (ranges.length || marked.has(root)) marked.set(root, ranges);
  CSS.highlights.set("placeholder", new Highlight(...[...marked.values()].flat()));
}

/** The text nodes with where each begins, a line end between two blocks. */
function textNodes(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  let at = 0;
  let block;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest("pre, code")) continue;
    const own = node.parentElement.closest(BLOCKS);
    if (block && own !== block && found.length) {
      found.push({ at, text: "\n" });
      at += 1;
    }
    block = own;
    found.push({ node, at, text: node.data });
    at += node.data.length;
  }
  return found;
}

/** Node and offset of a place in the whole; `end`: rather behind the last letter of a node than before the next one. */
function place(nodes, offset, end = false) {
  const within = ({ node, at, text }) => node && (end ? offset > at && offset <= at + text.length : offset >= at && offset < at + text.length);
  const { node, at } = nodes.find(within);
  return [node, offset - at];
}
