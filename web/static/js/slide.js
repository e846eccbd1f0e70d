// One move: rows slide from where they were to where they belong; none fades.

const MOVE_MS = 220;
const moves = new WeakMap(); // row → its last move
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Make `items` the rows of the list, in this order, before `end`; the scroll position of what is seen stays. */
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
  if (still.matches) return;
  for (const item of items) moves.get(item)?.cancel(); // it goes on from where it was seen
  for (const item of items) {
    const from = before.get(item);
    const moved = from === undefined ? 0 : from - item.getBoundingClientRect().top;
    if (moved) moves.set(item, item.animate([{ translate: `0 ${moved}px` }, { translate: "0 0" }], { duration: MOVE_MS, easing: "ease-out" }));
  }
}
