// What an operator has typed and not sent: kept here at once and with the desk every two seconds.

import { draftBegan } from "../live/drafted.js";
import { keptAt, placeHere } from "./kept-here.js";
import { keep, recall } from "../lib/memory.js";
import { wordsOf } from "./own-messages.js";
import { newKey, post } from "../lib/requests.js";
import { hear, tell } from "../lib/windows.js";
import { DRAFT_TOLD, signal } from "../lib/signals.js";

const SAVE_MS = 2000;
const KEPT = ["html", "attachments", "to", "forward"]; // of these the desk keeps a draft, if it is only one of them
const MOST_TRIED = 50; // saves of a long time without a connection

const typed = new Set(); // drafts of this window that the desk may not have as they are

/**
 * The draft of one ticket and kind (answer, note). `read` gives its fields, `saved` hears when the desk has it, `met` when
 * there is another one, `lastMessage` is the newest of the thread that is shown.
 *
 * Every save has a key that the desk keeps with the text: `base` is the key of the desk's copy that this window goes on
 * from ("": the desk has none), `tried` are those whose answer it has not heard, although the desk may have kept them.
 * The copy here names them all, so that which copy is newer is known without comparing clocks; and the desk replaces no
 * copy but one of these.
 *
 * `other` is a draft that this one does not go on from: the desk's, which another window or device saved (it has a
 * `save_key`), or one that only this browser has. Until the operator has chosen, neither takes the other's place.
 */
export class Draft {
  #read; #saved; #met; #lastMessage; #unfollow;
  #timer = null;
  #turn = 0;

  constructor(ticket, kind, { base = "", read, saved, met = () => {}, lastMessage = () => 0 }) {
    Object.assign(this, { ticket, kind, base });
    this.#read = read;
    this.#saved = saved;
    this.#met = met;
    this.#lastMessage = lastMessage;
    this.tried = [];
    this.other = null;
    this.dirty = false;
    this.place = placeHere(ticket, kind);
  }

  /** Give the desk everything that was typed in this window, now. */
  static saveAll() {
    for (const draft of typed) draft.#save();
  }

  /** Something was typed. */
  touch() {
    this.dirty = true;
    typed.add(this);
    this.#keepHere();
    if (!this.isStopped) this.#timer ??= setTimeout(() => this.#save(), SAVE_MS);
  }

  #keepHere() {
    keep(this.place, JSON.stringify({ html: this.#read().html, keys: [this.base, ...this.tried], after: this.#lastMessage() }));
  }

  /** Whether the desk has another draft, so that this one waits. */
  get isStopped() {
    return this.other?.save_key !== undefined;
  }

  /**
   * What was typed here upon the desk's copy and did not surely reach the desk; undefined if the desk has a newer one:
   * then it is kept beside that. `hasLeft(html, after)` says what became of it: "sent" (these words), "other" (a message
   * went out since, from somewhere else), or "". `desk` is the desk's text: what has all these words is not kept beside it.
   */
  lost(hasLeft, desk) {
    const kept = keptAt(this.place);
    if (!kept) return undefined;
    const left = hasLeft(kept.html, kept.after);
    if (!left && kept.keys.includes(this.base)) {
      this.tried = kept.keys.filter((key) => key !== this.base); // the page that is gone may still be heard
      return kept.html;
    }
    if (left !== "sent" && !wordsOf(desk).includes(wordsOf(kept.html))) this.#putBeside(kept.html);
    keep(this.place, "");
    return undefined;
  }

  /** What the next request says of the draft: its key, and those that it goes on from. The key is tried from now on. */
  claim() {
    const key = newKey();
    const base = [this.base, ...this.tried].join(",");
    this.tried = [...this.tried, key].slice(-MOST_TRIED);
    this.#keepHere();
    return { save_key: key, save_base: base };
  }

  /** Give the desk what is typed, under a new key. */
  #give(options) {
    const keys = this.claim();
    const fields = this.#read();
    const given = post(`/tickets/${this.ticket}/draft`, { kind: this.kind, ...fields, ...keys }, options);
    return { fields, key: keys.save_key, given };
  }

  async #save() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.dirty || this.isStopped) return;
    this.dirty = false;
    const turn = this.#turn;
    const { fields, key, given } = this.#give();
    try {
      await given;
      this.base = isKept(fields) ? key : "";
      this.tried = [];
      if (turn !== this.#turn) this.touch(); // it was sent meanwhile, and the desk may have it as a draft again
      else this.#hasSaved(fields);
    } catch (problem) {
      this.dirty = true; // it stays here, and is tried again with the next key or when the page is left
      if (problem.slug === "other-draft") this.#meet(problem.facts.draft);
      else this.#timer ??= setTimeout(() => this.#save(), 4 * SAVE_MS);
    }
  }

  #hasSaved(fields) {
    if (this.dirty) this.#keepHere(); // more was typed meanwhile, and its turn comes
    else this.#rest();
    this.#told(fields.html);
  }

