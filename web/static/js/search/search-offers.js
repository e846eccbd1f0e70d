// What the search field offers under itself: fields, then values of the field that is being typed (WAI-ARIA combobox).

import { say } from "../lib/page.js";
import { getJson } from "../lib/requests.js";
import { icon } from "../lib/icons.js";

const PAUSE_MS = 120;
const LAST_WORD = /(\S*)$/;
const LAST_TERM = /(?:^|\s)([\p{L}]+):("[^"]*|[^\s"]*)$/u;

export class SearchOffers {
  #field; #list; #waiting;

  constructor(field, list) {
    this.#field = field;
    this.#list = list;
    const { input } = field;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the caret stays in the input
    list.addEventListener("click", (event) => this.#choose(event.target.closest("[role=option]")?.offer));
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  get #options() {
    return [...this.#list.querySelectorAll("[role=option]")];
  }

  get #active() {
    return this.#list.querySelector("[aria-selected=true]");
  }

  hide() {
    clearTimeout(this.#waiting);
    this.#list.hidden = true;
    this.#field.input.setAttribute("aria-expanded", "false");
    this.#field.input.removeAttribute("aria-activedescendant");
  }

  /** Offer what fits the end of what is typed. */
  show({ asked = false } = {}) {
    clearTimeout(this.#waiting);
    const { input, fields } = this.#field;
    const typing = this.#typing;
    if (typing) {
      this.#waiting = setTimeout(() => this.#offerValues(typing.field, typing.typed), PAUSE_MS);
      return;
    }
    const word = input.value.match(LAST_WORD)[1].toLocaleLowerCase();
    const fits = (one) => !word || one.name.startsWith(word) || one.words.toLocaleLowerCase().startsWith(word);
    const fitting = fields.filter(fits);
    const offered = fitting.length || !asked ? fitting : fields; // asked for: behind whatever words stand there
    const instead = fitting.length > 0;
    this.#draw(say("search_fields"), offered.map((one) => ({ field: one, words: one.words, aside: one.hint, instead })));
  }

  async #offerValues(field, typed) {
    const found = await this.#valuesOf(field, typed);
    const { input } = this.#field;
    if (document.activeElement === input && LAST_TERM.test(input.value)) this.#draw(field.words, found);
  }

  /** The values that fit; without the server nothing is offered, and what is typed still counts. */
  async #valuesOf(field, typed) {
    try {
      const { suggestions } = await getJson(`/search/suggestions?${new URLSearchParams({ field: field.name, typed })}`);
      const of = (one) => this.#field.fields.find((other) => other.name === one.field) ?? field;
      return suggestions.map((one) => ({ field: of(one), value: one.value, words: one.words, aside: one.aside }));
    } catch {
      return [];
    }
  }

  /** Enter behind a value that is still being typed: take it where it is the only one that fits, and say so. */
  async takeOnly() {
    const { input } = this.#field;
    const { value } = input;
    const typing = this.#typing;
    if (!typing) return false;
    clearTimeout(this.#waiting);
    const found = await this.#valuesOf(typing.field, typing.typed);
    if (input.value !== value) return true; // gone on meanwhile
    if (found.length !== 1) return false;
    this.#choose(found[0]);
    return true;
  }

  /** The field and the beginning of its value, where the caret is behind one. */
  get #typing() {
    const term = this.#field.input.value.match(LAST_TERM);
    const field = term && this.#field.fields.find((one) => one.name === term[1].toLowerCase());
    return field ? { field, typed: term[2].replace('"', "") } : null;
  }

  #draw(title, offers) {
    this.#list.replaceChildren();
    if (!offers.length) {
      this.hide();
      return;
    }
    const head = Object.assign(document.createElement("p"), { className: "menu__head", textContent: title });
    head.setAttribute("role", "presentation");
    const body = Object.assign(document.createElement("div"), { className: offers[0].value === undefined ? "offers offers--fields" : "offers" });
    body.setAttribute("role", "presentation");
    body.append(...offers.map((offer, place) => this.#option(offer, place)));
    this.#list.append(head, body);
    this.#list.hidden = false;
    this.#field.input.setAttribute("aria-expanded", "true");
    this.#field.input.removeAttribute("aria-activedescendant");
  }

  #option(offer, place) {
    const option = Object.assign(document.createElement("div"), { className: "menu__item", id: `offer-${place}` });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const words = Object.assign(document.createElement("span"), { textContent: offer.words, dir: "auto" });
    option.append(icon(offer.field.icon, 16), words);
    if (offer.aside) option.append(Object.assign(document.createElement("small"), { className: "menu__aside", textContent: offer.aside }));
    option.offer = offer;
    return option;
  }

  /** Take a key; true when it was meant for the offers. */
  keyed(event) {
    if (!this.isOpen) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.#move(event.key === "ArrowDown" ? 1 : -1);
      return true;
    }
    if ((event.key === "Enter" || event.key === "Tab") && this.#active) {
      event.preventDefault();
      this.#choose(this.#active.offer);
      return true;
    }
    if (event.key === "Enter") this.hide();
    return false;
  }

  #move(step) {
    const options = this.#options;
    const at = options.indexOf(this.#active);
    const to = options[at < 0 ? (step > 0 ? 0 : options.length - 1) : (at + step + options.length) % options.length];
    for (const option of options) option.setAttribute("aria-selected", String(option === to));
    to.scrollIntoView({ block: "nearest" });
    this.#field.input.setAttribute("aria-activedescendant", to.id);
  }

  #choose(offer) {
    if (!offer) return;
    const { input } = this.#field;
    const { field, value, words, instead } = offer;
    if (value === undefined) {
      const before = instead ? input.value.replace(LAST_WORD, "") : `${input.value} `;
      input.value = `${before}${field.name}:`;
      input.focus();
      this.show();
      return;
    }
    input.value = input.value.replace(LAST_TERM, "").trim();
    this.#field.add(field, value, ["text", "customer", "answer", "note"].includes(field.name) ? value : words);
    this.hide();
  }
}
