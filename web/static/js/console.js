// The console: which view and which ticket stand in the address, who hears which event, which key does what.

import { page, say } from "./page.js";
import { getPart } from "./requests.js";
import { live } from "./live.js";
import { drawTimes } from "./times.js";
import { ticketList } from "./ticket-list.js";
import { rowOf } from "./rows.js";
import { ticketPane } from "./ticket-pane.js";
import { deskRail } from "./desk-rail.js";
import { setPresence, setTyping } from "./presence.js";
import { doAct, doWithUndo } from "./ticket-acts.js";
import { fetchDialog, openDialog, sendDialog } from "./dialogs.js";
import { keysAreOff, listenToKeys } from "./keyboard.js";
import { remember, remembered } from "./memory.js";
import { failed, isMine, undo } from "./outcomes.js";
import { toast } from "./desk-toast.js";
import "./action-log.js";
import "./answer-composer.js";
import "./customer-card.js";
import "./desk-toast.js";
import "./file-shelf.js";
import { focusPanel } from "./insert-panel.js";
import "./menu-button.js";
import "./offline-banner.js";

const TICKET_EVENTS = ["ticket.opened", "ticket.taken", "ticket.dropped", "ticket.assigned", "ticket.status",
  "ticket.changed", "ticket.merged", "ticket.deleted", "ticket.restored", "message.added", "message.recalled",
  "message.delivery", "lock.asked"];
const desk = document.querySelector(".desk");
const narrow = matchMedia("(max-width: 760px)");

// ---- which view, which ticket ---------------------------------------------------------------------------------------

const query = () => ticketList()?.query ?? {};

function address(ticket) {
  const { view, group } = query();
  const search = new URLSearchParams(group ? { group } : { view: view || "all" });
  return `${ticket ? `/tickets/${ticket}` : "/tickets"}?${search}`;
}

function show(paneName) {
  desk.dataset.pane = paneName;
}

async function openTicket(ticket, { push = true } = {}) {
  if (!ticket) return;
  ticketList()?.select(ticket);
  if (!(await ticketPane().open(ticket))) {
    ticketList()?.select(ticketPane().ticket);
    return;
  }
  if (push) history.pushState({ ticket }, "", address(ticket));
  show("ticket");
}

function closeTicket({ push = true } = {}) {
  const { ticket } = ticketPane();
  ticketPane().close();
  ticketList()?.select("");
  if (push) history.pushState({}, "", address());
  show("list");
  const item = ticketList()?.item(ticket);
  if (item) ticketList().focusRow(item);
}

async function openView(path, { push = true } = {}) {
  try {
    const part = await getPart(path, "list");
    const list = part.querySelector("ticket-list");
    ticketList().replaceWith(list);
    deskRail()?.select(list.query);
    list.select(ticketPane().ticket);
    if (narrow.matches) show("list");
    if (push) history.pushState({}, "", address(narrow.matches ? "" : ticketPane().ticket));
    document.title = `${list.querySelector("h1").textContent} · Deskbell`;
  } catch (problem) {
    failed(problem);
  }
}

addEventListener("popstate", async () => {
  const ticket = location.pathname.match(/^\/tickets\/(\d+)/)?.[1];
  const search = new URLSearchParams(location.search);
  const { view, group } = query();
  if ((search.get("group") ?? "") !== (group ?? "") || (search.get("view") ?? "all") !== (view || "all")) {
    await openView(`/tickets${location.search}`, { push: false });
  }
  if (ticket) await openTicket(ticket, { push: false });
  else closeTicket({ push: false });
});

document.addEventListener("ticket-chosen", (event) => openTicket(event.detail.ticket));
document.addEventListener("ticket-closed", (event) => {
  toast({ title: event.detail.words, iconName: "info" });
  history.replaceState({}, "", address());
  show("list");
});
document.addEventListener("answer-recalled", async ({ detail }) => {
  if (ticketPane().ticket !== detail.ticket) await openTicket(detail.ticket);
  ticketPane().composer?.restore(detail.html ?? "");
  ticketPane().refresh();
});

// ---- what the server says -------------------------------------------------------------------------------------------

