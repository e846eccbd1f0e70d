// <answer-composer>: the reply and the internal note of one ticket. Nothing that arrives changes its height, text or caret.

import { say } from "./page.js";
import { Problem, post } from "./requests.js";
import { Draft } from "./drafts.js";
import { RichText } from "./rich-text.js";
import { clock } from "./times.js";
import { live } from "./live.js";
import { toast } from "./desk-toast.js";
import { answerSent, lostRace } from "./outcomes.js";
import { copiesOf, takeCopies } from "./composer-copies.js";
import { takeFiles } from "./composer-files.js";
import { LinkRow } from "./link-row.js";
import { SendChoice } from "./send-choice.js";

const TYPING_MS = 2000;
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

class AnswerComposer extends HTMLElement {
  connectedCallback() {
    this.ticket = this.dataset.ticket;
    this.key = { answer: this.dataset.requestKey, note: newKey() };
    this.boxes = {};
    this.drafts = {};
    this.last = {};
    for (const kind of ["answer", "note"]) this.prepare(kind);
    this.choice = new SendChoice(this);
    this.addEventListener("click", (event) => this.pressed(event));
    this.addEventListener("keydown", (event) => this.keyed(event));
    this.addEventListener("files-changed", () => this.draft?.touch());
    this.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.links = new LinkRow(this.querySelector(".composer__link"));
    takeFiles(this);
    takeCopies(this);
    this.leaving = () => this.leave();
    this.pasting = ({ detail }) => this.paste(detail.html);
    document.addEventListener("deskbell:insert", this.pasting);
    this.reconnected = () => this.waiting && this.send();
    addEventListener("pagehide", this.leaving);
    live.addEventListener("connected", this.reconnected);
    this.mode = this.dataset.mode || "answer";
  }

  disconnectedCallback() {
    this.leave();
    document.removeEventListener("deskbell:insert", this.pasting);
    removeEventListener("pagehide", this.leaving);
    live.removeEventListener("connected", this.reconnected);
  }

  prepare(kind) {
    const root = this.querySelector(`.composer__text[data-kind="${kind}"]`);
    const begin = root.querySelector("template")?.innerHTML ?? "";
    root.replaceChildren();
    const box = new RichText(root, { changed: () => this.typed(kind), moved: () => this.drawFormats() });
    const draft = new Draft(this.ticket, kind, () => this.fields(kind), (at) => this.savedAt(at));
    this.boxes[kind] = box;
    this.drafts[kind] = draft;
    const lost = draft.lost(Number(root.dataset.savedMs || 0));
    box.html = lost ?? begin;
    this.last[kind] = box.html;
    if (lost) draft.touch();
  }

  get shelf() {
    return this.querySelector("file-shelf");
  }

  get box() {
    return this.boxes[this.mode];
  }

  get draft() {
    return this.drafts[this.mode];
  }

  get mode() {
    return this.dataset.mode;
  }

  /** "answer" or "note": in note mode the whole box looks like one. */
  set mode(mode) {
    this.dataset.mode = mode;
    for (const tab of this.querySelectorAll("[role=tab]")) {
      tab.setAttribute("aria-selected", String(tab.dataset.kind === mode));
      tab.tabIndex = tab.dataset.kind === mode ? 0 : -1;
    }
    for (const kind of ["answer", "note"]) this.boxes[kind].root.hidden = kind !== mode;
    this.choice.draw();
    this.drawFormats();
  }

  /** Who holds the ticket for this reader: "mine", "free" (an answer takes it), "other" or "lost" (theirs, with my text). */
  set lock(lock) {
    if (lock === "other" && this.dataset.lock !== "other" && !this.boxes.answer.isEmpty) lock = "lost";
    this.dataset.lock = lock;
    this.choice.draw();
  }

  get lock() {
    return this.dataset.lock;
  }

  get mayAnswer() {
    return this.lock === "mine" || this.lock === "free";
  }

  /** Open it in a mode with the caret in its text. */
  write(mode) {
    if (mode === "answer" && !this.mayAnswer && this.lock !== "lost") return;
    this.mode = mode;
    this.dataset.open = "";
    this.box.focusEnd();
  }

  /** What the send button says now. */
  drawSend() {
    this.choice.draw();
  }

  fields(kind) {
    return {
      html: this.boxes[kind].html,
      status: kind === "answer" ? this.choice.status : "",
      cc: kind === "answer" ? copiesOf(this) : "",
      attachments: this.mode === kind ? this.shelf.ready.join(",") : "",
    };
  }

  // ---- typing ---------------------------------------------------------------------------------------------------

