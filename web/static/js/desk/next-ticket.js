// Who is answered after the open ticket: asked of the desk as soon as one is open, and loaded before it is wanted.

import { forgetLoaded, loadAhead } from "../ticket/loaded-ahead.js";
import { say } from "../lib/page.js";
import { Problem, getJson } from "../lib/requests.js";
import { live } from "../live/live.js";
import { openTicket } from "./navigation.js";
import { step } from "./stepping.js";
import { ticketList } from "../list/ticket-list.js";
import { ticketPane } from "../ticket/ticket-pane.js";
import { COUNTS_DRAWN, LIST_SHOWN, TICKET_HEARD, TICKET_OPENED } from "../lib/signals.js";

const QUEUES = new Set(["mine", "unassigned", "waiting_for_operator", "all"]); // in the others nobody waits for an answer

let next = {}; // {of, ticket, left}: behind this open ticket comes that one, and so many wait besides it

const isQueue = () => ticketList() && !ticketList().isSearch && QUEUES.has(ticketList().query.view);
const isKnown = () => isQueue() && next.of === ticketPane()?.ticket;

/** Ask who is next, and load them. Where the line is cut, what was known stays. */
async function ask() {
  const of = ticketPane()?.ticket;
  if (!of || !isQueue() || document.hidden) return;
  const query = new URL(ticketList().dataset.more, location.href).searchParams;
  query.set("after", of);
  try {
    const { ticket, left } = await getJson(`/tickets/next?${query}`);
    if (of !== ticketPane()?.ticket) return;
    next = { of, left, ticket: ticket && String(ticket) };
    loadAhead(next.ticket);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
  }
}

/** How many wait besides the open ticket, in words; "" where nothing is worked through. */
export function leftWords() {
  if (!isKnown()) return "";
  return next.left ? say("left_count", { count: next.left }) : say("left_none");
}

/** Open the next ticket: true when it is there, false where none waits. In other lists the next one is the next row. */
export async function goOn() {
  if (!isQueue()) return step(1);
  if (!isKnown()) await ask();
  return Boolean(next.ticket) && openTicket(next.ticket);
}

for (const name of [TICKET_OPENED, LIST_SHOWN, COUNTS_DRAWN, "visibilitychange"]) document.addEventListener(name, ask);
document.addEventListener(TICKET_HEARD, ({ detail }) => {
  forgetLoaded(detail.ticket);
  if (String(detail.ticket) === next.ticket) ask();
});
live.addEventListener("connected", () => {
  forgetLoaded();
  ask();
});
