// An answer or a note on its way to the desk: what stops it says so in the composer, and nothing that was typed is lost.

import { live } from "../live/live.js";
import { toast } from "../live/desk-toast.js";
import { markFaults } from "../elements/dialogs.js";
import { answerSent, lostRace, noteAdded } from "../live/outcomes.js";
import { say } from "../lib/page.js";
import { Problem, isUnheard, newKey, post } from "../lib/requests.js";
import { takeBack, waitToSend } from "../live/waiting-sends.js";
import { keyWords } from "../editor/formats.js";
import { goOn, leftWords } from "../desk/next-ticket.js";
import { ticketPane } from "../ticket/ticket-pane.js";
import { holdKeys } from "../keys/type-ahead.js";
import { TICKET_CHOSEN, TICKET_TOUCHED, signal } from "../lib/signals.js";

const PATHS = { answer: "answer", note: "note", to_third_party: "third-party" };
const BUSY_MS = 150;
const NOTICED_MS = 20_000;
const BLANK_END = /(?:<(p|div)>(?:<br>)?<\/\1>)+$/; // lines in which nobody wrote

/**
 * Sends what an <answer-composer> holds. `waiting`: the kind that goes out when the connection is back; "" for none.
 *
 * Whether it is stored is known by the answer or, where that is lost on the way, by the event of the message: it has the
 * key under which it was sent (`given` says with what content).
 */
export class Sending {
  #composer; #key; #busy; #stored;
  #given = {};

  constructor(composer) {
    this.#composer = composer;
    this.#key = { answer: composer.dataset.requestKey, note: newKey(), to_third_party: newKey() };
    this.waiting = "";
  }

