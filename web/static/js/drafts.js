// What an operator has typed and not sent: kept here at once and with the desk every two seconds.

import { keep, recall } from "./memory.js";
import { page } from "./page.js";
import { newKey, post } from "./requests.js";
import { hear, tell } from "./windows.js";

const SAVE_MS = 2000;
const KEPT = ["html", "attachments", "to", "forward"]; // of these the desk keeps a draft, if it is only one of them

/**
 * The draft of one ticket and kind (answer, note). `read` gives its fields, `saved` hears when the desk has it.
 * Every save has a key that the desk keeps with the text: `base` is the key of the desk's copy that this window goes on
 * from ("": the desk has none), `tried` are those whose answer it has not heard, although the desk may have kept them.
 * The copy here names them all, so that which copy is newer is known without comparing clocks.
 */
export class Draft {
  constructor(ticket, kind, { base = "", read, saved }) {
    Object.assign(this, { ticket, kind, base, read, saved, tried: [], dirty: false, timer: null });
    this.place = `draft:${page.me?.id}:${ticket}:${kind}`;
  }

  /** Something was typed. */
  touch() {
    this.dirty = true;
    this.keepHere();
    this.timer ??= setTimeout(() => this.save(), SAVE_MS);
  }

  keepHere() {
    keep(this.place, JSON.stringify({ html: this.read().html, keys: [this.base, ...this.tried] }));
  }

  /** What was typed here upon the desk's copy and did not surely reach the desk; undefined if the desk has a newer one. */
  lost() {
    try {
      const kept = JSON.parse(recall(this.place) || "null");
      return kept?.html && kept.keys.includes(this.base) ? kept.html : undefined;
    } catch {
      return undefined;
    }
  }

  /** Give the desk what is typed, under a new key. */
  give(options) {
    const key = newKey();
    this.tried.push(key);
    this.keepHere();
    const fields = this.read();
    const given = post(`/tickets/${this.ticket}/draft`, { kind: this.kind, ...fields, save_key: key }, options);
    return { fields, key, given };
  }

  async save() {
    clearTimeout(this.timer);
    this.timer = null;
    if (!this.dirty) return;
    this.dirty = false;
    const { fields, key, given } = this.give();
    try {
      await given;
      this.base = KEPT.some((name) => fields[name]) ? key : ""; // an empty draft is none
      this.tried = [];
      if (this.dirty) this.keepHere(); // more was typed meanwhile, and its turn comes
      else this.rest();
      tell("draft", { ticket: this.ticket, kind: this.kind, html: fields.html, base: this.base });
    } catch {
      this.dirty = true; // it stays here, and is tried again with the next key or when the page is left
      this.timer ??= setTimeout(() => this.save(), 4 * SAVE_MS);
    }
  }

  /** The page is being left: hand it over without waiting. */
  leave() {
    this.unfollow?.();
    clearTimeout(this.timer);
    this.timer = null;
    if (!this.dirty) return;
    this.dirty = false;
    this.give({ keepalive: true }).given
      .then(() => this.forgetHere(), () => {}); // the copy here is found again when the ticket is opened
  }

  /** It was sent, or is empty. */
  forget() {
    clearTimeout(this.timer);
    this.timer = null;
    this.dirty = false;
    this.base = "";
    this.tried = [];
    this.forgetHere();
    tell("draft", { ticket: this.ticket, kind: this.kind, html: "", base: "" });
  }

  /** What another window of this operator has kept, unless there is something newer here. `take` says whether it took it. */
  follow(take) {
    this.unfollow = hear("draft", ({ ticket, kind, html, base }) => {
      if (ticket === this.ticket && kind === this.kind && !this.dirty && take(html)) this.base = base;
    });
  }

  /** The desk has all of it. */
  rest() {
    this.forgetHere();
    this.saved(Date.now());
  }

  forgetHere() {
    if (!this.dirty) keep(this.place, "");
  }
}
