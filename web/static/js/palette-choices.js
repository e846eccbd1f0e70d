// What the palette can do now, read from the page itself: what this reader may not do is not there to be chosen.

import { say } from "./page.js";
import { ticketPane } from "./ticket-pane.js";
import { openDialog } from "./dialogs.js";

const pane = () => ticketPane();
const text = (element) => element.querySelector("span:not(.status):not(.face)")?.textContent.trim() || element.textContent.trim();

/** The open ticket: its number and its customer. */
export function ticketContext() {
  const article = pane()?.querySelector("article.ticket");
  if (!article) return null;
  const name = pane().querySelector(".customer__who b")?.textContent.trim() ?? "";
  return { number: `#${article.dataset.ticket}`, name };
}

/** The acts of the open ticket, first those that have a key. */
export function contextChoices() {
  const found = [];
  const key = (selector, words, iconName, keys) => {
    const button = pane().querySelector(selector);
    if (usable(button)) found.push({ words: words ?? label(button), iconName, keys, run: () => button.click() });
  };
  key("[data-key=t]", null, "key", ["T"]);
  key("[data-key=d]", null, "key", ["D"]);
  key("[data-act=ask]", null, "hand");
  if (pane().composer && pane().querySelector("article").dataset.lock !== "other") {
    found.push({ words: say("reply"), iconName: "reply", keys: ["R"], run: () => pane().composer.write("answer") });
  }
  if (pane().composer) found.push({ words: say("internal_note"), iconName: "note", keys: ["N"], run: () => pane().composer.write("note") });
  key("[data-edit]", say("edit_customer"), "pen", ["E"]);
  found.push(...menuChoices("assign", (words) => say("assign_to", { name: words }), "swap"));
  found.push(...menuChoices("status", (words) => say("set_status_to", { name: words })));
  found.push(...dialogChoices());
  found.push(...menuChoices("group", (words) => say("move_to_group", { name: words }), "people"));
  return found;
}

const usable = (button) => button && !button.disabled && button.getAttribute("aria-disabled") !== "true";

function label(button) {
  const copy = button.cloneNode(true);
  for (const hint of copy.querySelectorAll("kbd, svg")) hint.remove();
  return copy.textContent.trim() || button.title;
}

/** The choices of one menu, each once: the same menu may stand in the head and in the banner. */
function menuChoices(act, say_, iconName) {
  const buttons = [...pane().querySelectorAll(`.menu [data-act="${act}"]:not([aria-checked="true"])`)].filter(usable);
  const once = new Map(buttons.map((button) => [button.value, button]));
  return [...once.values()].map((button) => ({
    words: say_(label(button).replace(button.querySelector(".face")?.textContent ?? "", "").trim() || text(button)),
    iconName: iconName ?? `status-${button.value}`,
    face: act === "assign" ? button.querySelector(".face") : undefined,
    run: () => button.click(),
  }));
}

/** Snooze, merge, subject, delete: what stands in the menu of further actions. */
function dialogChoices() {
  const buttons = [...pane().querySelectorAll("#more-menu .menu__item")].filter(usable);
  return buttons.map((button) => ({
    words: label(button),
    iconName: button.querySelector("use")?.getAttribute("href").split("#")[1] ?? "dots",
    run: () => (button.dataset.dialog ? openDialog(document.getElementById(button.dataset.dialog)) : button.click()),
  }));
}

const JUMPS = { mine: ["G", "M"], unassigned: ["G", "U"], all: ["G", "A"] };

/** Every link of the rail: views, groups, saved searches, the desk's pages. */
export function goChoices() {
  return [...document.querySelectorAll(".rail .rail-link")].map((link) => {
    const words = link.querySelector("span:not(.group-square)").textContent.trim();
    const count = link.querySelector(".rail-link__count")?.textContent.trim() ?? "";
    const iconName = link.querySelector("use")?.getAttribute("href").split("#")[1];
    const face = link.querySelector(".group-square") ?? undefined;
    return { words, aside: count, iconName, face, keys: JUMPS[link.dataset.view], run: () => link.click() };
  });
}
