// One of the texts of a composer, the answer or the note: its editor, its pictures, its draft, kept apart from the other's.

import { Draft } from "./drafts.js";
import { markup } from "./pieces.js";
import { RichText } from "./rich-text.js";
import { TextPictures } from "./text-pictures.js";

/** The text of this `kind` in an <answer-composer>, with what the operator had typed. */
export class ComposerText {
  constructor(composer, kind) {
    this.composer = composer;
    this.kind = kind;
    const root = composer.querySelector(`.composer__text[data-kind="${kind}"]`);
    const begin = root.querySelector("template");
    root.replaceChildren();
    this.box = new RichText(root, { changed: () => this.typed(), moved: () => composer.bar.draw() });
    this.pictures = new TextPictures(this.box, {
      told: (words, { failed = false } = {}) => (failed ? composer.complain(words) : composer.status(words)),
      changed: () => this.typed(),
    });
    const base = root.dataset.saveKey;
    this.draft = new Draft(composer.ticket, kind, { base, read: () => composer.fields(kind), saved: (at) => composer.savedAt(at) });
    const lost = this.draft.lost();
    this.set(lost ?? (begin ? markup(begin.content) : ""));
    this.isAhead = lost !== undefined;
    this.draft.follow((html) => this.follow(html));
  }

  /** Give the desk what it does not have yet, once the composer stands. */
  catchUp() {
    if (!this.isAhead) return;
    this.composer.status(""); // what it says of the desk's copy is not true of this text
    this.draft.touch();
  }

  /** Another window of the reader wrote on: never under the reader's caret. */
  follow(html) {
    if (document.hasFocus()) return false;
    this.set(html);
    return true;
  }

  /** Let this stand in the editor; it is no change of the operator's. */
  set(html) {
    this.box.html = html;
    this.last = this.box.html;
  }

  typed() {
    const { html } = this.box;
    if (html === this.last) return; // the editor also says so when a text is put into it
    this.last = html;
    this.draft.touch();
    this.composer.typed(this.kind);
  }
}
