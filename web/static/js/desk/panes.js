// The panes, as F6 goes round them. What has the focus is never the page itself: when it is gone, its pane has it, else the desk.

// Where the focus goes in each pane: rail, list, chosen tickets, conversation, composer, panel; the best place first.
const STOPS = [
  [".rail [aria-current]", ".rail .rail-link"],
  ["ticket-list .ticket-row[tabindex='0']"],
  ["bulk-bar button"],
  [".ticket .thread"],
  ["answer-composer .composer__text:not([hidden])"],
  [".side-panel button, .side-panel input"],
];
const PANES = ".rail, ticket-list, bulk-bar, .thread, answer-composer, .side-panel";

const desk = document.querySelector(".desk");
const inSight = (element) => element?.checkVisibility();
let last = null; // the pane that had the focus

/** The place for the focus in every pane that is in sight. */
export const stops = () => STOPS.map((places) => places.map((place) => document.querySelector(place)).find(inSight)).filter(Boolean);

/** The pane that this is in. */
export const paneOf = (element) => element.closest(PANES);

function keep() {
  if (document.activeElement !== document.body || document.querySelector("dialog[open]")) return;
  const stop = stops().find((one) => last && paneOf(one)?.matches(last)) ?? desk;
  stop?.focus({ preventScroll: true });
}

document.addEventListener("focusin", ({ target }) => {
  const pane = paneOf(target);
  if (pane) last = [...PANES.split(", ")].find((one) => pane.matches(one));
});
// The link that skips to a pane: its place has the focus as long as nothing in it has.
document.querySelector(".skip-link")?.addEventListener("click", ({ currentTarget }) => {
  const target = document.querySelector(currentTarget.hash);
  if (!target || target.hasAttribute("tabindex")) return;
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
  target.addEventListener("blur", () => target.removeAttribute("tabindex"), { once: true });
});
new MutationObserver(keep).observe(document.body, { childList: true, subtree: true, attributeFilter: ["hidden", "disabled", "data-lock"] });
keep();
