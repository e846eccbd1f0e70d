// <command-palette>: everything by name, with the keyboard alone. The open ticket is its context, until Backspace drops it.

import { say } from "../lib/page.js";
import { getJson } from "../lib/requests.js";
import { icon } from "../lib/icons.js";
import { openTicket, openView } from "../desk/navigation.js";
import { openDialog } from "../elements/dialogs.js";
import { quoted } from "../search/search-field.js";
import { contextChoices, doChoices, goChoices, ticketContext } from "./palette-choices.js";
import { BEGINS, fitOf, spots } from "./palette-matching.js";

const PAUSE_MS = 120;
const MOST_OF_A_KIND = 8;

class CommandPalette extends HTMLElement {
  #dialog; #known; #input; #list; #context; #moved; #ticket; #found; #waiting;

  connectedCallback() {
    this.#dialog = this.querySelector("dialog");
    this.#input = this.querySelector("input");
    this.#list = this.querySelector("[role=listbox]");
    this.#context = this.querySelector(".palette__context");
    this.#input.addEventListener("input", () => this.#typed());
    this.#dialog.addEventListener("keydown", (event) => this.#keyed(event));
    this.#list.addEventListener("click", (event) => this.#run(event.target.closest("[role=option]")));
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    document.addEventListener("keydown", (event) => this.#called(event));
    document.addEventListener("click", (event) => {
      const opener = event.target.closest("[data-palette]");
      if (!opener || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      this.#open();
    });
  }

  #called(event) {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (this.#dialog.open) this.#dialog.close();
    else this.#open();
  }

  #open() {
    if (document.querySelector("dialog[open]")) return;
    this.#moved = false;
    this.#known = JSON.parse(this.dataset.commands); // pages, acts, and other words for both; others after a promotion
    this.#ticket = ticketContext();
    this.#found = [];
    this.#input.value = "";
    this.#drawContext();
    this.#dialog.showModal();
    this.#draw();
  }

