// What the send button does: it repeats the last choice of this operator in this group, and always says which status it sets.

import { keyWords } from "../editor/formats.js";
import { keep, recall } from "../lib/memory.js";
import { failed } from "../live/outcomes.js";
import { page, say } from "../lib/page.js";
import { prefer, prefers } from "../lib/preferences.js";

/** The status that goes with an answer of this composer, and whether the next ticket opens then. */
export class SendChoice {
  #composer;

  constructor(composer) {
    this.#composer = composer;
    this.status = this.#remembered();
    for (const hint of composer.querySelectorAll("kbd[data-keys]")) hint.textContent = keyWords(hint.dataset.keys);
  }

  get #memory() {
    return `send-status:${page.me?.id}:${this.#composer.dataset.group}`;
  }

  get #choices() {
    return [...this.#composer.querySelectorAll("[data-send]")];
  }

  /** Whether the next ticket opens once this one is answered. */
  get thenNext() {
    return prefers("next_after_send");
  }

  set thenNext(yes) {
    prefer({ next_after_send: yes }).catch(failed);
    this.draw();
  }

  #remembered() {
    const known = this.#choices.map((choice) => choice.dataset.send);
    const last = this.#composer.dataset.status || recall(this.#memory); // of the draft, or of the last answer here
    return known.includes(last) ? last : known[0];
  }

  choose(status) {
    this.status = status;
    keep(this.#memory, status);
    this.draw();
  }

  draw() {
    const main = this.#composer.querySelector(".composer__send");
    const { mode } = this.#composer;
    const words = this.#words(mode);
    main.querySelector(".composer__send-label").textContent = words;
    main.title = `${words} (${keyWords("Mod+Enter")})`;
    main.disabled = mode !== "note" && !this.#composer.mayAnswer;
    const ways = this.#composer.querySelector(".composer__ways");
    ways.hidden = mode !== "answer";
    ways.querySelector("button").disabled = main.disabled;
    ways.querySelector("[data-send-next]").setAttribute("aria-checked", String(Boolean(this.thenNext)));
  }

  #words(mode) {
    if (mode === "note") return say("add_note");
    if (document.documentElement.classList.contains("is-offline")) return say("send_when_back");
    if (mode === "to_third_party") return say("send_letter");
    return this.#choices.find((choice) => choice.dataset.send === this.status)?.dataset.label ?? say("send");
  }
}
