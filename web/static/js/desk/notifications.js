// What tells the reader something while they look elsewhere: a notification of the computer, a sound, each as they chose.
// Never for the ticket that some window of theirs shows and has the focus; and of several windows one tells.

import { ring } from "../lib/bell.js";
import { live } from "../live/live.js";
import { openTicket } from "./navigation.js";
import { mentionsMe } from "../live/mentioned.js";
import { isMine } from "../live/outcomes.js";
import { firstName, page, say } from "../lib/page.js";
import { pieces } from "../lib/pieces.js";
import { prefers } from "../lib/preferences.js";
import { ticketPane } from "../ticket/ticket-pane.js";
import { isChosen } from "../lib/windows.js";

const OTHERS_FIRST_MS = 200; // the window that shows the ticket takes the telling, and keeps it to itself
const FROM_OUTSIDE = new Set(["customer", "third_party"]);
const me = page.me ?? {};

/** What is news to the reader in an event: `{prefer, title, text}`, `message` if one is to be seen; undefined for nothing. */
export function newsIn({ kind, ...event }) {
  const number = `#${event.ticket}`;
  const row = event.row ? pieces(event.row).querySelector(".ticket-row") : null;
  const mine = row?.dataset.holder === String(me.id);
  const subject = row?.querySelector(".ticket-row__subject")?.textContent ?? "";
  const who = event.actor?.name ?? "";
  const written = (kind === "message.added" && FROM_OUTSIDE.has(event.message_kind)) || (kind === "message.moved" && event.to_ticket === event.ticket);
  if (mentionsMe(event)) return { prefer: "tell_mentioned", title: say("tell_mentioned", { name: firstName(who), number }), text: event.preview ?? subject, message: event.message };
  if (written && mine) return { prefer: "tell_reply", title: say("tell_reply", { name: who, number }), text: event.preview ?? subject };
  if (kind === "ticket.opened" && !event.spam && me.groups?.includes(event.group)) return { prefer: "tell_opened", title: say("tell_opened", { number }), text: [event.customer, event.subject].filter(Boolean).join(": ") };
  if (kind === "ticket.assigned" && event.holder?.id === me.id) return { prefer: "tell_assigned", title: say("tell_assigned", { name: firstName(who), number }), text: subject };
  if (event.from_holder?.id === me.id && ["ticket.taken", "ticket.assigned"].includes(kind)) return { prefer: "tell_assigned", title: say("tell_taken_away", { name: firstName(who), number }), text: subject };
  if (kind === "lock.asked" && !event.answer && event.holder?.id === me.id) return { prefer: "tell_asked", title: say("asks_you_for", { name: event.asker.name, number }), text: subject };
  if (kind === "lock.asked" && event.answer && event.answer !== "taken_back" && event.asker?.id === me.id) return { prefer: "tell_asked", title: say(event.answer === "kept" ? "keeps_it" : "handed_over", { name: who, number }), text: subject };
  return undefined;
}

const isInView = (ticket) => document.hasFocus() && ticketPane()?.ticket === String(ticket);

async function heard(kind, event) {
  if (isMine(event) || event.gone || !(prefers("desktop") || prefers("sound"))) return;
  const news = newsIn({ ...event, kind });
  if (!news || !prefers(news.prefer)) return;
  const inView = isInView(event.ticket);
  if (!inView) await new Promise((go) => { setTimeout(go, OTHERS_FIRST_MS); });
  if ((await isChosen(`event-${event.id}`)) && !inView) show(news, event.ticket);
}

/** Say it the ways that the reader chose. `ticket` is opened by a click; none for a try. */
export function show({ title, text, message = "" }, ticket) {
  if (prefers("sound")) ring();
  if (!prefers("desktop") || globalThis.Notification?.permission !== "granted") return;
  const notice = new Notification(title, { body: text, tag: `deskbell-${ticket ?? "try"}`, renotify: true, silent: true });
  notice.addEventListener("click", () => {
    window.focus();
    if (ticket) openTicket(ticket, { message: String(message) });
    notice.close();
  });
}

for (const name of ["message.added", "message.moved", "ticket.opened", "ticket.assigned", "ticket.taken", "lock.asked"]) {
  live.addEventListener(name, ({ detail }) => heard(name, detail));
}