for (const name of TICKET_EVENTS) {
  live.addEventListener(name, ({ detail }) => {
    const mine = isMine(detail);
    if (detail.row || detail.gone) ticketList()?.heard(detail.ticket, detail.row, { mine });
    ticketPane()?.heard({ ...detail, kind: detail.kind ?? name });
    deskRail()?.recount();
    document.querySelector("offline-banner")?.heard();
    if (name === "lock.asked") asked(detail);
  });
}
live.addEventListener("presence", ({ detail }) => setPresence(detail));
live.addEventListener("typing", ({ detail }) => setTyping(detail));
live.addEventListener("mailbox.polled", ({ detail }) => deskRail()?.polled(detail));
live.addEventListener("resync", () => resync());
live.addEventListener("signed-out", () => location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`));
live.addEventListener("connected", () => ticketPane()?.ticket && live.send("watch", { ticket: Number(ticketPane().ticket) }));

/** Somebody asks me for a ticket that I hold, or answers what I asked. */
function asked({ ticket, asker, holder, answer, actor }) {
  const number = `#${ticket}`;
  const said = ticketPane()?.ticket === String(ticket) && !document.hidden; // its banner says it
  if (!answer && holder?.id === page.me.id && !said) {
    toast({
      title: say("asks_you_for", { name: asker.name, number }),
      iconName: "hand",
      action: { label: say("hand_over"), run: () => doAct(ticket, "ask/answer", { hand_over: "1" }) },
    });
  } else if (answer && asker?.id === page.me.id) {
    toast({ title: say(answer === "kept" ? "keeps_it" : "handed_over", { name: actor?.name ?? "", number }), iconName: "key" });
  }
}

/** The gap is too old to be told event by event: read everything that is shown again. */
async function resync() {
  const list = ticketList();
  if (!list) return;
  try {
    const part = await getPart(`/tickets?${new URLSearchParams(list.query.group ? { group: list.query.group } : { view: list.query.view })}`, "rows");
    const fresh = new Map([...part.querySelectorAll(".ticket-list__item")].map((item) => [item.dataset.ticket, item]));
    for (const item of list.items) {
      if (!fresh.has(item.dataset.ticket) && item !== list.current) list.heard(item.dataset.ticket, undefined);
    }
    for (const [ticket, item] of fresh) list.heard(ticket, rowOf(item).outerHTML, { mine: true });
    ticketPane().refresh();
    deskRail()?.recount();
  } catch (problem) {
    failed(problem);
  }
}

// ---- under the hand -------------------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-view], a[data-group-link]");
  if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey && ticketList()) {
    event.preventDefault();
    openView(link.href);
    return;
  }
  const button = event.target.closest("button, a");
  if (!button) return;
  if (button.matches("[data-new-ticket]")) {
    event.preventDefault();
    fetchDialog("/tickets/new");
  } else if (button.dataset.act) {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") !== "true") actOf(button);
  } else if (button.dataset.dialog) {
    openDialog(document.getElementById(button.dataset.dialog));
  } else if (button.matches("[data-back]")) {
    closeTicket();
  } else if (button.dataset.step) {
    step(Number(button.dataset.step));
  } else if (button.dataset.ticketLink) {
    event.preventDefault();
    openTicket(button.dataset.ticketLink);
  } else if (button.dataset.theme !== undefined) {
    setTheme(button.dataset.theme);
  } else if (button.matches("[data-more]")) {
    openRail(button);
  } else if (button.matches("[data-compact]")) {
    setCompact(!desk.classList.contains("compact"));
  } else if (button.matches("[data-undo-message]")) {
    event.preventDefault();
    undo(ticketPane().ticket, button.dataset.undoMessage);
  }
});

async function actOf(button) {
  const { act, done, undo } = button.dataset;
  const ticket = button.dataset.ticket ?? ticketPane().ticket;
  const fields = button.name ? { [button.name]: button.value } : {};
  const back = undo === undefined ? null : { [button.name]: undo };
  button.setAttribute("aria-busy", "true");
  if (done) await doWithUndo(ticket, act, fields, done, back);
  else await doAct(ticket, act, fields);
  button.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-in-place]");
  if (!form) return;
  event.preventDefault();
  sendDialog(form, (answer) => {
    if (form.dataset.inPlace === "new-ticket") openTicket(answer.ticket.id);
    else document.dispatchEvent(new CustomEvent("ticket-touched"));
    if (form.dataset.done) toast({ title: form.dataset.done, iconName: "check" });
  });
});

