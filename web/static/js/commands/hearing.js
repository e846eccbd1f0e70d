// Who hears what the server says: the list, the open ticket, the rail, the banner.

import { firstName, page, say } from "../lib/page.js";
import { getFragment, getJson } from "../lib/requests.js";
import { live } from "../live/live.js";
import { decorate, rowOf } from "../list/rows.js";
import { ticketList } from "../list/ticket-list.js";
import { ticketPane } from "../ticket/ticket-pane.js";
import { deskRail } from "../desk/desk-rail.js";
import { openTicket } from "../desk/navigation.js";
import { mentionsMe } from "../live/mentioned.js";
import { setPresence, setTyping } from "../live/presence.js";
import { doAct } from "../ticket/ticket-acts.js";
import { failed, isMine } from "../live/outcomes.js";
import { toast } from "../live/desk-toast.js";
import { titledBy } from "../live/unread.js";
import { hear } from "../lib/windows.js";
import { TICKET_HEARD, signal } from "../lib/signals.js";

const REGROUP_MS = 200;
const ROWS_AT_ONCE = 200; // as many as the desk gives

live.addEventListener("event", ({ detail }) => {
  if (detail.ticket) ticketHeard(detail);
  else if ("inbound" in detail || "outbox" in detail) deskRail()?.recount(); // a mail on no ticket
});
live.addEventListener("presence", ({ detail }) => setPresence(detail));
live.addEventListener("typing", ({ detail }) => setTyping(detail));
live.addEventListener("mailbox.polled", ({ detail }) => deskRail()?.polled(detail));
live.addEventListener("resync", () => resync());
live.addEventListener("resync", () => deskRail()?.regroup()); // rights may be others
for (const name of ["group.changed", "group.removed"]) live.addEventListener(name, () => regroup());
live.addEventListener("desk.changed", ({ detail }) => { deskRail()?.rename(detail.name); titledBy(detail.name); });
live.addEventListener("signed-out", () => location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`));
live.addEventListener("connected", () => ticketPane()?.ticket && live.send("watch", { ticket: Number(ticketPane().ticket) }));

function ticketHeard(event) {
  const mine = isMine(event);
  if (event.row || event.gone) ticketList()?.heard(event.ticket, event.row, { mine });
  signal(TICKET_HEARD, event);
  ticketPane()?.news.heard(event);
  deskRail()?.recount();
  document.querySelector("offline-banner")?.heard();
  if (event.asker) asked(event);
  if (mentionsMe(event)) mentioned(event);
}

/** Another window of mine has shown a ticket up to this event. */
hear("read", ({ ticket, event }) => {
  const item = ticketList()?.item(ticket);
  if (!item) return;
  item.dataset.seen = String(Math.max(event, Number(item.dataset.seen || 0)));
  decorate(item);
});

/** Someone asks me for a ticket that I hold, or answers what I asked. */
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

/** A note names me: where it is open it is read there. */
function mentioned({ ticket, message, actor, preview }) {
  if (ticketPane()?.ticket === String(ticket) && !document.hidden) return;
  toast({
    title: say("tell_mentioned", { name: firstName(actor?.name ?? ""), number: `#${ticket}` }),
    text: preview,
    iconName: "at",
    action: { label: say("open_it"), run: () => openTicket(ticket, { message: String(message) }) },
  });
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

let regrouping = null;

/** Names, colours, order, rights or hours of groups are others: the rail and every row show them. */
function regroup() {
  regrouping ??= setTimeout(() => { regrouping = null; deskRail()?.regroup(); resync(); }, REGROUP_MS);
}

/** The gap is too old to be told event by event: read everything that is shown again. */
async function resync() {
  const list = ticketList();
  if (!list) return;
  try {
    const shown = list.items.map((item) => item.dataset.ticket);
    const rows = await rowsOf(shown);
    for (const ticket of shown) list.heard(ticket, rows[ticket]?.row, { mine: true });
    const newest = await getFragment(list.dataset.more, "rows");
    for (const item of newest.querySelectorAll(".ticket-list__item")) {
      if (!list.item(item.dataset.ticket)) list.heard(item.dataset.ticket, rowOf(item).outerHTML, { mine: true });
    }
    ticketPane().news.refresh();
    deskRail()?.recount();
  } catch (problem) {
    failed(problem);
  }
}
