// Who hears what the server says: the list, the open ticket, the rail, the banner.

import { page, say } from "./page.js";
import { getJson, getPart } from "./requests.js";
import { live } from "./live.js";
import { decorate, rowOf } from "./rows.js";
import { ticketList } from "./ticket-list.js";
import { ticketPane } from "./ticket-pane.js";
import { deskRail } from "./desk-rail.js";
import { setPresence, setTyping } from "./presence.js";
import { doAct } from "./ticket-acts.js";
import { failed, isMine } from "./outcomes.js";
import { toast } from "./desk-toast.js";
import { hear } from "./windows.js";

const ROWS_AT_ONCE = 200; // as many as the desk gives
const TICKET_EVENTS = ["ticket.opened", "ticket.taken", "ticket.dropped", "ticket.assigned", "ticket.status",
  "ticket.changed", "ticket.merged", "ticket.deleted", "ticket.restored", "message.added", "message.shared", "message.moved", "message.recalled",
  "message.delivery", "lock.asked"];

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
for (const name of ["mail.kept", "mail.set_aside", "mail.delivery", "mail.dismissed"]) live.addEventListener(name, () => deskRail()?.recount());
live.addEventListener("mailbox.polled", ({ detail }) => deskRail()?.polled(detail));
live.addEventListener("resync", () => resync());
live.addEventListener("signed-out", () => location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`));
live.addEventListener("connected", () => ticketPane()?.ticket && live.send("watch", { ticket: Number(ticketPane().ticket) }));

/** Another window of mine has shown a ticket up to this event. */
hear("read", ({ ticket, event }) => {
  const item = ticketList()?.item(ticket);
  if (!item) return;
  item.dataset.seen = String(Math.max(event, Number(item.dataset.seen || 0)));
  decorate(item);
});

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
  } else if (answer && asker?.id === page.me.id && actor?.id !== page.me.id) {
    toast({ title: say(answer === "kept" ? "keeps_it" : "handed_over", { name: actor?.name ?? "", number }), iconName: "key" });
  }
}

/** The rows of these tickets as they are now; those that are gone for this reader are missing. */
async function rowsOf(tickets) {
  const found = {};
  for (let at = 0; at < tickets.length; at += ROWS_AT_ONCE) {
    const ids = tickets.slice(at, at + ROWS_AT_ONCE).join(",");
    Object.assign(found, (await getJson(`/tickets/rows?ids=${ids}`)).rows);
  }
  return found;
}

/** The gap is too old to be told event by event: read everything that is shown again. */
async function resync() {
  const list = ticketList();
  if (!list) return;
  try {
    const shown = list.items.map((item) => item.dataset.ticket);
    const rows = await rowsOf(shown);
    for (const ticket of shown) list.heard(ticket, rows[ticket]?.row, { mine: true });
    const newest = await getPart(list.dataset.more, "rows");
    for (const item of newest.querySelectorAll(".ticket-list__item")) {
      if (!list.item(item.dataset.ticket)) list.heard(item.dataset.ticket, rowOf(item).outerHTML, { mine: true });
    }
    ticketPane().refresh();
    deskRail()?.recount();
  } catch (problem) {
    failed(problem);
  }
}