  typed(kind) {
    const { html } = this.boxes[kind];
    if (html === this.last[kind]) return; // the editor also says so when a text is put into it
    this.last[kind] = html;
    this.drafts[kind].touch();
    this.querySelector(".composer__saved").textContent = "";
    const now = performance.now();
    if (now - (this.toldAt ?? -Infinity) > TYPING_MS) {
      this.toldAt = now;
      live.send("typing", { ticket: Number(this.ticket), kind });
    }
  }

  savedAt(at) {
    this.querySelector(".composer__saved").textContent = say("draft_saved", { clock: clock(at) });
  }

  drawFormats() {
    for (const button of this.querySelectorAll("[data-format]")) {
      button.setAttribute("aria-pressed", String(Boolean(this.box?.has(button.dataset.format))));
    }
  }

  pressed(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const { format, kind, send } = button.dataset;
    if (format === "link") this.links.ask(this.box);
    else if (format) this.box.toggle(format);
    else if (button.getAttribute("role") === "tab") this.write(kind);
    else if (send !== undefined) this.choice.choose(send) || this.send();
    else if (button.matches("[data-copy]")) this.copy();
    else if (button.matches("[data-link-set]")) this.links.set();
  }

  keyed(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      this.send();
    } else if (event.target.matches("[role=tab]") && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
      this.mode = this.mode === "answer" ? "note" : "answer";
      this.querySelector("[aria-selected=true]").focus();
    }
  }

  /** A panel's card, at the caret; its pictures are found in the text again when it is sent. */
  paste(html) {
    if (this.mode === "answer" && !this.mayAnswer) return;
    this.dataset.open = "";
    this.box.insert(html);
  }

  // ---- sending --------------------------------------------------------------------------------------------------

  async send() {
    if (this.sending || (this.mode === "answer" && !this.mayAnswer)) return;
    if (this.shelf.busy) {
      this.complain(say("files_still_loading"));
      return;
    }
    this.sending = true;
    this.waiting = false;
    const { mode } = this;
    const main = this.querySelector(".composer__send");
    const busy = setTimeout(() => main.setAttribute("aria-busy", "true"), 150);
    try {
      const answer = await post(`/tickets/${this.ticket}/${mode}`, this.message(mode));
      this.sent(mode, answer);
    } catch (problem) {
      this.refused(problem);
    } finally {
      clearTimeout(busy);
      main.removeAttribute("aria-busy");
      this.sending = false;
    }
  }

  message(mode) {
    const common = { html: this.boxes[mode].html, request_key: this.key[mode], attachments: this.shelf.ready };
    if (mode === "note") return common;
    return { ...common, cc: copiesOf(this), status: this.choice.status, take: this.lock === "free" ? "1" : "0", seen: this.dataset.seen };
  }

  sent(mode, { message }) {
    this.complain("");
    this.drafts[mode].forget();
    this.boxes[mode].html = "";
    this.last[mode] = "";
    this.shelf.clear();
    this.drafts[mode].forget(); // clearing the shelf counted as a change
    this.key[mode] = newKey();
    this.querySelector(".composer__saved").textContent = "";
    if (mode === "note") {
      if (!this.mayAnswer) delete this.dataset.open;
      toast({ title: say("note_added"), iconName: "note" });
    } else {
      answerSent(this.ticket, message, this.dataset.customer);
    }
    this.dispatchEvent(new CustomEvent("ticket-touched", { bubbles: true }));
  }

  refused(problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.slug === "newer-messages") {
      this.dataset.seen = problem.facts.seen;
      this.complain(problem.message);
      this.dispatchEvent(new CustomEvent("ticket-touched", { bubbles: true }));
    } else if (problem.status === 0) {
      this.waiting = document.documentElement.classList.contains("is-offline");
      this.complain(this.waiting ? say("goes_out_when_back") : problem.message);
    } else if (problem.status === 409 && problem.facts.holder) {
      this.lock = "other";
      lostRace(this.ticket, problem);
      this.dispatchEvent(new CustomEvent("ticket-touched", { bubbles: true }));
    } else {
      this.complain(problem.message);
    }
  }

  /** Say what stopped the send, in the composer's own foot, where nothing else moves. */
  complain(words) {
    const line = this.querySelector(".composer__fault");
    line.classList.toggle("is-waiting", Boolean(this.waiting));
    line.textContent = words;
    line.hidden = !words;
  }

  /** An answer was taken back: its text stands here again. */
  restore(html) {
    if (!this.boxes.answer.isEmpty) return;
    this.boxes.answer.html = html;
    this.last.answer = this.boxes.answer.html;
    this.write("answer");
  }

  async copy() {
    await navigator.clipboard.writeText(this.boxes.answer.root.innerText);
    toast({ title: say("draft_copied"), iconName: "check" });
  }

  leave() {
    Object.values(this.drafts).forEach((draft) => draft.leave());
  }
}

customElements.define("answer-composer", AnswerComposer);
