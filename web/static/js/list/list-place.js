// Where someone was in a list: kept in the window's history, so that going back and reloading find it again.

/** The place as plain facts: the list, the cursors of its pages down to the first row that is seen, and that row. */
export function placeOf(list) {
  const { rows, pages } = list ?? {};
  if (!pages || rows.scrollTop <= 0) return null;
  const edge = rows.getBoundingClientRect().top;
  const seen = list.items.find((item) => item.getBoundingClientRect().bottom > edge);
  if (!seen) return null;
  const last = Number(seen.dataset.page);
  for (let page = pages.first; page < last; page += 1) pages.measure(page);
  return {
    list: list.dataset.more,
    pages: pages.pages.slice(0, last + 1),
    ticket: seen.dataset.ticket,
    below: seen.getBoundingClientRect().top - edge,
    top: rows.scrollTop,
  };
}

/** Write the place into the window's present entry. */
export function keepPlace(list, place = placeOf(list)) {
  if (!list?.pages || list.isFinding) return; // a place that is still being looked for is not lost
  history.replaceState({ ...history.state, place }, "");
}

/** Go to the place of the window's present entry, if it is one in this list. */
export async function findPlace(list) {
  const place = history.state?.place;
  if (!place || place.list !== list.dataset.more) return;
  list.isFinding = true;
  const { rows } = list;
  if (place.pages.length > 1) await list.pages.goTo(place.pages);
  if (rows.scrollHeight - rows.clientHeight < place.top) await list.pages.below(); // too little to scroll it there
  rows.scrollTop = place.top;
  const item = list.item(place.ticket);
  if (item) rows.scrollTop += item.getBoundingClientRect().top - rows.getBoundingClientRect().top - place.below;
  list.isFinding = false;
}
