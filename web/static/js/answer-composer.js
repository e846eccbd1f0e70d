// <answer-composer>: the reply and the internal note of one ticket. Nothing that arrives changes its height, text or caret.

import { say } from "./page.js";
import { clock } from "./times.js";
import { live } from "./live.js";
import { toast } from "./desk-toast.js";
import { takeCopies } from "./composer-copies.js";
import { takeFiles } from "./composer-files.js";
import { Sending } from "./composer-sending.js";
import { resizable } from "./composer-size.js";
import { ComposerText } from "./composer-text.js";
import { SendChoice } from "./send-choice.js";
import { beginsWord } from "./template-picker.js";
import "./file-shelf.js";
import "./format-bar.js";
import "./reply-guard.js";

const TYPING_MS = 2000;
const KINDS = ["answer", "note"];

class AnswerComposer extends HTMLElement {
  connectedCallback() {
    customElements.upgrade(this); // its parts first: of a fetched ticket the outer element wakes before the inner ones
    this.ticket = this.dataset.ticket;
    this.texts = Object.fromEntries(KINDS.map((kind) => [kind, new ComposerText(this, kind)]));
    this.choice = new SendChoice(this);
    this.sending = new Sending(this);
    this.addEventListener("click", (event) => this.pressed(event));
    this.addEventListener("keydown", (event) => this.keyed(event));
    this.addEventListener("files-changed", () => this.draft.touch());
    this.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); this.sending.send(); });
    takeFiles(this);
    takeCopies(this);
    resizable(this);
    this.leaving = () => this.leave();
    this.pasting = ({ detail }) => this.paste(detail.html);
    this.reconnected = () => this.sending.waiting && this.sending.send();
    document.addEventListener("deskbell:insert", this.pasting);
    addEventListener("pagehide", this.leaving);
    live.addEventListener("connected", this.reconnected);
    this.mode = this.dataset.mode || "answer";
    for (const text of Object.values(this.texts)) text.catchUp();
  }

  disconnectedCallback() {
    this.leave();
    document.removeEventListener("deskbell:insert", this.pasting);
    removeEventListener("pagehide", this.leaving);
    live.removeEventListener("connected", this.reconnected);
  }

  // ---- its parts ------------------------------------------------------------------------------------------------

  get bar() {
    return this.querySelector("format-bar");
  }

  get guard() {
    return this.querySelector("reply-guard");
  }

  get picker() {
    return this.querySelector("template-picker");
  }

  get copies() {
    return this.querySelector(".composer__cc input");
  }

  get shelf() {
    return this.shelfOf(this.mode);
  }

  shelfOf(kind) {
    return this.querySelector(`file-shelf[data-kind="${kind}"]`);
  }

  get box() {
    return this.texts[this.mode].box;
  }

  get pictures() {
    return this.texts[this.mode].pictures;
  }

  get draft() {
    return this.texts[this.mode].draft;
  }

  // ---- what it is -----------------------------------------------------------------------------------------------

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
    for (const kind of KINDS) {
      this.texts[kind].box.root.hidden = kind !== mode;
      this.shelfOf(kind).current = kind === mode;
    }
    this.complain("");
    this.guard.clear();
    this.choice.draw();
    this.bar.use(this.box);
  }

  /** Who holds the ticket for this reader: "mine", "free" (an answer takes it), "other" or "lost" (theirs, with my text). */
  set lock(lock) {
    if (lock === "other" && this.dataset.lock !== "other" && !this.texts.answer.box.isEmpty) lock = "lost";
    const unlocked = this.dataset.lock === "other" && lock !== "other" && !("open" in this.dataset);
    this.dataset.lock = lock;
    if (unlocked) this.mode = "answer"; // it comes into sight only now: as on a ticket that was never locked
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

  /** What a draft keeps. */
  fields(kind) {
    const attachments = this.shelfOf(kind).ready.join(",");
    const { html } = this.texts[kind].box;
    return kind === "note" ? { html, attachments } : { html, attachments, status: this.choice.status, cc: this.copies.value.trim() };
  }

  /** What the guard looks at before this goes out. Among colleagues a note may say what it likes. */
  guarded(form) {
    const { box, shelf } = this;
    if (this.mode === "note") return { box: { root: document.createElement("p") }, shelf, languages: [], known: [], form };
    const known = [...this.querySelectorAll("#composer-known option")].map((option) => option.value);
    const languages = [this.dataset.language, document.documentElement.lang];
    return { box, shelf, languages, cc: this.copies, known, form };
  }

  // ---- typing ---------------------------------------------------------------------------------------------------

  typed(kind) {
    this.status("");
    const now = performance.now();
    if (now - (this.toldAt ?? -Infinity) > TYPING_MS) {
      this.toldAt = now;
      live.send("typing", { ticket: Number(this.ticket), kind });
    }
  }

  savedAt(at) {
    this.status(say("draft_saved", { clock: clock(at) }));
  }

  /** One short line beside the signature. */
  status(words) {
    this.querySelector(".composer__saved").textContent = words;
  }

  pressed(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const { kind, send } = button.dataset;
    if (button.getAttribute("role") === "tab") this.write(kind);
    else if (send !== undefined) this.choice.choose(send) || this.sending.send();
    else if (button.matches("[data-send-next]")) this.choice.thenNext = !this.choice.thenNext;
    else if (button.matches("[data-templates]")) this.picker.open(this.box);
  }

  keyed(event) {
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && command) {
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) this.sending.send(event.shiftKey && this.mode === "answer" ? "closed" : undefined);
    } else if (event.key === "/" && !command && !event.isComposing && this.box.root.contains(event.target) && beginsWord(this.box)) {
      event.preventDefault();
      this.picker.open(this.box, { slash: true });
    } else if (event.key.toLowerCase() === "h" && command && event.shiftKey) {
      event.preventDefault();
      document.dispatchEvent(new CustomEvent("panels-asked"));
    } else if (event.target.matches("[role=tab]") && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
      this.mode = this.mode === "answer" ? "note" : "answer";
      this.querySelector("[role=tab][aria-selected=true]").focus();
    }
  }

  /** A panel's card, at the caret; its pictures are found in the text again when it is sent. */
  paste(html) {
    if (this.mode === "answer" && !this.mayAnswer) return;
    this.dataset.open = "";
    this.box.insert(html);
  }

  // ---- around the sending ---------------------------------------------------------------------------------------

  /** What was sent is a draft no more. */
  empty(kind) {
    const { draft } = this.texts[kind];
    this.texts[kind].set("");
    this.shelfOf(kind).clear();
    draft.forget(); // also what clearing the shelf counted as a change
    this.guard.clear();
    this.status("");
  }

  /** Say what stopped the send, in the composer's own foot, where nothing else moves. */
  complain(words, { waiting = false } = {}) {
    const line = this.querySelector(".composer__fault");
    line.classList.toggle("is-waiting", waiting);
    line.textContent = words;
    line.hidden = !words;
  }

  /** An answer was taken back: its text stands here again, above what was begun since, with its files and copies. */
  restore({ recalled = "", files = [], cc = "" } = {}) {
    const { answer } = this.texts;
    answer.set(recalled + answer.box.html);
    this.shelfOf("answer").restore(files);
    if (cc && !this.copies.value.trim()) this.copies.value = cc;
    answer.draft.touch();
    this.write("answer");
  }

  async copy() {
    await navigator.clipboard.writeText(this.texts.answer.box.root.innerText);
    toast({ title: say("draft_copied"), iconName: "check" });
  }

  leave() {
    for (const { draft } of Object.values(this.texts)) draft.leave();
  }
}

customElements.define("answer-composer", AnswerComposer);
