// Which key does what in the console.

import { searchField } from "../search/search-field.js";
import { listenToKeys } from "../keys/keyboard.js";
import { ticketList } from "../list/ticket-list.js";
import { bulkBar } from "../list/bulk-bar.js";
import { ticketPane } from "../ticket/ticket-pane.js";
import { fetchDialog, openDialog } from "../elements/dialogs.js";
import { focusPanel } from "../composer/insert-panel.js";
import { say } from "../lib/page.js";
import { toast, undoNewest } from "../live/desk-toast.js";
import { ticketPeek } from "../list/ticket-peek.js";
import { closeTicket, openTicket } from "../desk/navigation.js";
import { paneOf, stops } from "../desk/panes.js";
import { step } from "../desk/stepping.js";
import { PANELS_ASKED } from "../lib/signals.js";

/** The row that has the ring. */
const ringed = () => document.activeElement.closest?.(".ticket-list__item");

/** An act on the ringed row, which is opened for it; on the open ticket where no row has the ring. */
const onTicket = (act) => async () => {
  const ticket = ringed()?.dataset.ticket ?? ticketPane()?.ticket;
  if (ticket && ticket !== ticketPane().ticket) await openTicket(ticket);
  if (ticket && ticket === ticketPane().ticket) act(ticketPane()); // not where it needs a connection
};

/** Press a button of that ticket; while tickets are chosen, the same one for all of them. */
const press = (selector) => () => {
  const ofAll = bulkBar()?.button(selector);
  if (ofAll) ofAll.click();
  else onTicket((pane) => pressIn(pane, selector))();
};

function pressIn(pane, selector) {
  const button = pane.querySelector(selector);
  const { lock } = pane.querySelector(".ticket").dataset;
  if (button && !button.disabled) button.click();
  else if (lock === "free") toast({ title: say("take_it_first"), iconName: "key" });
  else if (lock === "other") toast({ title: say("has_it_now", { name: pane.holder }), iconName: "lock" });
}

const go = (view) => () => document.querySelector(`a:is([data-view="${view}"], [data-go="${view}"])`)?.click();

const drawer = matchMedia("(max-width: 82.5em)"); // the panels stand beside the ticket where there is room, and close nothing

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
  } else if (drawer.matches && ticketPane()?.classList.contains("is-panel-open")) {
    ticketPane().classList.remove("is-panel-open");
  } else if (ticketPane()?.ticket && !event.target.closest("input, textarea")) {
    closeTicket();
  } else if (!event.target.closest("input, textarea")) {
    searchField()?.end();
  }
}

/** An email to the hotel whose card has the focus, or to whoever is typed then. */
const writeTo = (to) => onTicket((pane) => pane.composer?.write("to_third_party", { to }))();

/** The search of the first panel, which is a drawer on narrow screens. */
function showPanels() {
  ticketPane()?.classList.add("is-panel-open");
  ticketPane()?.querySelector("[data-section=panels]")?.click();
  focusPanel();
}

document.addEventListener(PANELS_ASKED, showPanels);

/** F6: the next pane, and round again. */
function nextPane(by) {
  const panes = stops();
  if (!panes.length) return;
  const at = panes.findIndex((stop) => paneOf(stop).contains(document.activeElement));
  panes.at((at + by + panes.length) % panes.length).focus();
}

listenToKeys({
  j: () => step(1),
  k: () => step(-1),
  "Shift j": () => ticketList()?.steps.extend(1),
  "Shift k": () => ticketList()?.steps.extend(-1),
  x: () => ticketList()?.selection.toggle(ringed() ?? ticketList().current),
  o: () => ticketList()?.open(ringed()),
  Enter: () => ticketList()?.open(ringed()),
  Escape: escape,
  " ": () => ticketPeek()?.toggle(),
  F6: nextPane,
  t: press("[data-key=t]"),
  d: press("[data-key=d]"),
  a: press("[data-key=a]"),
  s: press("[data-key=s]"),
  "Shift g": press("[data-key=shift-g]"),
  b: press("[data-key=b]"),
  e: press("[data-edit]"),
  r: onTicket((pane) => pane.composer?.write("answer")),
  n: onTicket((pane) => pane.composer?.write("note")),
  m: () => writeTo(document.activeElement.closest("li")?.querySelector("[data-to]")?.dataset.to),
  h: onTicket(showPanels),
  z: undoNewest,
  ".": () => ticketList()?.showNews(),
  "/": () => searchField()?.open(),
  c: () => fetchDialog("/tickets/new"),
  "Shift c": () => document.querySelector("[data-compact]")?.click(),
  "?": () => openDialog(document.getElementById("keys-dialog")),
}, { m: go("mine"), u: go("unassigned"), a: go("all"), s: go("statistics"), l: go("live") });
