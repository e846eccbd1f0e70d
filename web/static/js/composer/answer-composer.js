// <answer-composer>: a ticket's reply, note and email to a hotel. Nothing that arrives changes its height, text or caret.

import { say } from "../lib/page.js";
import { clock } from "../lib/times.js";
import { live } from "../live/live.js";
import { toast } from "../live/desk-toast.js";
import { placeCards } from "../editor/cards.js";
import { takeCopies } from "./composer-copies.js";
import { takeFiles } from "./composer-files.js";
import { takeHands } from "./composer-hands.js";
import { Letter } from "./composer-letter.js";
import { Sending } from "./composer-sending.js";
import { resizable } from "./composer-size.js";
import { ComposerText } from "./composer-text.js";
import { SendChoice } from "./send-choice.js";
import "./draft-offer.js";
import "./file-shelf.js";
import "../editor/format-bar.js";
import "./reply-guard.js";
import { FILES_CHANGED, INSERT_ASKED } from "../lib/signals.js";

const TYPING_MS = 2000;
const KINDS = ["answer", "note", "to_third_party"]; // in the order of the tabs

class AnswerComposer extends HTMLElement {
  #listening;
  #toldAt = -Infinity;

  connectedCallback() {
    customElements.upgrade(this); // its parts first: of a fetched ticket the outer element wakes before the inner ones
    this.ticket = this.dataset.ticket;
    this.letter = new Letter(this);
    this.texts = Object.fromEntries(KINDS.map((kind) => [kind, new ComposerText(this, kind)]));
    this.choice = new SendChoice(this);
    this.sending = new Sending(this);
    takeHands(this);
    this.addEventListener(FILES_CHANGED, () => this.draft.touch());
    this.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); this.sending.send(); });
    takeFiles(this);
    takeCopies(this);
    resizable(this);
    const { signal } = this.#listening = new AbortController();
    document.addEventListener(INSERT_ASKED, ({ detail }) => this.#paste(detail), { signal });
    addEventListener("pagehide", () => this.leave(), { signal });
    live.addEventListener("connected", () => { this.resent = this.sending.resend(); }, { signal });
    this.mode = this.dataset.mode || "answer";
    for (const text of Object.values(this.texts)) text.catchUp();
    this.sending.takeBack();
  }

  disconnectedCallback() {
    this.leave();
    this.#listening.abort();
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

  get colleagues() {
    return this.querySelector("colleague-picker");
  }

  get offer() {
    return this.querySelector("draft-offer");
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

  /** One of KINDS: in note mode the whole box looks like one. */
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
    this.letter.show(mode === "to_third_party");
    this.complain("");
    this.guard.clear();
    this.choice.draw();
    this.bar.use(this.box);
    this.offer.show(this.texts[mode]);
  }

  /** Who holds the ticket for this reader: "mine", "free" (an answer takes it), "other" or "lost" (theirs, with my text). */
  set lock(lock) {
    if (lock === "other" && this.dataset.lock !== "other" && !this.outgoing.box.isEmpty) lock = "lost";
    const unlocked = this.dataset.lock === "other" && lock !== "other" && !("open" in this.dataset);
    this.dataset.lock = lock;
    if (unlocked) this.mode = "answer"; // it comes into sight only now: as on a ticket that was never locked
    this.choice.draw();
  }

  get lock() {
    return this.dataset.lock;
  }

  /** What would leave the desk. */
  get outgoing() {
    return this.texts[this.mode === "note" || this.texts[this.mode].box.isEmpty ? "answer" : this.mode];
  }

  get mayAnswer() {
    return this.lock === "mine" || this.lock === "free";
  }

  /** Open it in a mode with the caret in its text; an email to `to`, or to whoever is typed then. */
  write(mode, { to = "" } = {}) {
    if (mode !== "note" && !this.mayAnswer && this.lock !== "lost") return;
    this.mode = mode;
    this.dataset.open = "";
    this.touched = false;
    if (mode !== "to_third_party" || !this.letter.address(to)) this.box.focusEnd();
  }

  /** It was sent: single keys act on the ticket again, and none is typed. */
  putDown() {
    if (this.contains(document.activeElement)) this.closest("ticket-pane").thread.focus({ preventScroll: true });
  }

  /** What a draft keeps. */
  fields(kind) {
    const attachments = this.shelfOf(kind).ready.join(",");
    const { html } = this.texts[kind].box;
    if (kind === "note") return { html, attachments };
    return { html, attachments, ...(kind === "answer" ? { status: this.choice.status, cc: this.copies.value.trim() } : this.letter.fields) };
  }

  // ---- typing ---------------------------------------------------------------------------------------------------

  typed(kind) {
    this.touched = true;
    this.status("");
    const now = performance.now();
    if (now - this.#toldAt > TYPING_MS) {
      this.#toldAt = now;
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

  /** A panel's card; its pictures are found in the text again when it is sent. */
  #paste({ html, panel, titles }) {
    if (this.mode !== "note" && !this.mayAnswer) return;
    this.dataset.open = "";
    placeCards(this.box, html, { panel, titles });
  }

  // ---- around the sending ---------------------------------------------------------------------------------------

  /** What was sent is a draft no more. */
  empty(kind) {
    const { draft } = this.texts[kind];
    this.texts[kind].set("");
    this.shelfOf(kind).clear();
    if (kind === "to_third_party") this.letter.clear();
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

  /** It was undone: its text stands here again, above what was begun since, with its files and to whom it went. */
  restore({ kind = "answer", recalled = "", html = recalled, files = [], save_key: key = "", ...beside } = {}) {
    const { draft, box } = this.texts[kind];
    this.texts[kind].set(draft.isCalm ? html : recalled + box.html);
    draft.goOnFrom(key);
    this.shelfOf(kind).restore(files);
    if (kind === "answer" && beside.cc && !this.copies.value.trim()) this.copies.value = beside.cc;
    if (kind === "to_third_party") this.letter.fill(beside);
    draft.touch();
    this.write(kind);
  }

  async copy() {
    await navigator.clipboard.writeText(this.outgoing.box.root.innerText);
    toast({ title: say("draft_copied"), iconName: "check" });
  }

  /** Which drafts this window goes on from, for `heardOfDrafts` when the desk has said which it has. */
  get known() {
    return Object.fromEntries(KINDS.map((kind) => [kind, this.texts[kind].known]));
  }

  /** The keys of the drafts that the desk has; `known` and the newest message `after` are of when it was asked. */
  heardOfDrafts(keys, known, after) {
    for (const kind of KINDS) this.texts[kind].heardOf(keys[kind], { known: known[kind], after });
  }

  leave() {
    this.sending.leave();
    for (const { draft } of Object.values(this.texts)) draft.leave();
  }
}

customElements.define("answer-composer", AnswerComposer);
