// Whom an email to a hotel goes to: its address and subject, the desk's hotels to choose from, and messages that go along.

import { Problem, getFragment } from "../lib/requests.js";

const PAUSE_MS = 150;

/** The rows above the text of an <answer-composer> while an email to a third party is written. */
export class Letter {
  #composer; #rows; #offers; #forward; #waiting; #aborter;
  #isLoaded = false;

  constructor(composer) {
    this.#composer = composer;
    this.#rows = composer.querySelector(".letter");
    this.#offers = this.#rows.querySelector(".letter__offers");
    this.#forward = this.#rows.querySelector(".letter__forward");
    this.#rows.addEventListener("input", ({ target }) => {
      this.#touched();
      if (target === this.#to) this.#look();
    });
    this.#rows.addEventListener("keydown", (event) => this.#keyed(event));
    this.#rows.addEventListener("click", ({ target }) => {
      const { recipient } = target.closest("[data-recipient]")?.dataset ?? {};
      if (recipient) this.#choose(recipient);
    });
  }

  get #to() {
    return this.#rows.querySelector("[name=to]");
  }

  get #subject() {
    return this.#rows.querySelector("[name=subject]");
  }

  /** What it has besides its text. */
  get fields() {
    return { to: this.#to.value.trim(), subject: this.#subject.value, forward: this.#forwarded.join(",") };
  }

  /** The messages that go along; before they are drawn, those of the draft. */
  get #forwarded() {
    const { forward } = this.#forward.dataset;
    if (forward !== undefined) return forward.split(",").filter(Boolean);
    return [...this.#forward.querySelectorAll(":checked")].map((box) => box.value);
  }

  /** Show these rows, or hide them: what there is to choose from is fetched when they are first seen. */
  show(yes) {
    this.#rows.hidden = !yes;
    if (!yes || this.#isLoaded) return;
    this.#isLoaded = true;
    this.#look();
    this.#load();
  }

  /** Write to this address, "" for the one that is there; whether the address is what has to be typed first, and has the caret. */
  address(to) {
    const { box } = this.#composer.texts.to_third_party;
    if (to && (box.isEmpty || !this.#to.value.trim())) this.#choose(to);
    else if (to) this.#choose([...new Set([...this.#addresses, to])].join(", "));
    if (this.#to.value.trim()) return false;
    this.#to.focus();
    return true;
  }

  get #addresses() {
    return this.#to.value.split(",").map((one) => one.trim()).filter(Boolean);
  }

  /** What it had when it was undone, where nothing else was begun; `anew`: whatever was begun. */
  fill({ to = "", subject = "", forward = "" }, { anew = false } = {}) {
    if (anew || !this.#to.value.trim()) this.#to.value = to;
    if (subject) this.#subject.value = subject;
    this.#tick(anew ? forward.split(",") : [...this.#forwarded, ...forward.split(",")]);
  }

  clear() {
    this.#to.value = "";
    this.#subject.value = this.#subject.defaultValue;
    this.#tick([]);
  }

  #tick(messages) {
    if (this.#forward.dataset.forward !== undefined) this.#forward.dataset.forward = messages.filter(Boolean).join(",");
    for (const box of this.#forward.querySelectorAll("[name=forward]")) box.checked = messages.includes(box.value);
  }

  #choose(to) {
    this.#to.value = to;
    this.#touched();
    this.#composer.texts.to_third_party.box.focusEnd();
  }

  #touched() {
    this.#composer.texts.to_third_party.draft.touch();
  }

  /** Enter goes on: from the address to the subject, from there to the text. It sends nothing. */
  #keyed(event) {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey || !event.target.matches("input:not([type=checkbox])")) return;
    event.preventDefault();
    if (event.target === this.#to) this.#subject.focus();
    else this.#composer.box.focusEnd();
  }

  // ---- what there is to choose from -----------------------------------------------------------------------------

  /** The desk's hotels for what is typed; with nothing typed those that the ticket mentions. */
  #look() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#search(), this.#to.value ? PAUSE_MS : 0);
  }

  async #search() {
    this.#aborter?.abort();
    this.#aborter = new AbortController();
    const { signal } = this.#aborter;
    const typed = this.#to.value.split(",").at(-1).trim();
    const query = new URLSearchParams({ q: typed.includes("@") ? "" : typed });
    try {
      this.#offers.replaceChildren(await getFragment(`/tickets/${this.#composer.ticket}/recipients?${query}`, "recipients", { signal }));
    } catch (problem) {
      if (problem.name !== "AbortError" && !(problem instanceof Problem)) throw problem; // without them an address is typed
    }
  }

  async #load() {
    try {
      const drawn = await getFragment(`/tickets/${this.#composer.ticket}/third-party`, "forward");
      const chosen = this.#forwarded;
      delete this.#forward.dataset.forward;
      this.#forward.replaceChildren(drawn);
      this.#tick(chosen);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#isLoaded = false; // it is asked for again when it is next seen
    }
  }
}
