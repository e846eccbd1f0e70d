// How the outcome of an act is said: sent with time to undo, refused because someone was faster, failed.

import { firstName, page, say } from "../lib/page.js";
import { post } from "../lib/requests.js";
import { clock } from "../lib/times.js";
import { toast } from "./desk-toast.js";
import { ANSWER_RECALLED, TICKET_TOUCHED, signal } from "../lib/signals.js";

const NOTE_UNDO_MS = 10_000; // a minute for the desk: who is slow, or far away, is not refused

/**
 * An answer or a letter is held: say so (`title`), with Undo, for as long as it can be undone. `left`: what is still to
 * be answered; `key`: what undoes it.
 */
export function answerSent(ticket, message, title, { left = "", key = "Z" } = {}) {
  const until = message.held_until_ms ?? 0;
  const text = (words) => [words, left].filter(Boolean).join(" · ");
  if (until <= Date.now()) {
    toast({ title, text: text(say("answer_queued")), iconName: "check" });
    return;
  }
  toast({
    title,
    until,
    text: (time) => text(say("leaves_in", { count: Math.max(0, Math.ceil(time / 1000)) })),
    action: { label: say("undo"), key, run: () => undo(ticket, message.id) },
  });
}

/** A note is there at once; a slip is undone. */
export function noteAdded(ticket, message) {
  const action = { label: say("undo"), key: "Z", run: () => undo(ticket, message.id) };
  toast({ title: say("note_added"), iconName: "note", until: Date.now() + NOTE_UNDO_MS, action });
}

/** Take an answer or a note back. */
export async function undo(ticket, message) {
  try {
    const { draft } = await post(`/tickets/${ticket}/messages/${message}/undo`);
    signal(ANSWER_RECALLED, { ticket: String(ticket), draft, kind: draft?.kind });
  } catch (problem) {
    failed(problem);
  }
}

/** Someone else holds the ticket now: by name, with what can be done. */
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
    signal(TICKET_TOUCHED);
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
