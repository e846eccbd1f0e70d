// How the outcome of an act is said: sent with time to undo, refused because somebody was faster, failed.

import { firstName, page, say } from "./page.js";
import { post } from "./requests.js";
import { clock } from "./times.js";
import { toast } from "./desk-toast.js";

/** An answer or a letter is held: say so (`title`), with Undo, for as long as it can be taken back. */
export function answerSent(ticket, message, title) {
  const until = message.held_until_ms ?? 0;
  if (until <= Date.now()) {
    toast({ title, text: say("answer_queued"), iconName: "check" });
    return;
  }
  toast({
    title,
    until,
    text: (left) => say("leaves_in", { seconds: Math.max(0, Math.ceil(left / 1000)) }),
    action: { label: say("undo"), key: "Z", run: () => undo(ticket, message.id) },
  });
}

/** Take an answer back. */
export async function undo(ticket, message) {
  try {
    const { draft } = await post(`/tickets/${ticket}/messages/${message}/undo`);
    document.dispatchEvent(new CustomEvent("answer-recalled", { detail: { ticket: String(ticket), draft, kind: draft?.kind } }));
  } catch (problem) {
    failed(problem);
  }
}

/** Somebody else holds the ticket now: by name, with what can be done. */
export function lostRace(ticket, problem) {
  const { holder } = problem.facts;
  const name = firstName(holder.name);
  toast({
    title: say("was_faster", { name }),
    text: holder.since_ms ? say("took_it_at", { clock: clock(holder.since_ms) }) : "",
    iconName: "lock",
    action: { label: say("ask_for_it"), run: () => ask(ticket) },
  });
}

/** Ask the holder for the ticket. */
export async function ask(ticket) {
  try {
    await post(`/tickets/${ticket}/ask`);
    toast({ title: say("asked"), iconName: "hand" });
    document.dispatchEvent(new CustomEvent("ticket-touched"));
  } catch (problem) {
    failed(problem);
  }
}

/** What went wrong, in the server's words. */
export function failed(problem) {
  toast({ title: problem.message || say("not_saved"), iconName: "warning" });
}

/** Whether this act was the reader's own. */
export const isMine = (event) => event.actor?.kind === "operator" && event.actor.id === page.me?.id;