function setTheme(theme) {
  const root = document.documentElement;
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  document.cookie = `deskbell_theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  for (const choice of document.querySelectorAll("[data-theme][role=menuitemradio]")) {
    choice.setAttribute("aria-checked", String(choice.dataset.theme === theme));
  }
}

/** On a phone the rail slides over the list, until something in it or beside it is pressed. */
function openRail(button) {
  const rail = document.querySelector(".rail");
  const open = rail.classList.toggle("is-open");
  button.setAttribute("aria-expanded", String(open));
  if (!open) return;
  const close = (event) => {
    if (event.target.closest("menu-button, .health")) return;
    rail.classList.remove("is-open");
    button.setAttribute("aria-expanded", "false");
    removeEventListener("click", close);
  };
  setTimeout(() => addEventListener("click", close));
}

function setCompact(compact) {
  desk.classList.toggle("compact", compact);
  document.querySelector("[data-compact]")?.setAttribute("aria-pressed", String(compact));
  remember("compact-rows", compact);
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-single-keys]")) remember("single-keys-off", !event.target.checked);
});

function step(by) {
  const list = ticketList();
  const item = list?.neighbour(by);
  if (!item) return;
  if (ticketPane().ticket && !list.contains(document.activeElement)) list.open(item);
  else list.focusRow(item);
}

const press = (selector) => () => ticketPane().querySelector(selector)?.click();
const go = (view) => () => document.querySelector(`a[data-view="${view}"]`)?.click();

function escape(event) {
  const open = document.querySelector("[popover]:popover-open");
  if (open || document.querySelector("dialog[open]")) return;
  if (event.target.closest("answer-composer")) {
    event.preventDefault();
    event.target.blur();
  } else if (ticketPane().classList.contains("is-panel-open")) {
    ticketPane().classList.remove("is-panel-open");
  } else if (ticketPane().ticket && !event.target.closest("input, textarea")) {
    closeTicket();
  }
}

/** The search of the first panel, which is a drawer on narrow screens. */
function showPanels() {
  ticketPane().classList.add("is-panel-open");
  focusPanel();
}

/** F6: rail, list, ticket, composer, panel, and round again. */
function nextPane(by) {
  const panes = [".rail", "ticket-list", ".ticket .thread", "answer-composer", ".side-panel"]
    .map((selector) => document.querySelector(selector))
    .filter((element) => element?.checkVisibility());
  const at = panes.findIndex((element) => element.contains(document.activeElement));
  const to = panes.at((at + by + panes.length) % panes.length);
  const target = to.matches("answer-composer") ? null : to.querySelector("a[tabindex='0'], a[href], button") ?? to;
  if (target) target.focus();
  else to.box.focus();
}

setCompact(remembered("compact-rows"));
for (const field of document.querySelectorAll("[data-single-keys]")) field.checked = !keysAreOff();

listenToKeys({
  j: () => step(1),
  k: () => step(-1),
  o: () => ticketList()?.open(document.activeElement.closest?.(".ticket-list__item")),
  Enter: () => ticketList()?.open(document.activeElement.closest?.(".ticket-list__item")),
  Escape: escape,
  F6: nextPane,
  t: press("[data-key=t]"),
  d: press("[data-key=d]"),
  a: press("[data-key=a]"),
  s: press("[data-key=s]"),
  "Shift g": press("[data-key=shift-g]"),
  e: press("[data-edit]"),
  r: () => ticketPane().composer?.write("answer"),
  n: () => ticketPane().composer?.write("note"),
  h: () => showPanels(),
  z: () => document.querySelector("desk-toast").act(),
  ".": () => ticketList()?.showNews(),
  "/": () => document.querySelector(".rail__search input")?.focus(),
  c: () => fetchDialog("/tickets/new"),
  "?": () => openDialog(document.getElementById("keys-dialog")),
}, { m: go("mine"), u: go("unassigned"), a: go("all") });

drawTimes();
