// Which view and which ticket are open: in the panes, in the address, and going back.

import { page } from "../lib/page.js";
import { getFragment } from "../lib/requests.js";
import { ticketList } from "../list/ticket-list.js";
import { ticketPane } from "../ticket/ticket-pane.js";
import { deskRail } from "./desk-rail.js";
import { failed } from "../live/outcomes.js";
import { toast } from "../live/desk-toast.js";
import { findPlace, keepPlace, placeOf } from "../list/list-place.js";
import { holdKeys } from "../keys/type-ahead.js";
import { messageInAddress, showMessage } from "../ticket/thread.js";
import { title } from "../live/unread.js";
import { ANSWER_RECALLED, LIST_SHOWN, TICKET_CHOSEN, TICKET_CLOSED, signal } from "../lib/signals.js";

const desk = document.querySelector(".desk");
const narrow = matchMedia("(max-width: 47.5em)");

/** The query after the `?`: the view, the group or the search that the list shows. */
const shown = () => new URL(ticketList()?.dataset.more ?? "/tickets?view=all", location.href).searchParams.toString();

function address(ticket, message = "") {
  return `${ticket ? `/tickets/${ticket}` : "/tickets"}?${shown()}${message && `#message-${message}`}`;
}

/** The address of the list alone. */
export const viewAddress = () => address("");

/** Another entry in the window's history; the list's position is kept in the old one and in the new one. */
function pushEntry(where, place) {
  keepPlace(ticketList(), place);
  history.pushState({ place }, "", where);
}

function show(paneName) {
  desk.dataset.pane = paneName;
}

/** Open a ticket in its pane, and in the address; `message`: the one that is to be seen. True when it is there. */
export async function openTicket(ticket, { push = true, message = "" } = {}) {
  if (!ticket) return false;
  if (!ticketPane()) {
    location.assign(`/tickets/${ticket}${message && `#message-${message}`}`); // a page without the panes
    return false;
  }
  const place = placeOf(ticketList()); // now, while the page stands: measured after a change it is laid out once more
  ticketList()?.select(ticket);
  ringGoesAlong(ticket);
  const go = holdKeys();
  try {
    if (!(await ticketPane().open(ticket, message))) {
      ticketList()?.select(ticketPane().ticket);
      return false;
    }
  } finally {
    setTimeout(go); // who waits for the ticket acts on it first
  }
  document.querySelector("ticket-peek")?.close();
  if (push) pushEntry(address(ticket, message), place);
  show("ticket");
  return true;
}

/** No ring stays on a row while another ticket opens: it would say that keys act on that one. */
function ringGoesAlong(ticket) {
  const { steps } = ticketList() ?? {};
  if (!steps?.focused || steps.focused.dataset.ticket === String(ticket)) return;
  const item = ticketList().item(ticket);
  if (item) steps.focus(item);
  else document.activeElement.blur();
}

/** Close it; the list is back, with the focus where it was. */
export function closeTicket({ push = true } = {}) {
  const ticket = ticketPane()?.wanted;
  if (!ticket) return;
  ticketPane().close();
  ticketList()?.select("");
  if (push) pushEntry(address(), placeOf(ticketList()));
  show("list");
  const item = ticketList()?.item(ticket);
  if (item) ticketList().steps.focus(item);
}

let opening = 0;

/**
 * Another view or search in the list; the open ticket stays. `replace`: the address goes on from the last one; `unless` is asked
 * whether the list that came is not wanted after all. True when it is there.
 */
export async function openView(path, { push = true, replace = false, unless = () => false } = {}) {
  opening += 1;
  const turn = opening;
  try {
    const fragment = await getFragment(path, "list");
    const list = fragment.querySelector("ticket-list");
    if (turn !== opening || unless(list)) return false; // something else was asked for meanwhile
    if (push && !replace) keepPlace(ticketList());
    ticketList().replaceWith(list);
    deskRail()?.select(list.query);
    list.select(ticketPane().ticket);
    if (narrow.matches) show("list");
    const place = address(narrow.matches ? "" : ticketPane().ticket);
    if (replace) history.replaceState({}, "", place);
    else if (push) history.pushState({}, "", place);
    signal(LIST_SHOWN, { list });
    title(`${list.querySelector("h1").textContent} · ${page.desk}`);
    if (!push) await findPlace(list);
    return true;
  } catch (problem) {
    failed(problem);
    return false;
  }
}

addEventListener("popstate", async () => {
  if (!ticketPane()) return;
  const ticket = location.pathname.match(/^\/tickets\/(\d+)/)?.[1];
  const wanted = new URLSearchParams(location.search).toString() || "view=all";
  if (wanted !== shown()) await openView(`/tickets?${wanted}`, { push: false });
  const message = messageInAddress();
  if (ticket && ticket === ticketPane().ticket && message) await showMessage(ticketPane(), message);
  else if (ticket === ticketPane().ticket) return; // only the place in the page is another
  else if (ticket) await openTicket(ticket, { push: false, message });
  else closeTicket({ push: false });
});

if (ticketList()) findPlace(ticketList()); // after a reload

document.addEventListener(TICKET_CHOSEN, ({ detail }) => openTicket(detail.ticket, { message: detail.message }));
document.addEventListener(TICKET_CLOSED, (event) => {
  toast({ title: event.detail.words, iconName: "info" });
  history.replaceState({}, "", address());
  show("list");
});
document.addEventListener(ANSWER_RECALLED, async ({ detail }) => {
  const wasOpen = ticketPane().ticket === detail.ticket;
  if (!wasOpen) await openTicket(detail.ticket);
  if (wasOpen) ticketPane().composer?.restore(detail.draft ?? undefined);
  else ticketPane().composer?.write(detail.kind ?? "answer"); // drawn just now, with the draft that it is again
  ticketPane().news.refresh();
});
