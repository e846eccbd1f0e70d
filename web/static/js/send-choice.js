// What the send button does: it repeats the last choice of this operator in this group, and always says which status it sets.

import { page, say } from "./page.js";

/** The status that goes with an answer of this composer. */
export class SendChoice {
  constructor(composer) {
    this.composer = composer;
    this.status = this.remembered();
  }

  get memory() {
    return `send-status:${page.me?.id}:${this.composer.dataset.group}`;
  }

  get choices() {
    return [...this.composer.querySelectorAll("[data-send]")];
  }

  remembered() {
    const known = this.choices.map((choice) => choice.dataset.send);
    let last = this.composer.dataset.status; // of the draft
    try {
      last ||= localStorage.getItem(this.memory);
    } catch {
      // Nothing is remembered; the first choice is as good.
    }
    return known.includes(last) ? last : known[0];
  }

  choose(status) {
    this.status = status;
    try {
      localStorage.setItem(this.memory, status);
    } catch {
      // As above.
    }
    this.draw();
  }

  draw() {
    const main = this.composer.querySelector(".composer__send");
    const note = this.composer.mode === "note";
    main.querySelector(".composer__send-label").textContent = this.words(note);
    main.title = this.words(note);
    main.disabled = !note && !this.composer.mayAnswer;
    const ways = this.composer.querySelector(".composer__ways");
    ways.hidden = note;
    ways.querySelector("button").disabled = main.disabled;
  }

  words(note) {
    if (note) return say("add_note");
    if (document.documentElement.classList.contains("is-offline")) return say("send_when_back");
    return this.choices.find((choice) => choice.dataset.send === this.status)?.dataset.label ?? say("send");
  }
}
