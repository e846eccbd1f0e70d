// Which view and which ticket are open: in the panes, in the address, and going back.

import { getPart } from "./requests.js";
import { ticketList } from "./ticket-list.js";
import { ticketPane } from "./ticket-pane.js";
import { deskRail } from "./desk-rail.js";
import { failed } from "./outcomes.js";
import { toast } from "./desk-toast.js";

const desk = document.querySelector(".desk");
const narrow = matchMedia("(max-width: 760px)");

const query = () => ticketList()?.query ?? {};

function address(ticket) {
  const { view, group } = query();
  const search = new URLSearchParams(group ? { group } : { view: view || "all" });
  return `${ticket ? `/tickets/${ticket}` : "/tickets"}?${search}`;
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
  ticketList()?.select(ticket);
  if (!(await ticketPane().open(ticket))) {
    ticketList()?.select(ticketPane().ticket);
    return;
  }
  document.querySelector("ticket-peek")?.close();
  if (push) history.pushState({ ticket }, "", address(ticket));
  show("ticket");
}

/** Close it; the list is back, with the focus where it was. */
export function closeTicket({ push = true } = {}) {
  const ticket = ticketPane()?.ticket;
  if (!ticket) return;
  ticketPane().close();
  ticketList()?.select("");
  if (push) history.pushState({}, "", address());
  show("list");
  const item = ticketList()?.item(ticket);
  if (item) ticketList().focusRow(item);
}

/** Another view in the list; the open ticket stays. */
export async function openView(path, { push = true } = {}) {
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
  if (!ticketPane()) return;
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
