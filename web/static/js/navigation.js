// Which view and which ticket are open: in the panes, in the address, and going back.

import { getPart } from "./requests.js";
import { ticketList } from "./ticket-list.js";
import { ticketPane } from "./ticket-pane.js";
import { deskRail } from "./desk-rail.js";
import { failed } from "./outcomes.js";
import { fetchDialog } from "./dialogs.js";
import { toast } from "./desk-toast.js";
import { findPlace, keepPlace, placeOf } from "./list-place.js";
import { title } from "./unread.js";

const desk = document.querySelector(".desk");
const narrow = matchMedia("(max-width: 47.5em)");

/** What stands behind the `?`: the view, the group or the search that the list shows. */
const shown = () => new URL(ticketList()?.dataset.more ?? "/tickets?view=all", location.href).searchParams.toString();

function address(ticket) {
  return `${ticket ? `/tickets/${ticket}` : "/tickets"}?${shown()}`;
}

/** Another entry in the window's history; where the list was stands in the one that is left, and in the new one. */
function pushEntry(where, place) {
  keepPlace(ticketList(), place);
  history.pushState({ place }, "", where);
}

function show(paneName) {
  desk.dataset.pane = paneName;
}

/** Open a ticket in its pane, and in the address. */
export async function openTicket(ticket, { push = true } = {}) {
  if (!ticket) return;
  if (!ticketPane()) {
    location.assign(`/tickets/${ticket}`); // a page without the panes
    return;
  }
  const place = placeOf(ticketList()); // now, while the page stands: measured after a change it is laid out once more
  ticketList()?.select(ticket);
  if (!(await ticketPane().open(ticket))) {
    ticketList()?.select(ticketPane().ticket);
    return;
  }
  document.querySelector("ticket-peek")?.close();
  if (push) pushEntry(address(ticket), place);
  show("ticket");
}

/** Close it; the list is back, with the focus where it was. */
export function closeTicket({ push = true } = {}) {
  const ticket = ticketPane()?.ticket;
  if (!ticket) return;
  ticketPane().close();
  ticketList()?.select("");
  if (push) pushEntry(address(), placeOf(ticketList()));
  show("list");
  const item = ticketList()?.item(ticket);
  if (item) ticketList().steps.focus(item);
}

let opening = 0;

/** Another view or search in the list; the open ticket stays. `replace`: the address goes on from the last one. */
export async function openView(path, { push = true, replace = false } = {}) {
  opening += 1;
  const turn = opening;
  try {
    const part = await getPart(path, "list");
    const list = part.querySelector("ticket-list");
    if (turn !== opening) return; // something else was asked for meanwhile
    if (push && !replace) keepPlace(ticketList());
    ticketList().replaceWith(list);
    deskRail()?.select(list.query);
    list.select(ticketPane().ticket);
    if (narrow.matches) show("list");
    const place = address(narrow.matches ? "" : ticketPane().ticket);
    if (replace) history.replaceState({}, "", place);
    else if (push) history.pushState({}, "", place);
    document.dispatchEvent(new CustomEvent("list-shown", { detail: { list } }));
    title(`${list.querySelector("h1").textContent} · Deskbell`);
    if (!push) await findPlace(list);
  } catch (problem) {
    failed(problem);
  }
}

addEventListener("popstate", async () => {
  if (!ticketPane()) return;
  const ticket = location.pathname.match(/^\/tickets\/(\d+)/)?.[1];
  const wanted = new URLSearchParams(location.search).toString() || "view=all";
  if (wanted !== shown()) await openView(`/tickets?${wanted}`, { push: false });
  if (ticket) await openTicket(ticket, { push: false });
  else closeTicket({ push: false });
});

if (ticketList()) findPlace(ticketList()); // after a reload

document.addEventListener("ticket-chosen", (event) => openTicket(event.detail.ticket));
document.addEventListener("ticket-closed", (event) => {
  toast({ title: event.detail.words, iconName: "info" });
  history.replaceState({}, "", address());
  show("list");
});
document.addEventListener("answer-recalled", async ({ detail }) => {
  const wasOpen = ticketPane().ticket === detail.ticket;
  if (!wasOpen) await openTicket(detail.ticket);
  if (detail.kind === "to_third_party") fetchDialog(`/tickets/${detail.ticket}/third-party`); // never into the answer
  else if (wasOpen) ticketPane().composer?.restore(detail.draft);
  else ticketPane().composer?.write("answer"); // drawn just now, with the draft that it is again
  ticketPane().refresh();
});