  /**
   * Send what is written now. `status`: this once, instead of the chosen one; `next`: then open the next ticket; `alone`: no
   * hand does it, and what hands do meanwhile is not disturbed.
   */
  async send({ status, next = false, alone = false } = {}) {
    const composer = this.#composer;
    const { mode } = composer;
    if (this.#busy || (mode !== "note" && !composer.mayAnswer)) return;
    if (composer.shelf.busy || composer.pictures.busy) {
      composer.complain(say("files_still_loading"));
      return;
    }
    const fields = this.#fields(mode, status);
    if (!composer.guard.lets(guarded(composer, fields))) return;
    const { draft } = composer.texts[mode];
    this.#given[mode] = written(fields);
    this.#busy = mode;
    this.waiting = "";
    this.#stored = null;
    draft.hold();
    const go = alone ? () => {} : holdKeys();
    if (!alone) composer.putDown();
    const main = composer.querySelector(".composer__send");
    const slow = setTimeout(() => main.setAttribute("aria-busy", "true"), BUSY_MS);
    try {
      const answer = await post(`/tickets/${composer.ticket}/${PATHS[mode]}`, { ...fields, ...draft.claim() });
      await this.#sent(mode, answer, { next, late: alone });
    } catch (problem) {
      if (isUnheard(problem) && this.#stored) this.#known(mode, this.#stored);
      else this.#refused(problem);
    } finally {
      clearTimeout(slow);
      main.removeAttribute("aria-busy");
      this.#busy = "";
      go();
    }
  }

  #fields(mode, status) {
    const composer = this.#composer;
    const html = composer.texts[mode].box.html.replace(BLANK_END, "");
    const common = { html, request_key: this.#key[mode], attachments: composer.shelf.ready };
    if (mode === "note") return common;
    const take = composer.lock === "free" ? "1" : "0";
    if (mode === "to_third_party") return { ...common, ...composer.letter.fields, take };
    return { ...common, cc: composer.copies.value.trim(), status: status ?? composer.choice.status, take, seen: composer.dataset.seen };
  }

  /** The connection is back: what waits goes out, as it is written now. */
  async resend() {
    if (!this.waiting) return;
    if (this.#composer.mode !== this.waiting) this.#composer.mode = this.waiting;
    await this.send({ alone: true });
  }

  /** The ticket is left while its message waits: it waits on by itself. */
  leave() {
    if (!this.waiting) return;
    const composer = this.#composer;
    const mode = this.waiting;
    this.waiting = "";
    const fields = { ...this.#fields(mode), ...composer.texts[mode].draft.claim() };
    waitToSend({ ticket: composer.ticket, mode, path: PATHS[mode], fields, place: composer.texts[mode].draft.place });
  }

  /** It is open again: what waits here is its own once more. */
  takeBack() {
    for (const mode of Object.keys(this.#key)) {
      const message = takeBack(this.#composer.ticket, mode);
      if (!message) continue;
      this.#key[mode] = message.fields.request_key;
      this.#composer.mode = mode;
      this.#waitFor(mode);
    }
  }

  #waitFor(mode) {
    this.waiting = mode;
    this.#composer.complain(say("goes_out_when_back"), { waiting: true });
  }

  /** A message came to the ticket: is it what was sent here, and its answer was lost? */
  arrived({ request_key: key, message: id, held_until_ms: until, preview }) {
    const mode = key && Object.keys(this.#key).find((one) => this.#key[one] === key);
    if (!mode || !this.#given[mode]) return;
    const message = { id, held_until_ms: until };
    if (this.#busy === mode) this.#stored = { message, preview }; // its answer may still come
    else this.#known(mode, { message, preview });
  }

  /** It is stored, although the answer was not heard. What was changed since is another message. */
  #known(mode, { message, preview }) {
    const composer = this.#composer;
    this.waiting = "";
    if (written(this.#fields(mode)) === this.#given[mode]) {
      this.#sent(mode, { message }, { late: true });
      return;
    }
    this.#key[mode] = newKey();
    delete this.#given[mode];
    composer.texts[mode].draft.touch();
    composer.complain(say("sent_before_change", { text: preview }));
  }

  /** It is stored. `late`: who wrote it may have gone on to something else; `next`: they want to. */
  async #sent(mode, { message }, { late = false, next = false } = {}) {
    const composer = this.#composer;
    const inRow = mode === "answer" && composer.choice.thenNext && !late;
    const left = mode === "answer" ? leftWords() : "";
    const name = mode === "answer" ? composer.dataset.customer : composer.letter.fields.to;
    composer.complain("");
    if (written(this.#fields(mode)) === this.#given[mode]) composer.empty(mode);
    else composer.texts[mode].draft.touch(); // what was written meanwhile is another message
    this.#key[mode] = newKey();
    delete this.#given[mode];
    if (mode === "note") {
      if (!composer.mayAnswer) delete composer.dataset.open;
      noteAdded(composer.ticket, message);
    } else {
      const key = inRow && !next ? keyWords("Mod+Z") : "Z";
      answerSent(composer.ticket, message, say(mode === "answer" ? "answer_to" : "letter_to", { name }), { left, key });
    }
    signal(TICKET_TOUCHED, undefined, composer);
    if (composer.isConnected && (next || inRow) && await goOn() && !next) ticketPane().composer?.write("answer");
  }

  #refused(problem) {
    if (!(problem instanceof Problem)) throw problem;
    const composer = this.#composer;
    if (!isUnheard(problem)) composer.draft.touch(); // else the desk may have it as a message, and it is no draft
    if (!composer.isConnected) {
      this.#refusedElsewhere(problem);
    } else if (problem.slug === "newer-messages") {
      composer.dataset.seen = problem.facts.seen;
      composer.complain(problem.message);
      signal(TICKET_TOUCHED, undefined, composer);
    } else if (isUnheard(problem)) {
      if (live.state === "offline") this.#waitFor(composer.mode); // then it hears when the desk is back
      else composer.complain(problem.message);
    } else if (problem.status === 409 && problem.facts.holder) {
      composer.lock = "other";
      lostRace(composer.ticket, problem);
      signal(TICKET_TOUCHED, undefined, composer);
    } else {
      if (problem.slug === "already-stored") this.#key[composer.mode] = newKey(); // pressed again, it is a further one
      const faults = problem.facts.errors ?? [];
      const elsewhere = markFaults(composer.querySelector("form"), faults);
      composer.complain(faults.length && !elsewhere.length ? "" : problem.message);
      if (elsewhere.length < faults.length) return; // the field at fault has the focus
    }
    const isLeft = !composer.isConnected || document.activeElement !== ticketPane().thread;
    if (!isLeft && !this.waiting) composer.box.focus(); // the text is still at hand
  }

  /** Its ticket is no longer open: it waits there for the line, or is kept as a draft, and that is said where the operator is. */
  #refusedElsewhere(problem) {
    const composer = this.#composer;
    if (isUnheard(problem) && live.state === "offline") this.waiting = this.#busy;
    composer.leave();
    const open = () => signal(TICKET_CHOSEN, { ticket: composer.ticket });
    const title = say("answer_not_sent", { number: `#${composer.ticket}` });
    toast({ title, text: problem.message, iconName: "warning", action: { label: say("open_it"), run: open }, until: Date.now() + NOTICED_MS });
  }
}

/** What someone wrote of it: who holds the ticket, and how far it was read, goes on changing. */
const written = ({ html, attachments, cc, to, subject, forward }) => JSON.stringify([html, attachments, cc, to, subject, forward]);

/** What the guard looks at before this goes out. Among colleagues a note may say what it likes. */
function guarded(composer, form) {
  const { box, shelf, mode, copies } = composer;
  if (mode === "note") return { box: { root: document.createElement("p") }, shelf, languages: [], known: [], form };
  const known = [...composer.querySelectorAll("#composer-known option")].map((option) => option.value);
  const languages = [composer.dataset.language, document.documentElement.lang];
  return { box, shelf, languages, cc: mode === "answer" ? copies : null, known, form };
}
