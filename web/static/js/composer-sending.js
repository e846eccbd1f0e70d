// An answer or a note on its way to the desk: what stops it says so in the composer, and nothing that was typed is lost.

import { toast } from "./desk-toast.js";
import { answerSent, lostRace } from "./outcomes.js";
import { say } from "./page.js";
import { Problem, newKey, post } from "./requests.js";
import { step } from "./stepping.js";

const BUSY_MS = 150;
const BLANK_END = /(?:<(p|div)>(?:<br>)?<\/\1>)+$/; // lines in which nobody wrote

/** Sends what an <answer-composer> holds. `waiting`: there is no connection; it goes out when it is back. */
export class Sending {
  constructor(composer) {
    this.composer = composer;
    this.key = { answer: composer.dataset.requestKey, note: newKey() };
    this.waiting = false;
  }

  /** Send what is written now; `status`: this once, instead of the chosen one. */
  async send(status) {
    const { composer } = this;
    const { mode } = composer;
    if (this.busy || (mode === "answer" && !composer.mayAnswer)) return;
    if (composer.shelf.busy || composer.pictures.busy) {
      composer.complain(say("files_still_loading"));
      return;
    }
    const fields = this.fields(mode, status);
    if (!composer.guard.lets(composer.guarded(fields))) return;
    this.busy = true;
    this.waiting = false;
    const main = composer.querySelector(".composer__send");
    const slow = setTimeout(() => main.setAttribute("aria-busy", "true"), BUSY_MS);
    try {
      this.sent(mode, await post(`/tickets/${composer.ticket}/${mode}`, fields));
    } catch (problem) {
      this.refused(problem);
    } finally {
      clearTimeout(slow);
      main.removeAttribute("aria-busy");
      this.busy = false;
    }
  }

  fields(mode, status) {
    const { composer } = this;
    const html = composer.texts[mode].box.html.replace(BLANK_END, "");
    const common = { html, request_key: this.key[mode], attachments: composer.shelf.ready };
    if (mode === "note") return common;
    const take = composer.lock === "free" ? "1" : "0";
    return { ...common, cc: composer.copies.value.trim(), status: status ?? composer.choice.status, take, seen: composer.dataset.seen };
  }

  sent(mode, { message }) {
    const { composer } = this;
    composer.complain("");
    composer.empty(mode);
    this.key[mode] = newKey();
    if (mode === "note") {
      if (!composer.mayAnswer) delete composer.dataset.open;
      toast({ title: say("note_added"), iconName: "note" });
    } else {
      answerSent(composer.ticket, message, say("answer_to", { name: composer.dataset.customer }));
    }
    composer.dispatchEvent(new CustomEvent("ticket-touched", { bubbles: true }));
    if (mode === "answer" && composer.choice.thenNext) step(1);
  }

  refused(problem) {
    if (!(problem instanceof Problem)) throw problem;
    const { composer } = this;
    composer.draft.touch(); // the desk kept what it refused, and this window goes on from there
    if (problem.slug === "newer-messages") {
      composer.dataset.seen = problem.facts.seen;
      composer.complain(problem.message);
      composer.dispatchEvent(new CustomEvent("ticket-touched", { bubbles: true }));
    } else if (problem.status === 0) {
      this.waiting = document.documentElement.classList.contains("is-offline");
      composer.complain(this.waiting ? say("goes_out_when_back") : problem.message, { waiting: this.waiting });
    } else if (problem.status === 409 && problem.facts.holder) {
      composer.lock = "other";
      lostRace(composer.ticket, problem);
      composer.dispatchEvent(new CustomEvent("ticket-touched", { bubbles: true }));
    } else {
      composer.complain(problem.message);
    }
  }
}
