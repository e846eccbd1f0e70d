// Nothing moves under the eye: where the reader writes, or else what is on top, stays in place on the screen.

function anchor() {
  const focused = document.activeElement;
  if (focused && focused !== document.body && focused.closest("form")) return focused;
  return null; // the browser's own scroll anchoring keeps what is on top
}

/** Change the page, and scroll so that the reader sees no jump. */
export function keepStill(change) {
  const still = anchor();
  const before = still?.getBoundingClientRect().top;
  change();
  if (still) scrollBy({ top: still.getBoundingClientRect().top - before, behavior: "instant" });
}
