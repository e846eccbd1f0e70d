// What an operator has typed and not sent: kept here at once and with the desk every two seconds.

import { keep, recall } from "./memory.js";
import { page } from "./page.js";
import { post } from "./requests.js";
import { hear, tell } from "./windows.js";

const SAVE_MS = 2000;

/**
 * The draft of one ticket and kind (answer, note). `read` gives its fields, `saved` hears when the desk has it.
 * `base` is the moment of the desk's copy that this window goes on from (0: the desk has none). The copy here names its
 * base too, so that which of them is newer is known without comparing clocks.
 */
export class Draft {
  constructor(ticket, kind, { base = 0, read, saved }) {
    Object.assign(this, { ticket, kind, base, read, saved, dirty: false, timer: null });
    this.place = `draft:${page.me?.id}:${ticket}:${kind}`;
  }

  /** Something was typed. */
  touch() {
    this.dirty = true;
    this.keepHere();
    this.timer ??= setTimeout(() => this.save(), SAVE_MS);
  }

  keepHere() {
    keep(this.place, JSON.stringify({ html: this.read().html, base: this.base }));
  }

  /** What was typed here upon the desk's copy and never reached the desk; undefined if the desk has it, or a newer one. */
  lost() {
    try {
      const kept = JSON.parse(recall(this.place) || "null");
      return kept?.html && kept.base === this.base ? kept.html : undefined;
    } catch {
      return undefined;
    }
  }

  async save() {
    clearTimeout(this.timer);
    this.timer = null;
    if (!this.dirty) return;
    this.dirty = false;
    const fields = this.read();
    try {
      const { saved_ms: at } = await post(`/tickets/${this.ticket}/draft`, { kind: this.kind, ...fields });
      this.base = fields.html || fields.attachments ? at : 0; // an empty draft is none
      if (this.dirty) this.keepHere();
      else this.forgetHere();
      this.saved(Date.now());
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
    post(`/tickets/${this.ticket}/draft`, { kind: this.kind, ...this.read() }, { keepalive: true })
      .then(() => this.forgetHere(), () => {}); // the copy here is found again when the ticket is opened
  }

  /** It was sent, or is empty. */
  forget() {
    clearTimeout(this.timer);
    this.timer = null;
    this.dirty = false;
    this.base = 0;
    this.forgetHere();
    tell("draft", { ticket: this.ticket, kind: this.kind, html: "", base: 0 });
  }

  /** What another window of this operator has kept, unless there is something newer here. `take` says whether it took it. */
  follow(take) {
    this.unfollow = hear("draft", ({ ticket, kind, html, base }) => {
      if (ticket === this.ticket && kind === this.kind && !this.dirty && take(html)) this.base = base;
    });
  }

  forgetHere() {
    if (!this.dirty) keep(this.place, "");
  }
}
