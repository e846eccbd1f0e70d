// One move: rows slide from where they were to where they belong; none fades.

const MOVE_MS = 220;
const DRAWN_MS = 50; // until the browser has drawn the end of a move
const still = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * Make `items` the rows of the list, in this order, before `end`; settled when they rest. One move at a time: a row that
 * starts anew while it slides counts as a jump for the browser, although the eye sees none.
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
  if (still.matches) return Promise.resolve();
  for (const item of items) {
    const from = before.get(item);
    const moved = from === undefined ? 0 : from - item.getBoundingClientRect().top;
    if (moved) item.animate([{ translate: `0 ${moved}px` }, { translate: "0 0" }], { duration: MOVE_MS, easing: "ease-out" });
  }
  return new Promise((resolve) => setTimeout(resolve, MOVE_MS + DRAWN_MS));
}
