// From ticket to ticket.

import { ticketList } from "../list/ticket-list.js";
import { openTicket } from "./navigation.js";
import { ticketPeek } from "../list/ticket-peek.js";

/** Open the next (1) or previous (-1) ticket; true when it is there. While a look is taken, look at it instead. */
export async function step(by) {
  const list = ticketList();
  const item = list?.steps.neighbour(by) ?? await further(list, by);
  if (!item) return false;
  if (ticketPeek()?.isOpen && !ticketPeek().isHovered) {
    list.steps.focus(item);
    return false;
  }
  list.steps.show(item);
  return openTicket(item.dataset.ticket, { message: item.dataset.message });
}

/** The first row of the page behind the last one that is here. */
async function further(list, by) {
  if (by < 0 || !list?.dataset.cursor) return undefined;
  await list.pages.below();
  return list.steps.neighbour(by);
}
