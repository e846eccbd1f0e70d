// One of the texts of a composer, the answer or the note: its editor, its pictures, its draft, kept apart from the other's.

import { Draft } from "./drafts.js";
import { hasLeft } from "./own-messages.js";
import { say } from "../lib/page.js";
import { markup } from "../lib/pieces.js";
import { failed } from "../live/outcomes.js";
import { getJson } from "../lib/requests.js";
import { caretIn, typedEarly } from "../editor/early-text.js";
import { RichText } from "../editor/rich-text.js";
import { TextPictures } from "../editor/text-pictures.js";

/** The text of this `kind` in an <answer-composer>, with what the operator had typed. */
export class ComposerText {
  #composer; #kind; #thread; #isAhead; #last;

  constructor(composer, kind) {
    this.#composer = composer;
    this.#kind = kind;
    this.#thread = composer.closest("ticket-pane").thread; // it outlives the place in the page: a save may end later
    const root = composer.querySelector(`.composer__text[data-kind="${kind}"]`);
    const drawn = composer.querySelector(`template[data-begin="${kind}"]`);
    const desk = markup(drawn.content);
    const caret = caretIn(root);
    const early = typedEarly(root, drawn);
    root.blur(); // for the editor to hear of the focus
    root.replaceChildren();
    this.box = new RichText(root, { changed: () => this.#typed(), moved: () => composer.bar.draw() });
    this.pictures = new TextPictures(this.box, {
      told: (words, { failed: no = false } = {}) => (no ? composer.complain(words) : composer.status(words)),
      changed: () => this.#typed(),
    });
    this.draft = new Draft(composer.ticket, kind, {
      base: root.dataset.saveKey,
      read: () => composer.fields(kind),
      saved: (at) => composer.savedAt(at),
      met: () => composer.offer.show(composer.texts[composer.mode]),
      lastMessage: () => this.#thread.dataset.lastMessage,
    });
    const lost = this.draft.lost((html, after) => hasLeft(this.#thread, kind, html, after), desk);
    if (early !== undefined && lost !== undefined) this.draft.keepBeside(lost);
    this.set(early ?? lost ?? desk);
    this.#isAhead = (early ?? lost) !== undefined;
    if (caret !== undefined) this.box.focusAt(caret);
    this.draft.follow((html) => this.#follow(html));
  }

  get shelf() {
    return this.#composer.shelfOf(this.#kind);
  }

  get html() {
    return this.box.html;
  }

  set html(html) {
    this.set(html);
  }

  /** Give the desk what it does not have yet, and offer what only this browser has, once the composer is drawn. */
  catchUp() {
    this.draft.findBeside();
    if (!this.box.isEmpty && "folded" in this.#composer.dataset) this.#composer.dataset.open = ""; // what was begun is not put away
    if (!this.#isAhead) return;
    this.#composer.status(""); // what it says of the desk's copy is not true of this text
    this.draft.touch();
  }

  /** Another window of the reader wrote on: never under the reader's caret. */
  #follow(html) {
    if (this.#hasCaret) return false;
    this.set(html);
    return true;
  }

  get #hasCaret() {
    return document.hasFocus() && this.box.root.contains(document.activeElement);
  }

  /** What the desk had when it was asked: the key that this window goes on from, or that of the other draft; undefined while a save is on its way. */
  get known() {
    const { draft } = this;
    if (draft.isStopped) return draft.other.save_key;
    return draft.tried.length ? undefined : draft.base;
  }

  /**
   * The desk's copy has this key ("": there is none any more); this window went on from `known` when it asked, with the
   * thread up to the message `after`.
   */
  async heardOf(key, { known, after }) {
    const { draft } = this;
    if (known === undefined || known !== this.known || key === known) return;
    if (draft.isStopped && !key) draft.otherLeft();
    else if (draft.other) return;
    else if (!key) this.#leftElsewhere(after);
    else if (!draft.dirty && !this.#hasCaret) await this.#read(key).catch(failed);
  }

  /** The draft was sent, or emptied, in another window or on another device: the desk's copy is no longer shown here. */
  #leftElsewhere(after) {
    const { draft, html } = this;
    if (draft.dirty && hasLeft(this.#thread, this.#kind, html, after) !== "sent") {
      draft.goOnFrom(""); // what was typed beyond it is a draft of its own
      return;
    }
    this.#composer.empty(this.#kind);
    this.#composer.status(say("draft_left"));
  }

  /** Show what another device saved. */
  async #read(key) {
    const { draft } = await getJson(`/tickets/${this.#composer.ticket}/draft?kind=${this.#kind}`);
    if (draft?.save_key !== key || !this.draft.isCalm || this.#hasCaret) return;
    this.set(draft.html);
    this.shelf.replaceChildren();
    this.shelf.restore(draft.files);
    if (this.#kind === "to_third_party") this.#composer.letter.fill(draft, { anew: true });
    this.draft.goOnFrom(key);
  }

  /** Put this into the editor; it does not count as a change. */
  set(html) {
    this.box.html = html;
    this.#last = this.box.html;
  }

  #typed() {
    const { html } = this.box;
    if (html === this.#last) return; // the editor also says so when a text is put into it
    this.#last = html;
    this.draft.touch();
    this.#composer.typed(this.#kind);
  }
}
