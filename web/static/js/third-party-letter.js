// <third-party-letter>: what is written to a third party from a ticket, in a dialog of its own: it is no answer.

import { say } from "./page.js";
import { Problem, post } from "./requests.js";
import { markupIn } from "./pieces.js";
import { Draft } from "./drafts.js";
import { RichText } from "./rich-text.js";
import { clock } from "./times.js";
import { answerSent, lostRace } from "./outcomes.js";
import { markFaults } from "./dialogs.js";
import { takeFiles } from "./composer-files.js";
import { TextPictures } from "./text-pictures.js";
import "./file-shelf.js";
import "./format-bar.js";
import "./reply-guard.js";

const KIND = "to_third_party";

class ThirdPartyLetter extends HTMLElement {
  connectedCallback() {
    customElements.upgrade(this); // its parts first, as in <answer-composer>
    this.form = this.querySelector("form");
    const root = this.querySelector(".composer__text");
    const begin = markupIn(root);
    root.replaceChildren();
    this.bar = this.querySelector("format-bar");
    this.box = new RichText(root, { changed: () => this.draft.touch(), moved: () => this.bar.draw() });
    this.bar.use(this.box);
    this.pictures = new TextPictures(this.box, { told: (words) => this.complain(words), changed: () => this.draft.touch() });
    const base = root.dataset.saveKey;
    this.draft = new Draft(this.dataset.ticket, KIND, { base, read: () => this.fields(), saved: (at) => this.savedAt(at) });
    this.box.html = this.draft.lost() ?? begin;
    takeFiles(this);
    this.addEventListener("input", (event) => event.target.name && this.draft.touch());
    this.addEventListener("files-changed", () => this.draft.touch());
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      this.send();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  disconnectedCallback() {
    this.draft.leave();
  }

  get shelf() {
    return this.querySelector("file-shelf");
  }

  fields() {
    const forward = [...this.form.querySelectorAll("[name=forward]:checked")].map((box) => box.value);
    return {
      to: this.form.elements.to.value,
      subject: this.form.elements.subject.value,
      forward: forward.join(","),
      html: this.box.html,
      attachments: this.shelf.ready.join(","),
    };
  }

  savedAt(at) {
    this.querySelector(".composer__saved").textContent = say("draft_saved", { clock: clock(at) });
  }

  async send() {
    if (this.sending) return;
    if (this.shelf.busy || this.pictures.busy) {
      this.complain(say("files_still_loading"));
      return;
    }
    const fields = this.fields();
    const languages = [this.dataset.language, document.documentElement.lang];
    if (!this.querySelector("reply-guard").lets({ box: this.box, shelf: this.shelf, languages, known: [], form: fields })) return;
    this.sending = true;
    const button = this.querySelector("[type=submit]");
    button.setAttribute("aria-busy", "true");
    this.complain("");
    markFaults(this.form, []);
    const { ticket, requestKey, lock } = this.dataset;
    try {
      const { message } = await post(`/tickets/${ticket}/third-party`, { ...fields, request_key: requestKey, take: lock === "free" ? "1" : "0" });
      this.draft.forget();
      this.closest("dialog").close();
      answerSent(ticket, message, say("letter_to", { name: fields.to }));
      document.dispatchEvent(new CustomEvent("ticket-touched", { detail: { ticket } }));
    } catch (problem) {
      this.refused(problem);
    } finally {
      button.removeAttribute("aria-busy");
      this.sending = false;
    }
  }

  refused(problem) {
    if (!(problem instanceof Problem)) throw problem;
    const errors = problem.facts.errors ?? [];
    markFaults(this.form, errors);
    const beside = errors.length && errors.every((error) => error.field === "to");
    this.complain(beside ? "" : problem.message);
    if (problem.status === 409 && problem.facts.holder) lostRace(this.dataset.ticket, problem);
  }

  complain(words) {
    const line = this.querySelector(".composer__fault");
    line.textContent = words;
    line.hidden = !words;
  }
}

customElements.define("third-party-letter", ThirdPartyLetter);
