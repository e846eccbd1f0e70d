// <search-field>: what to look for, as typed words and as tokens. Results follow while it is typed.

import { say } from "../lib/page.js";
import { icon } from "../lib/icons.js";
import { ticketList } from "../list/ticket-list.js";
import { SearchLooking } from "./search-looking.js";
import { SearchOffers } from "./search-offers.js";
import { LIST_SHOWN } from "../lib/signals.js";

const TERM = /(?:^|\s)([\p{L}]+):("[^"]*"|[^\s"]+)(?=\s)/u;

/** A value as it must be written after its field. */
export const quoted = (value) => (/\s/.test(value) ? `"${value.replaceAll('"', " ")}"` : value.replaceAll('"', ""));

class SearchField extends HTMLElement {
  #place; #looking; #offers;

  connectedCallback() {
    this.fields = JSON.parse(this.dataset.fields);
    this.form = this.querySelector("form");
    this.#place = this.querySelector(".search-box__tokens");
    this.input = this.querySelector("input");
    this.#looking = new SearchLooking(this);
    this.#offers = new SearchOffers(this, this.querySelector("[role=listbox]"));
    this.classList.add("is-live");
    this.#adopt();
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#keyed(event));
    this.input.addEventListener("focus", () => this.#offers.show({ asked: true }));
    this.input.addEventListener("blur", () => {
      this.#offers.hide();
      this.#looking.rest();
    });
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.#finish(); });
    this.addEventListener("click", (event) => this.#pressed(event));
    document.addEventListener(LIST_SHOWN, ({ detail }) => this.#shown(detail.list));
  }

  /** Show it and put the caret into it. */
  open() {
    this.hidden = false;
    this.input.focus();
    this.input.select();
  }

  get #tokens() {
    return [...this.#place.querySelectorAll(".token")];
  }

  /** All of it as one text: what the address and a saved search carry. */
  get text() {
    return [...this.#tokens.map((token) => token.dataset.typed), this.input.value.trim()].filter(Boolean).join(" ");
  }

  /** The server drew tokens beside the whole text: only the plain words stay in the input. */
  #adopt(text = this.input.value) {
    let words = ` ${text} `;
    for (const token of this.#tokens) words = words.replace(` ${token.dataset.typed} `, " ");
    this.input.value = words.trim();
    this.#drawClear();
  }

  // ---- typing ---------------------------------------------------------------------------------------------------

  #typed() {
    this.#complain("");
    if (!this.#takeTerm(this.input.value)) this.#looking.look();
    this.select(null);
    this.#drawClear();
    this.#offers.show();
  }

  /** Make the first whole `field:value` of a text a token; the rest stays in the input. */
  #takeTerm(text) {
    const term = text.match(TERM);
    const field = term && this.fields.find((one) => one.name === term[1].toLowerCase());
    if (!field) return false;
    this.input.value = text.replace(term[0], "").trimStart();
    this.add(field, term[2].replaceAll('"', ""));
    return true;
  }

  /** Enter: the only value that fits is taken; otherwise the search is complete, and the first result is next. */
  async #finish() {
    if (await this.#offers.takeOnly()) return;
    while (this.#takeTerm(`${this.input.value.trimEnd()} `));
    this.#offers.hide();
    await this.#looking.goTo((list) => list.items[0]);
  }

  /** A token for a field and a value; `words` is how the reader calls the value. */
  add(field, value, words = value) {
    const token = document.createElement("span");
    token.className = "token";
    token.dataset.typed = `${field.name}:${quoted(value)}`;
    const name = Object.assign(document.createElement("span"), { className: "token__field", textContent: field.words });
    const shown = Object.assign(document.createElement("b"), { className: "token__value", textContent: words, dir: "auto" });
    const button = Object.assign(document.createElement("button"), { className: "token__remove", type: "button", tabIndex: -1 });
    button.setAttribute("aria-label", say("remove_token", { field: field.words }));
    button.append(icon("cross", 12));
    token.append(name, shown, button);
    this.#place.append(token);
    this.#drawClear();
    this.#looking.look({ now: true });
  }

  #keyed(event) {
    if (this.#offers.keyed(event)) return;
    const atStart = this.input.selectionStart === 0 && this.input.selectionEnd === 0;
    if (event.key === "Backspace" && atStart && this.#tokens.length) {
      event.preventDefault();
      if (this.#selected) this.remove(this.#selected);
      else this.select(this.#tokens.at(-1));
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.#leave();
    } else if (event.key === "ArrowDown" && event.altKey) {
      event.preventDefault();
      this.#offers.show({ asked: true });
    } else if (event.key === "ArrowDown" && !this.#offers.isOpen) {
      event.preventDefault();
      ticketList()?.steps.focus(ticketList().items[0]);
    } else if (event.key !== "Shift") {
      this.select(null);
    }
  }

  get #selected() {
    return this.#place.querySelector(".token.is-selected");
  }

  select(token) {
    for (const other of this.#tokens) other.classList.toggle("is-selected", other === token);
    if (token) this.querySelector("[role=status]").textContent = token.innerText;
  }

  remove(token) {
    token.remove();
    this.#drawClear();
    this.#looking.look({ now: true });
  }

  #pressed(event) {
    const token = event.target.closest(".token");
    if (event.target.closest(".token__remove")) {
      this.remove(token);
      this.input.focus();
    } else if (event.target.closest("[data-clear-search]")) {
      this.#place.replaceChildren();
      this.input.value = "";
      this.#drawClear();
      this.#looking.look({ now: true });
      this.input.focus();
    } else if (token) {
      this.select(token);
      this.input.focus();
    }
  }

  #drawClear() {
    this.querySelector("[data-clear-search]").hidden = !this.text;
  }

  // ---- what was found -------------------------------------------------------------------------------------------

  /** Another list stands there: of a search, or of a view that needs no field. */
  #shown(list) {
    const { search, fault } = list.dataset;
    if (search === undefined) {
      this.hidden = true;
      this.#place.replaceChildren();
      this.input.value = "";
      this.#looking.asked = undefined;
      return;
    }
    this.hidden = false;
    const isOwn = this.#looking.found(search);
    this.#complain(fault);
    this.querySelector("[role=status]").textContent = list.querySelector("h1").textContent;
    if (!isOwn && search !== this.text) {
      this.#place.replaceChildren(list.querySelector(".found-tokens").content.cloneNode(true));
      this.input.value = search;
      this.#adopt();
    }
  }

  #complain(fault) {
    const line = this.querySelector(".search-field__fault");
    line.textContent = fault;
    line.hidden = !fault;
    if (fault) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
    this.input.setAttribute("aria-describedby", "search-fault");
  }

  /** Esc: out of the field, to the results; with nothing typed, back to the view. */
  async #leave() {
    this.#offers.hide();
    const hasResults = this.text && ticketList()?.isSearch;
    if (!hasResults) this.end("/tickets?view=all");
    else if (await this.#looking.goTo((list) => list.current ?? list.items[0])) return;
    this.input.blur();
  }

  /** Leave the search for the view from which it began, if it began here. */
  end(otherwise) {
    this.#looking.leave(otherwise);
    if (!ticketList()?.isSearch) this.hidden = true;
  }
}

customElements.define("search-field", SearchField);

/** The field of this page. */
export const searchField = () => document.querySelector("search-field");
