// One move: rows slide from where they were to where they belong; none fades.

const MOVE = { duration: 220, easing: "ease-out" };
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Settled when the browser has drawn the current state. */
const drawn = () => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });

/**
 * Make `items` the rows of the list, in this order, before `end`; settled when they rest. One move at a time: a row that
 * starts anew while it slides counts as a jump for the browser, although the eye sees none. On a busy machine a move
 * begins late, so its end is asked of the browser, not of a clock.
 */
export function slideTo(list, items, end) {
  const rows = [...list.querySelectorAll(":scope > .ticket-list__item")];
  const before = new Map(rows.map((item) => [item, item.getBoundingClientRect().top]));
  const staying = new Set(items);
  for (const item of rows) if (!staying.has(item)) item.remove();
  let place = list.querySelector(":scope > .ticket-list__item");
  for (const item of items) {
    if (item === place) place = place.nextElementSibling;
    else list.insertBefore(item, place ?? end); // after the last row `place` is the end itself
  }
  if (still.matches || document.hidden) return Promise.resolve();
  const moved = items.filter((item) => before.has(item)).map((item) => [item, before.get(item) - item.getBoundingClientRect().top]);
  const moves = moved.filter(([, by]) => by).map(([item, by]) => item.animate({ translate: [`0 ${by}px`, "0 0"] }, MOVE));
  return Promise.allSettled(moves.map((move) => move.finished)).then(drawn);
}
