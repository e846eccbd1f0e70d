// From ticket to ticket.

import { ticketList } from "./ticket-list.js";
import { ticketPane } from "./ticket-pane.js";

/** The next (1) or previous (-1) ticket: opened where one is open, else only focused. */
export function step(by) {
  const list = ticketList();
  const item = list?.steps.neighbour(by);
  if (!item) return;
  if (ticketPane()?.ticket && !list.contains(document.activeElement)) list.open(item);
  else list.steps.focus(item);
}
