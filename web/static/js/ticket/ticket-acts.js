// The acts on a ticket that one press does: take, drop, assign, status, group, spam. At once in the row, busy until the
// desk agrees: it is the only judge of a lock.

import { say } from "../lib/page.js";
import { Problem, post } from "../lib/requests.js";
import { ticketList } from "../list/ticket-list.js";
import { failed, lostRace } from "../live/outcomes.js";
import { toast } from "../live/desk-toast.js";
import { TICKET_TOUCHED, signal } from "../lib/signals.js";

const NEEDS_CONNECTION = new Set(["take", "drop", "assign", "ask"]);
const offline = () => document.documentElement.classList.contains("is-offline");

/** Do `act` on a ticket; true when the desk did it. The pane hears TICKET_TOUCHED and draws itself anew. */
export async function doAct(ticket, act, fields = {}) {
  const verb = act.split("/")[0];
  if (offline() && NEEDS_CONNECTION.has(verb)) {
    toast({ title: say("needs_connection"), iconName: "warning" });
    return false;
  }
  ticketList()?.busy(ticket, true);
  try {
    await post(`/tickets/${ticket}/${act}`, fields);
    return true;
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 409 && problem.facts.holder) lostRace(ticket, problem);
    else failed(problem);
    return false;
  } finally {
    ticketList()?.busy(ticket, false);
    signal(TICKET_TOUCHED, { ticket: String(ticket) });
  }
}

/** An action that can be undone: `back` are the fields which undo it. */
export async function doWithUndo(ticket, act, fields, title, back) {
  if (!(await doAct(ticket, act, fields))) return;
  const action = back ? { label: say("undo"), key: "Z", run: () => doAct(ticket, act, back) } : null;
  toast({ title, iconName: "check", action, until: action ? Date.now() + 6000 : 0 });
}
