// Where something that floats stands: at what it belongs to, below it where there is room, never outside the window.

const GAP = 4;
const EDGE = 8;

/** Place a shown popover at this rectangle of the window. */
export function placeAt(popover, at) {
  const size = popover.getBoundingClientRect();
  const below = at.bottom + GAP + size.height <= innerHeight - EDGE;
  const left = document.documentElement.dir === "rtl" ? at.right - size.width : at.left;
  popover.style.insetInlineStart = "auto";
  popover.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - size.width - EDGE))}px`;
  popover.style.top = `${below ? at.bottom + GAP : Math.max(EDGE, at.top - GAP - size.height)}px`;
}
