// What an operator has typed and not sent: kept here at once and with the desk every two seconds.

import { page } from "./page.js";
import { post } from "./requests.js";
import { hear, tell } from "./windows.js";

const SAVE_MS = 2000;
const shelf = (ticket, kind) => `draft:${page.me?.id}:${ticket}:${kind}`;

/** The draft of one ticket and kind (answer, note). `read` gives its fields, `saved` hears when the desk has it. */
export class Draft {
  constructor(ticket, kind, read, saved) {
    Object.assign(this, { ticket, kind, read, saved, dirty: false, timer: null });
  }

  /** Something was typed. */
  touch() {
    this.dirty = true;
    this.keepHere();
    this.timer ??= setTimeout(() => this.save(), SAVE_MS);
  }

  keepHere() {
    try {
      localStorage.setItem(shelf(this.ticket, this.kind), JSON.stringify({ html: this.read().html, at: Date.now() }));
    } catch {
      // A full or forbidden local store: the desk's own copy follows within two seconds.
    }
  }

  /** What was typed here after `savedAt` and never reached the desk; undefined if the desk has it all. */
  lost(savedAt) {
    try {
      const kept = JSON.parse(localStorage.getItem(shelf(this.ticket, this.kind)) || "null");
      return kept?.html && kept.at > savedAt + SAVE_MS ? kept.html : undefined;
    } catch {
      return undefined;
    }
  }

  async save() {
    clearTimeout(this.timer);
    this.timer = null;
    if (!this.dirty) return;
    this.dirty = false;
    try {
      const fields = this.read();
      await post(`/tickets/${this.ticket}/draft`, { kind: this.kind, ...fields });
      this.forgetHere();
      this.saved(Date.now());
      tell("draft", { ticket: this.ticket, kind: this.kind, html: fields.html });
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
    this.forgetHere();
    tell("draft", { ticket: this.ticket, kind: this.kind, html: "" });
  }

  /** What another window of this operator has kept, unless there is something newer here. */
  follow(taken) {
    this.unfollow = hear("draft", ({ ticket, kind, html }) => {
      if (ticket === this.ticket && kind === this.kind && !this.dirty) taken(html);
    });
  }

  forgetHere() {
    try {
      if (!this.dirty) localStorage.removeItem(shelf(this.ticket, this.kind));
    } catch {
      // As above.
    }
  }
}
