// The gaps of a conversation: what is missing comes when it is asked for, and nothing that is read moves.

import { getFragment } from "../lib/requests.js";

const moment = (entry) => [Number(entry.dataset.at), Number(/^message-(\d+)$/.exec(entry.id)?.[1] ?? 0)];

/** Whether an entry of a conversation comes after another one. */
function isAfter(entry, other) {
  const [[at, number], [otherAt, otherNumber]] = [moment(entry), moment(other)];
  return at > otherAt || (at === otherAt && number > otherNumber);
}

/**
 * Put an entry where it belongs among `parent`'s, at the latest before `end`. False where it belongs into a gap: it
 * comes when that is filled.
 */
export function putInPlace(parent, entry, end = null) {
  const after = [...parent.children].find((other) => other.dataset.at && isAfter(other, entry)) ?? end;
  if (after !== end && after?.previousElementSibling?.matches(".gap")) return false;
  parent.insertBefore(entry, after);
  return true;
}

/** Fetch what belongs into the gap of this link, and put it there: `hold(still, change)` changes, and keeps `still` in its place. */
export async function fillGap(link, hold) {
  const gap = link.closest(".gap");
  if (gap.getAttribute("aria-busy") === "true") return;
  gap.setAttribute("aria-busy", "true");
  try {
    const entries = [...(await getFragment(link.href, "gap")).children];
    if (!gap.isConnected) return;
    const hadFocus = gap.contains(document.activeElement);
    const above = new URL(link.href).searchParams.has("after");
    hold(above ? gap.previousElementSibling : gap.nextElementSibling, () => {
      for (const entry of entries) if (entry.id) document.getElementById(entry.id)?.remove();
      gap.replaceWith(...entries);
    });
    if (hadFocus) goOn(entries);
  } finally {
    gap.removeAttribute("aria-busy");
  }
}

/** The keyboard stays where it was: on the gap that is left, else on the message that came nearest to it. */
function goOn(entries) {
  const rest = entries.find((entry) => entry.matches(".gap"))?.querySelector("a");
  const next = rest ?? entries.find((entry) => entry.id);
  if (!next) return;
  if (!rest) next.tabIndex = -1;
  next.focus({ preventScroll: true });
}
