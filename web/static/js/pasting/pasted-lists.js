// Word's lists are paragraphs with a style and a typed mark: "·" or "1." in a span of its own. Here they become lists.

const MARK = /mso-list:\s*ignore/i;
const LEVEL = /mso-list:[^;"]*?level(\d+)/i;
const ORDERED = /^\s*(\(?[0-9]{1,3}|\(?[a-z]|\(?[ivxl]{1,5})[.)]/i;

/** Make real lists of the paragraphs that Word calls lists. */
export function listsOfWord(body) {
  let open = []; // the list of each level that is open
  let before = null;
  for (const line of [...body.querySelectorAll("p, h1, h2, h3, h4")]) {
    const level = Number(LEVEL.exec(line.dataset.style ?? "")?.[1] ?? 0);
    if (!level) {
      open = [];
      continue;
    }
    if (before && before !== previous(line, open)) open = [];
    const ordered = ORDERED.test(takeMark(line));
    open = open.slice(0, level);
    const list = listAt(open, level, ordered, line);
    const item = line.ownerDocument.createElement("li");
    item.append(...line.childNodes);
    list.append(item);
    line.remove();
    before = open[0];
  }
}

/** What comes right before the paragraph: the list that it goes on with, or something else. */
function previous(line, open) {
  let node = line.previousSibling;
  while (node && (node.nodeType === 8 || (node.nodeType === 3 && !node.data.trim()))) node = node.previousSibling;
  return node ?? open[0];
}

/** Take the typed mark out of the paragraph; its text. */
function takeMark(line) {
  const mark = [...line.querySelectorAll("span")].find((span) => MARK.test(span.dataset.style ?? ""));
  if (mark) {
    const text = mark.textContent;
    mark.remove();
    return text;
  }
  const first = line.firstChild;
  const typed = first?.nodeType === 3 ? /^\s*(?:[·•o§▪–-]|\(?\w{1,3}[.)])[\s\u00a0]+/.exec(first.data) : null;
  if (!typed) return "";
  first.data = first.data.slice(typed[0].length);
  return typed[0];
}

function listAt(open, level, ordered, line) {
  const tag = ordered ? "OL" : "UL";
  if (open[level - 1] && open[level - 1].tagName !== tag) open.length = level - 1;
  while (open.length < level) {
    const list = line.ownerDocument.createElement(tag);
    const parent = open.at(-1);
    if (parent) (parent.lastElementChild ?? parent.appendChild(line.ownerDocument.createElement("li"))).append(list);
    else line.before(list);
    open.push(list);
  }
  return open[level - 1];
}