  /** It is on its way to the desk as a message: what is typed stays here, and is no draft of the desk's until it is known. */
  hold() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.dirty = false;
    this.#keepHere();
  }

  /** The page is being left: hand it over without waiting. */
  leave() {
    typed.delete(this);
    this.#unfollow?.();
    clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.dirty || this.isStopped) return;
    this.dirty = false;
    this.#give({ keepalive: true }).given
      .then(() => this.#forgetHere(), () => {}); // the copy here is found again when the ticket is opened
  }

  /** It was sent, or is empty. */
  forget() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.dirty = false;
    this.#turn += 1;
    this.base = "";
    this.tried = [];
    this.#forgetHere();
    this.#told("");
  }

  /** What another window of this operator has kept, unless there is something newer here. `take` says whether it took it. */
  follow(take) {
    this.#unfollow = hear("draft", ({ ticket, kind, html, base }) => {
      if (ticket === this.ticket && kind === this.kind && this.isCalm && take(html)) this.base = base;
    });
  }

  /** Nothing was typed here that the desk may not have. */
  get isCalm() {
    return !this.dirty && !this.tried.length && !this.other;
  }

  /** Go on from the desk's copy with this key. */
  goOnFrom(key) {
    this.base = key;
    this.tried = [];
  }

  /** The desk has all of it. */
  #rest() {
    this.#forgetHere();
    this.#saved(Date.now());
  }

  #told(html) {
    if (html) draftBegan(this.ticket);
    signal(DRAFT_TOLD);
    tell("draft", { ticket: this.ticket, kind: this.kind, html, base: this.base });
  }

  #forgetHere() {
    if (this.dirty) return;
    typed.delete(this);
    keep(this.place, "");
  }

  // ---- another one ----------------------------------------------------------------------------------------------

  #meet(other) {
    this.other = other;
    if (this.isStopped) draftBegan(this.ticket);
    this.#met();
  }

  /** The other has been read, taken or thrown away; `left`: what is now kept beside this one. */
  finish(left = "") {
    if (this.isStopped) this.goOnFrom(this.other.save_key);
    else keep(this.#besidePlace, ""); // it was the other
    this.other = null;
    this.#putBeside(left);
    this.findBeside();
    this.touch();
  }

  /** The desk's was sent, or emptied, where it was written: it is offered no more, and this one has the place. */
  otherLeft() {
    this.goOnFrom("");
    this.findBeside();
    this.touch();
  }

  /** What only this browser has beside the draft. */
  findBeside() {
    const html = recall(this.#besidePlace);
    this.#meet(html ? { html } : null);
  }

  /** What was kept here, and is not what this text went on from. */
  keepBeside(html) {
    this.#putBeside(html);
  }

  #putBeside(html) {
    if (html) keep(this.#besidePlace, recall(this.#besidePlace) + html);
  }

  get #besidePlace() {
    return `${this.place}:beside`;
  }
}

/** Whether the desk keeps a draft of these fields: an empty one is none. */
const isKept = (fields) => KEPT.some((name) => fields[name]);
