// What a paste says of its looks, as far as it means something: bold, italic, underlined, struck through, hidden.

/** What is in its own block, once plainBoxes has made <div>s of the others. */
export const BLOCKS = "p, div, table, caption, thead, tbody, tfoot, tr, td, th, ul, ol, li, blockquote, h1, h2, h3, h4, h5, h6, pre, hr";
const IN_LINE = "a, b, br, code, em, i, img, s, strong, sub, sup, u";

const INLINE_STYLES = [
  ["b", (style) => /^(bold|[6-9]00)/.test(style.fontWeight)],
  ["i", (style) => style.fontStyle === "italic"],
  ["u", (style, element) => /underline/.test(style.textDecoration) && !element.closest("a")],
  ["s", (style) => /line-through/.test(style.textDecoration)],
];

/** What a style says becomes the tag that says it; a tag whose style says the opposite goes (Google's outer <b>). */
export function stylesToTags(body) {
  for (const element of [...body.querySelectorAll("[data-style], b, strong, i, em, span, font")]) {
    const style = styleOf(element);
    if (/^(B|STRONG)$/.test(element.tagName) && /^(normal|[1-4]00)/.test(style.fontWeight)) {
      element.replaceWith(...element.childNodes);
      continue;
    }
    if (style.display === "none" || /mso-hide:\s*all/i.test(element.dataset.style ?? "")) {
      element.remove();
      continue;
    }
    if (!element.matches(BLOCKS)) wrap(element, style);
    else if (element.matches("p, div, td, th") && element.textContent.trim()) wrap(element, style);
    if (/^(SPAN|FONT|O:P|U1:P)$/.test(element.tagName)) element.replaceWith(...element.childNodes);
  }
  for (const element of body.querySelectorAll(`:not(${BLOCKS}, ${IN_LINE})`)) element.replaceWith(...element.childNodes);
  for (const element of [...body.querySelectorAll("*")].reverse()) {
    if (element.matches(BLOCKS) || !element.querySelector(BLOCKS)) continue;
    sink(element, element);
    element.replaceWith(...element.childNodes);
  }
}

/** Bold, or a link, around blocks: each line within them has it instead. */
function sink(box, inline) {
  let run = null;
  for (const node of [...box.childNodes]) {
    if (node.nodeType === Node.ELEMENT_NODE && node.matches(BLOCKS)) {
      run = null;
      if (!node.matches("pre, hr")) sink(node, inline);
    } else if (run) {
      run.append(node);
    } else if (node.nodeType === Node.ELEMENT_NODE || node.data.trim()) {
      run = inline.cloneNode(false);
      node.replaceWith(run);
      run.append(node);
    }
  }
}

/** What the paste says of an element's looks. */
export function styleOf(element) {
  const probe = document.createElement("span").style;
  probe.cssText = element.dataset.style ?? "";
  return probe;
}

function wrap(element, style) {
  for (const [tag, means] of INLINE_STYLES) {
    if (!means(style, element) || element.closest(tag) || !element.textContent.trim()) continue;
    const inner = element.ownerDocument.createElement(tag);
    inner.append(...element.childNodes);
    element.append(inner);
  }
}
