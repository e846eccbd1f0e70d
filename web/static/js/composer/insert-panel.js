// <insert-panel>: a plug-in's panel: search as typed, cards, one click pastes. It never touches the answer: it asks the composer
// by the event "deskbell:insert" {html, attachments, panel, titles}.

import { getFragment, post } from "../lib/requests.js";
import { holdKeys } from "../keys/type-ahead.js";
import { INSERT_ASKED, signal } from "../lib/signals.js";

const CARD = ".insert-card";
const TYPED_MS = 150;
const SLOW_MS = 600;

const composer = () => document.querySelector("answer-composer");

class InsertPanel extends HTMLElement {
  #field; #cards; #chosen; #form; #seen; #found; #waiting; #aborter; #pasting; #marking; #answer; #table;

  connectedCallback() {
    this.#field = this.querySelector("input");
    this.#cards = this.querySelector(".insert-panel__cards");
    this.#chosen = new Set();
    this.#form = this.#remembered();
    this.#field.addEventListener("input", () => this.#typed());
    this.#field.addEventListener("keydown", (event) => this.#keyedInField(event));
    this.#cards.addEventListener("click", (event) => this.#clicked(event));
    this.#cards.addEventListener("keydown", (event) => this.#keyedInCards(event));
    this.#picker?.addEventListener("change", () => this.#formChosen());
    this.#table = this.querySelector(".insert-panel__table");
    this.#table.addEventListener("click", () => this.#paste([...this.#chosen]));
    this.#watchAnswer();
    this.#seen = new IntersectionObserver(([entry]) => entry.isIntersecting && this.#begin());
    this.#seen.observe(this);
  }

  disconnectedCallback() {
    clearTimeout(this.#waiting);
    this.#aborter?.abort();
    this.#seen.disconnect();
    this.#answer.disconnect();
  }

  get #picker() {
    return this.querySelector(".insert-panel__form");
  }

