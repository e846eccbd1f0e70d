// What the palette can do now, read from the page itself: what this reader may not do is not there to be chosen.

import { say } from "../lib/page.js";
import { ticketPane } from "../ticket/ticket-pane.js";
import { fetchDialog, openDialog } from "../elements/dialogs.js";
import { prefer, prefers } from "../lib/preferences.js";

const pane = () => ticketPane();
const line = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";
const text = (element) => line(element.querySelector("span:not(.status):not(.face)")) || line(element);
const iconOf = (element) => element.querySelector("use")?.getAttribute("href").split("#")[1];

/** The open ticket: its number and its customer. */
export function ticketContext() {
  const article = pane()?.querySelector("article.ticket");
  if (!article) return null;
  const name = line(pane().querySelector(".customer__who b"));
  return { number: `#${article.dataset.ticket}`, name };
}

/** The acts of the open ticket, first those that have a key. `also`: other words for each, by what marks its button. */
export function contextChoices(also) {
  const found = [];
  const key = (name, selector, words, iconName, keys) => {
    const button = pane().querySelector(selector);
    if (usable(button)) found.push({ words: words ?? label(button), also: also[name], iconName, keys, run: () => button.click() });
  };
  const write = (name, kind, words, iconName) => {
    found.push({ words, also: also[name], iconName, keys: [name.toUpperCase()], run: () => pane().composer.write(kind) });
  };
  key("t", "[data-key=t]", null, "key", ["T"]);
  key("d", "[data-key=d]", null, "key", ["D"]);
  key("ask", "[data-act=ask]", null, "hand");
  if (pane().composer && pane().querySelector("article").dataset.lock !== "other") write("r", "answer", say("reply"), "reply");
  if (pane().composer) write("n", "note", say("internal_note"), "note");
  key("e", "[data-edit]", say("edit_customer"), "pen", ["E"]);
  const menus = [
    ["assign", say("assign_menu"), "A", "swap", (words) => say("assign_to", { name: words })],
    ["status", say("status_menu"), "S", undefined, (words) => say("set_status_to", { name: words })],
    ["group", say("group_menu"), "⇧G", "people", (words) => say("move_to_group", { name: words })],
  ];
  const choices = menus.map(([act, words, keys, iconName, named]) => menuChoices(act, { words, keys: [keys], iconName }, named, also));
  return [...found, ...choices.flatMap(([opening]) => opening), ...dialogChoices(also), ...choices.flatMap(([, each]) => each)];
}

const usable = (button) => button && !button.disabled && button.getAttribute("aria-disabled") !== "true";

function label(button) {
  const copy = button.cloneNode(true);
  for (const hint of copy.querySelectorAll("kbd, svg")) hint.remove();
  return line(copy) || button.title;
}

/** A menu in one line, and its choices, each once and only by its own name: the same menu may be in the head and in the banner. */
function menuChoices(act, menu, named, also) {
  const buttons = [...pane().querySelectorAll(`.menu [data-act="${act}"]:not([aria-checked="true"])`)].filter(usable);
  const once = new Map(buttons.map((button) => [button.value, button]));
  const opener = buttons.map((button) => pane().querySelector(`[popovertarget="${button.closest(".menu").id}"]`)).find(usable);
  const each = [...once.values()].map((button) => {
    const name = label(button).replace(line(button.querySelector(".face")), "").trim() || text(button);
    const face = act === "assign" ? button.querySelector(".face") : undefined;
    return { words: named(name), needs: name, also: also[`${act}-${button.value}`], iconName: menu.iconName ?? `status-${button.value}`, face, run: () => button.click() };
  });
  return [opener ? [{ ...menu, also: also[act], iconName: menu.iconName ?? "status-open", run: () => opener.click() }] : [], each];
}

/** Snooze, merge, subject, delete: what is in the menu of further actions. */
function dialogChoices(also) {
  const buttons = [...pane().querySelectorAll("#more-menu .menu__item")].filter(usable);
  return buttons.map((button) => ({
    words: label(button),
    also: also[nameOf(button)],
    iconName: iconOf(button) ?? "dots",
    run: () => (button.dataset.dialog ? openDialog(document.getElementById(button.dataset.dialog)) : button.click()),
  }));
}

/** What marks a button of that menu: the dialog that it opens, its act, or the end of its address. */
const nameOf = ({ dataset, href }) => dataset.dialog ?? dataset.act ?? dataset.write ?? (dataset.fetchDialog ?? href ?? "").split("?")[0].split("/").pop();

const JUMPS = { mine: ["G", "M"], unassigned: ["G", "U"], all: ["G", "A"] };

/** Every link of the rail: views, groups, saved searches, the desk's pages; and the pages that are not in the rail. */
export function goChoices({ links, commands }) {
  const rail = [...document.querySelectorAll(".rail .rail-link")].map((link) => {
    const words = line(link.querySelector("span:not(.group-square)"));
    const count = line(link.querySelector(".rail-link__count"));
    const face = link.querySelector(".group-square") ?? undefined;
    const also = links[link.getAttribute("href")];
    return { words, also, aside: count, iconName: iconOf(link), face, keys: JUMPS[link.dataset.view], run: () => link.click() };
  });
  const pages = commands.filter((one) => one.href).map((one) => ({ ...one, iconName: one.icon, run: () => location.assign(one.href) }));
  return [...rail, ...pages];
}

/** Whoever is away comes back by the same button. */
const wordsOf = ({ press, words }) => (document.querySelector(press).matches("[data-away][aria-checked=true]") ? say("back_at_desk") : words);

/** What can always be done: a new ticket, the keys, and what buttons of the page do for its reader. */
export function doChoices({ doing, commands }) {
  const pressing = commands.filter((one) => one.press && usable(document.querySelector(one.press)));
  return [
    { words: say("new_ticket"), also: doing.new, iconName: "plus", keys: ["C"], run: () => fetchDialog("/tickets/new") },
    { words: say("all_keys"), also: doing.keys, iconName: "rows", keys: ["?"], run: () => openDialog(document.getElementById("keys-dialog")) },
    { words: say("compact_rows"), also: doing.compact, iconName: "rows", keys: ["⇧C"], run: () => prefer({ compact: !prefers("compact") }) },
    ...pressing.map((one) => ({ ...one, words: wordsOf(one), iconName: one.icon, run: () => document.querySelector(one.press).click() })),
  ];
}
