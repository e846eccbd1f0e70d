// Which key does what in the console.

import { searchField } from "./search-field.js";
import { listenToKeys } from "./keyboard.js";
import { ticketList } from "./ticket-list.js";
import { bulkBar } from "./bulk-bar.js";
import { ticketPane } from "./ticket-pane.js";
import { fetchDialog, openDialog } from "./dialogs.js";
import { focusPanel } from "./insert-panel.js";
import { ticketPeek } from "./ticket-peek.js";
import { closeTicket } from "./navigation.js";
import { step } from "./stepping.js";

/** Press a button of the open ticket; while tickets are chosen, the same one for all of them. */
const press = (selector) => () => (bulkBar()?.button(selector) ?? ticketPane()?.querySelector(selector))?.click();
const go = (view) => () => document.querySelector(`a[data-view="${view}"]`)?.click();

function escape(event) {
  const open = document.querySelector("[popover]:popover-open");
  if (open || document.querySelector("dialog[open]")) return;
  if (ticketPeek()?.isOpen) {
    ticketPeek().close();
  } else if (event.target.closest("answer-composer")) {
    event.preventDefault();
    ticketPane().thread.focus({ preventScroll: true });
  } else if (bulkBar()?.isOpen) {
    ticketList().selection.clear();
  } else if (ticketPane()?.classList.contains("is-panel-open")) {
    ticketPane().classList.remove("is-panel-open");
  } else if (ticketPane()?.ticket && !event.target.closest("input, textarea")) {
    closeTicket();
  }
}

/** The search of the first panel, which is a drawer on narrow screens. */
function showPanels() {
  ticketPane()?.classList.add("is-panel-open");
  ticketPane()?.querySelector("[data-section=panels]")?.click();
  focusPanel();
}

document.addEventListener("panels-asked", showPanels);

// Where the focus goes in each pane: rail, list, chosen tickets, conversation, composer, panel.
const STOPS = [".rail .rail-link[aria-current], .rail .rail-link", "ticket-list .ticket-row[tabindex='0']", "bulk-bar button", ".ticket .thread",
  "answer-composer .composer__text:not([hidden])", ".side-panel button, .side-panel input"];

/** F6: the next pane, and round again. */
function nextPane(by) {
  const panes = STOPS.map((selector) => document.querySelector(selector)).filter((stop) => stop?.checkVisibility());
  if (!panes.length) return;
  const around = (stop) => stop.closest(".rail, ticket-list, bulk-bar, .thread, answer-composer, .side-panel");
  const at = panes.findIndex((stop) => around(stop).contains(document.activeElement));
  panes.at((at + by + panes.length) % panes.length).focus();
}

listenToKeys({
  j: () => step(1),
  k: () => step(-1),
  "Shift j": () => ticketList()?.steps.extend(1),
  "Shift k": () => ticketList()?.steps.extend(-1),
  x: () => ticketList()?.selection.toggle(document.activeElement.closest?.(".ticket-list__item") ?? ticketList().current),
  o: () => ticketList()?.open(document.activeElement.closest?.(".ticket-list__item")),
  Enter: () => ticketList()?.open(document.activeElement.closest?.(".ticket-list__item")),
  Escape: escape,
  " ": () => ticketPeek()?.toggle(),
  F6: nextPane,
  t: press("[data-key=t]"),
  d: press("[data-key=d]"),
  a: press("[data-key=a]"),
  s: press("[data-key=s]"),
  "Shift g": press("[data-key=shift-g]"),
  e: press("[data-edit]"),
  r: () => ticketPane()?.composer?.write("answer"),
  n: () => ticketPane()?.composer?.write("note"),
  h: () => showPanels(),
  z: () => document.querySelector("desk-toast").act(),
  ".": () => ticketList()?.showNews(),
  "/": () => searchField()?.open(),
  c: () => fetchDialog("/tickets/new"),
  "Shift c": () => document.querySelector("[data-compact]")?.click(),
  "?": () => openDialog(document.getElementById("keys-dialog")),
}, { m: go("mine"), u: go("unassigned"), a: go("all") });