  get #path() {
    return `/tickets/${this.dataset.ticket}/panels/${this.dataset.name}`;
  }

  /** The first search: when the panel is first on the screen, not before. */
  #begin() {
    this.#seen.disconnect();
    this.#search();
  }

  focusSearch() {
    this.#field.focus();
    this.#field.select();
  }

  // ---- searching ------------------------------------------------------------------------------------------------

  #typed() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => { this.#found = this.#search(); }, TYPED_MS);
  }

  async #search() {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    this.#aborter?.abort();
    const aborter = new AbortController();
    this.#aborter = aborter;
    const slow = setTimeout(() => this.classList.add("is-slow"), SLOW_MS);
    try {
      const query = new URLSearchParams({ q: this.#field.value.trim() });
      this.#draw(await getFragment(`${this.#path}?${query}`, "cards", { signal: aborter.signal }));
    } catch (problem) {
      if (problem.name !== "AbortError") this.#fail(problem.message);
    } finally {
      clearTimeout(slow);
      if (this.#aborter === aborter) this.classList.remove("is-slow");
    }
  }

  #draw(fragment) {
    this.#complain("");
    this.#chosen.clear();
    this.#cards.replaceChildren(fragment);
    this.querySelector(".insert-panel__count").textContent = this.#cards.querySelector("[data-found]")?.dataset.found ?? "";
    this.#markCards();
  }

  /** The desk itself could not be asked. */
  #fail(words) {
    const failure = this.querySelector("template").content.cloneNode(true);
    failure.querySelector("p").textContent = words;
    this.#draw(failure);
  }

  // ---- choosing -------------------------------------------------------------------------------------------------

  #clicked(event) {
    const card = event.target.closest(CARD);
    if (event.target.closest("[data-again]")) this.#search();
    else if (card && this.#form === "table") this.#choose(card);
    else if (card) this.#paste([card.dataset.card], card);
  }

  #keyedInField(event) {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      this.#cards.querySelector(CARD)?.focus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#entered();
    } else if (event.key === "Escape" && this.#field.value) {
      event.stopPropagation();
      event.preventDefault();
      this.#field.value = "";
      this.#search();
    }
  }

  /** Enter pastes what was found first for what is typed now; with nothing typed it only looks. */
  async #entered() {
    const go = holdKeys();
    try {
      if (this.#waiting === undefined && this.#field.value.trim()) await this.#found;
      else await this.#search();
      const first = this.#cards.querySelector(CARD);
      if (!first || !this.#field.value.trim()) return;
      if (this.#form === "table") this.#choose(first);
      else await this.#paste([first.dataset.card], first);
    } finally {
      go();
    }
  }

  #keyedInCards(event) {
    const cards = [...this.#cards.querySelectorAll(CARD)];
    const at = cards.indexOf(event.target.parentElement.querySelector(CARD)); // also from the button that writes to it
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: cards.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    if (to < 0) this.#field.focus();
    else this.#moveTo(cards, cards[Math.min(to, cards.length - 1)]);
  }

  #moveTo(cards, card) {
    for (const one of cards) for (const button of one.parentElement.children) button.tabIndex = one === card ? 0 : -1;
    card.focus();
  }

  #choose(card) {
    const { card: id } = card.dataset;
    if (!this.#chosen.delete(id)) this.#chosen.add(id);
    this.#markCards();
  }

  #formChosen() {
    this.#form = this.#picker.value;
    try {
      localStorage.setItem(`paste-as:${this.dataset.name}`, this.#form);
    } catch {
      // It is asked again next time.
    }
    this.#chosen.clear();
    this.#markCards();
  }

  #remembered() {
    if (!this.#picker) return "";
    let form = null;
    try {
      form = localStorage.getItem(`paste-as:${this.dataset.name}`);
    } catch {
      // The first form is as good.
    }
    if ([...this.#picker.options].some((option) => option.value === form)) this.#picker.value = form;
    return this.#picker.value;
  }

  // ---- pasting --------------------------------------------------------------------------------------------------

  get #readOnly() {
    const answer = composer();
    return !answer || (answer.mode !== "note" && !answer.mayAnswer);
  }

  async #paste(ids, card) {
    if (this.#readOnly || this.#pasting || !ids.length) return;
    this.#pasting = true;
    const titles = ids.map((id) => this.#cards.querySelector(`[data-card="${CSS.escape(id)}"]`)?.dataset.title).filter(Boolean);
    const busy = setTimeout(() => card?.setAttribute("aria-busy", "true"), TYPED_MS);
    try {
      const detail = await post(`${this.#path}/insert`, { card: ids, form: this.#form });
      this.#complain("");
      this.#chosen.clear();
      signal(INSERT_ASKED, { ...detail, panel: this.dataset.name, titles }, this);
      this.#markCards();
    } catch (problem) {
      this.#complain(problem.message);
    } finally {
      clearTimeout(busy);
      card?.removeAttribute("aria-busy");
      this.#pasting = false;
    }
  }

  #complain(words) {
    const line = this.querySelector(".insert-panel__fault");
    line.textContent = words;
    line.hidden = !words;
  }

  // ---- what is in the answer --------------------------------------------------------------------------------

  /** Whatever changes the answer (typing, pasting, undo) or who may write it, the cards say so. */
  #watchAnswer() {
    this.#answer = new MutationObserver(() => {
      cancelAnimationFrame(this.#marking);
      this.#marking = requestAnimationFrame(() => this.#markCards());
    });
    const answer = composer();
    if (!answer) return;
    this.#answer.observe(answer, { attributeFilter: ["data-lock", "data-mode"] });
    for (const text of answer.querySelectorAll(".composer__text")) {
      this.#answer.observe(text, { childList: true, characterData: true, subtree: true });
    }
  }

  #markCards() {
    const readOnly = this.#readOnly;
    const text = composer()?.querySelector(".composer__text:not([hidden])")?.textContent ?? "";
    this.classList.toggle("is-read-only", readOnly);
    for (const card of this.#cards.querySelectorAll(CARD)) {
      card.classList.toggle("is-in", !readOnly && text.includes(card.dataset.title));
      card.setAttribute("aria-disabled", String(readOnly));
      if (this.#form === "table") card.setAttribute("aria-pressed", String(this.#chosen.has(card.dataset.card)));
      else card.removeAttribute("aria-pressed");
    }
    this.#table.hidden = this.#form !== "table";
    this.#table.disabled = readOnly || !this.#chosen.size;
  }
}

customElements.define("insert-panel", InsertPanel);

/** Where `h` goes: the search of the first panel. */
export const focusPanel = () => document.querySelector("insert-panel")?.focusSearch();
