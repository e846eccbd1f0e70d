// <third-party-letter>: what is written to a third party from a ticket, in a dialog of its own: it is no answer.

import { say } from "./page.js";
import { Problem, post } from "./requests.js";
import { Draft } from "./drafts.js";
import { RichText } from "./rich-text.js";
import { clock } from "./times.js";
import { answerSent, lostRace } from "./outcomes.js";
import { markFaults } from "./dialogs.js";
import { takeFiles } from "./composer-files.js";

const KIND = "to_third_party";

class ThirdPartyLetter extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    const root = this.querySelector(".composer__text");
    const begin = root.querySelector("template")?.innerHTML ?? "";
    root.replaceChildren();
    this.box = new RichText(root, { changed: () => this.draft.touch(), moved: () => this.drawFormats() });
    this.draft = new Draft(this.dataset.ticket, KIND, () => this.fields(), (at) => this.savedAt(at));
    this.box.html = this.draft.lost(Number(root.dataset.savedMs || 0)) ?? begin;
    takeFiles(this);
    this.addEventListener("input", (event) => event.target.name && this.draft.touch());
    this.addEventListener("files-changed", () => this.draft.touch());
    this.addEventListener("click", (event) => {
      const format = event.target.closest("[data-format]")?.dataset.format;
      if (format) this.box.toggle(format);
    });
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

  drawFormats() {
    for (const button of this.querySelectorAll("[data-format]")) {
      button.setAttribute("aria-pressed", String(Boolean(this.box?.has(button.dataset.format))));
    }
  }

  async send() {
    if (this.sending) return;
    if (this.shelf.busy) {
      this.complain(say("files_still_loading"));
      return;
    }
    this.sending = true;
    const button = this.querySelector("[type=submit]");
    button.setAttribute("aria-busy", "true");
    this.complain("");
    markFaults(this.form, []);
    const { ticket, requestKey, lock } = this.dataset;
    const fields = this.fields();
    try {
      const { message } = await post(`/tickets/${ticket}/third-party`, { ...fields, request_key: requestKey, take: lock === "free" ? "1" : "0" });
      this.draft.forget();
      this.closest("dialog").close();
      answerSent(ticket, message, fields.to);
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
