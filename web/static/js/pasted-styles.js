// What a paste says of its looks, as far as it means something: bold, italic, underlined, struck through, hidden.

/** What stands in a block of its own. */
export const BLOCKS = "p, div, table, ul, ol, blockquote, h1, h2, h3, h4, h5, h6, pre, hr, section, article, header, footer, main, figure";

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
    else if (element.matches("p, div") && element.textContent.trim()) wrap(element, style);
    if (/^(SPAN|FONT|O:P|U1:P)$/.test(element.tagName)) element.replaceWith(...element.childNodes);
  }
  for (const element of [...body.getElementsByTagName("*")].filter((one) => one.tagName.includes(":"))) element.replaceWith(...element.childNodes);
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