  #drawContext() {
    this.#context.hidden = !this.#ticket;
    this.querySelector(".palette__drop").hidden = !this.#ticket;
    this.#context.querySelector("span").textContent = this.#ticket ? `${this.#ticket.number} ${this.#ticket.name}` : "";
  }

  // ---- what fits ------------------------------------------------------------------------------------------------

  #typed() {
    this.#moved = false;
    this.#draw();
    clearTimeout(this.#waiting);
    const typed = this.#input.value.trim();
    if (!typed) {
      this.#found = [];
      return;
    }
    this.#waiting = setTimeout(() => this.#ask(typed), PAUSE_MS);
  }

  async #ask(typed) {
    try {
      const { tickets, people } = await getJson(`/search/palette?${new URLSearchParams({ typed })}`);
      if (this.#input.value.trim() !== typed) return;
      this.#found = [...tickets.map(ticketChoice), ...people.map(personChoice)];
      this.#draw();
    } catch {
      // Offline: acts and views still work.
    }
  }

  /** What is called exactly so comes first, and pages and acts whose name begins so; then what the ticket can do, then what was found. */
  get #groups() {
    const typed = this.#input.value.trim();
    const fit = (choices) => choices.map((choice) => ({ ...choice, fit: typed ? fitOf(choice, typed) : Number(!choice.needs) })).filter((one) => one.fit);
    const ticket = fit(this.#ticket ? contextChoices(this.#known.acts) : []);
    const go = fit(goChoices(this.#known));
    const other = fit(doChoices(this.#known));
    const isFirst = (choice) => typed && choice.fit >= (ticket.includes(choice) ? BEGINS + 1 : BEGINS);
    const first = [...ticket, ...go, ...other].filter(isFirst).sort((one, next) => next.fit - one.fit);
    const rest = (choices) => choices.filter((one) => !first.slice(0, MOST_OF_A_KIND).includes(one)).slice(0, typed ? MOST_OF_A_KIND : 14);
    const search = { words: say("search_for", { typed }), iconName: "search", run: () => openView(`/tickets?${new URLSearchParams({ q: typed })}`) };
    return [
      [say("palette_first"), first.slice(0, MOST_OF_A_KIND)],
      [say("palette_ticket"), rest(ticket)],
      [say("palette_found"), typed ? [...this.#found, search] : []],
      [say("palette_go"), rest(go)],
      [say("palette_do"), rest(other)],
    ].filter(([, choices]) => choices.length);
  }

  #draw() {
    const before = this.#moved ? this.#active?.dataset.name : undefined;
    const typed = this.#input.value.trim();
    let place = 0;
    this.#list.replaceChildren(...this.#groups.flatMap(([title, choices]) => {
      const head = Object.assign(document.createElement("p"), { className: "menu__head", textContent: title });
      head.setAttribute("role", "presentation");
      return [head, ...choices.map((choice) => option(choice, typed, (place += 1)))];
    }));
    this.#activate(this.#options.find((one) => one.dataset.name === before) ?? this.#options[0]);
    this.querySelector("[role=status]").textContent = typed ? say("palette_count", { count: this.#options.length }) : "";
  }

  // ---- under the hand -------------------------------------------------------------------------------------------

  get #options() {
    return [...this.#list.querySelectorAll("[role=option]")];
  }

  get #active() {
    return this.#list.querySelector("[aria-selected=true]");
  }

  #activate(option) {
    for (const other of this.#options) other.setAttribute("aria-selected", String(other === option));
    if (option) {
      this.#input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.#input.removeAttribute("aria-activedescendant");
  }

  #keyed(event) {
    const options = this.#options;
    const at = options.indexOf(this.#active);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: Math.min(at + 6, options.length - 1), PageUp: Math.max(at - 6, 0) }[event.key];
    if (to !== undefined && options.length) {
      event.preventDefault();
      this.#moved = true;
      this.#activate(options[(to + options.length) % options.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#run(this.#active);
    } else if (event.key === "Tab") {
      event.preventDefault(); // one field and its list: there is nowhere else
    } else if (event.key === "Backspace" && !this.#input.value && this.#ticket) {
      event.preventDefault();
      this.#ticket = null;
      this.#drawContext();
      this.#draw();
    } else if (event.key === "?" && !this.#input.value) {
      event.preventDefault();
      this.#dialog.close();
      openDialog(document.getElementById("keys-dialog"));
    }
  }

  #run(option) {
    if (!option) return;
    this.#draw(); // the page may have been drawn anew since: its buttons of then press nothing
    const now = this.#options.find((one) => one.dataset.name === option.dataset.name) ?? option;
    this.#dialog.close(); // gives the focus back first, so that what runs may take it
    now.choice.run();
  }
}

customElements.define("command-palette", CommandPalette);

function ticketChoice({ id, subject, status, name }) {
  return { words: subject, aside: name, iconName: `status-${status}`, keys: [`#${id}`], run: () => openTicket(String(id)) };
}

function personChoice({ name, email, city, tickets }) {
  const aside = [city, say("found_count", { count: tickets })].filter(Boolean).join(" · ");
  const run = () => openView(`/tickets?${new URLSearchParams({ q: `email:${quoted(email)}` })}`);
  return { words: name, aside, iconName: "person", run };
}

function option(choice, typed, place) {
  const item = Object.assign(document.createElement("div"), { className: "menu__item", id: `palette-${place}` });
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.name = `${choice.words} ${choice.keys ?? ""}`;
  item.choice = choice;
  const words = Object.assign(document.createElement("span"), { className: "palette__words", dir: "auto" });
  let at = 0;
  for (const [begin, end] of typed ? spots(choice.words, typed) : []) {
    if (begin < at) continue;
    words.append(choice.words.slice(at, begin), Object.assign(document.createElement("mark"), { textContent: choice.words.slice(begin, end) }));
    at = end;
  }
  words.append(choice.words.slice(at));
  if (choice.aside) words.append(" ", Object.assign(document.createElement("small"), { className: "palette__aside", textContent: choice.aside }));
  const keys = Object.assign(document.createElement("span"), { className: "palette__keys" });
  for (const key of choice.keys ?? []) {
    const name = key.startsWith("#") ? "bdi" : "kbd";
    keys.append(Object.assign(document.createElement(name), { className: name === "kbd" ? "key-hint" : "", textContent: key }));
  }
  item.append(choice.face?.cloneNode(true) ?? icon(choice.iconName, 16), words, keys);
  return item;
}

if (/Mac|iPhone|iPad/.test(navigator.platform)) {
  for (const hint of document.querySelectorAll("[data-command-key]")) hint.textContent = "⌘";
}
