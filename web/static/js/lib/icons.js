// An icon from the desk's sheet, as the server's templates draw it.

const SVG = "http://www.w3.org/2000/svg";
const sheet = document.documentElement.dataset.icons; // of base.html

/** The icon of this name, `size` pixels high and wide, for looks only: its button says what it does. */
export function icon(name, size = 16) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon icon--${name}`);
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sheet}#${name}`);
  svg.append(use);
  return svg;
}
