// <bulk-bar>: what can be done with the chosen tickets, over the list's foot. The outcome of each is reported by name.

import { fill, formOf, say } from "../lib/page.js";
import { ticketList } from "./ticket-list.js";
import { bulk, takeBack } from "./bulk-acts.js";
import { showReport } from "./bulk-report.js";
import { openDialog } from "../elements/dialogs.js";
import { toast } from "../live/desk-toast.js";
import { LIST_SHOWN, SELECTION_CHANGED } from "../lib/signals.js";

class BulkBar extends HTMLElement {
  #count; #everything; #said; #merging; #working;

  connectedCallback() {
    this.#count = this.querySelector(".bulk-bar__count");
    this.#everything = this.querySelector("[data-select-all]");
    this.#said = document.getElementById("selection-said");
    this.#merging = document.getElementById("bulk-merge-dialog");
    document.addEventListener(SELECTION_CHANGED, () => this.#draw());
    document.addEventListener(LIST_SHOWN, () => this.#draw());
    this.addEventListener("click", (event) => this.#pressed(event.target.closest("button")));
    this.#merging.querySelector("form").addEventListener("submit", (event) => this.#merge(event));
  }

  get #selection() {
    return ticketList()?.selection;
  }

  get isOpen() {
    return !this.hidden;
  }

  /** The button for one of the open ticket's keys, while tickets are selected. */
  button(selector) {
    return this.isOpen && this.#selection.size ? this.querySelector(selector) : null;
  }

  #draw() {
    const { size, isPicking } = this.#selection;
    this.hidden = size === 0 && !isPicking;
    this.closest(".desk").classList.toggle("is-choosing", this.isOpen); // the list and the toast make room
    const words = size ? say("selected_count", { count: size }) : say("select_some");
    this.#count.textContent = words;
    if (this.#said.textContent !== words) this.#said.textContent = this.hidden ? "" : words;
    const shown = ticketList().items.length;
    this.#everything.textContent = say("select_all", { count: shown });
    this.#everything.hidden = size >= shown;
    for (const button of this.querySelectorAll(".bulk-bar__acts > button, .bulk-bar__acts > menu-button > button")) button.disabled = !size || this.#working;
    this.querySelector("[data-bulk-merge]").disabled = size < 2; // one of them is the original
  }

  #pressed(button) {
    if (!button) return;
    if (button.matches("[data-select-all]")) this.#selection.all();
    else if (button.matches("[data-clear-selection]")) this.#leave();
    else if (button.matches("[data-bulk-merge]")) this.#askOriginal();
    else if (button.dataset.bulk) this.#run(button);
  }

  /** Let all go; the focus is back in the list. */
  #leave() {
    this.#selection.clear();
    ticketList().steps.focus(ticketList().current ?? ticketList().items.find((item) => item.querySelector("[tabindex='0']")));
  }

  #run({ dataset, name, value }) {
    return this.#do({ act: dataset.bulk, ...(name ? { [name]: value } : {}) }, this.#selection.ids, dataset);
  }

  /** `said`: what is said of it when it was `done`, as JSON of its plural forms. */
  async #do(fields, ids, said) {
    if (this.#working || !ids.length) return;
    const chosen = new Map(this.#selection.chosen);
    this.#working = true;
    this.#draw();
    const results = await bulk(ids, fields, (count) => { this.#count.textContent = say("bulk_working", { done: count, count: ids.length }); });
    this.#working = false;
    const went = results.filter((result) => result.done);
    this.#selection.drop(went.map((result) => result.id));
    if (this.#selection.size === 0) this.#selection.clear(); // a finger that touches a row opens it again
    this.#draw();
    this.#tell(said, results, chosen);
  }

  /** All went: one line with undo. Some did not: each by name, with why. */
  #tell(said, results, chosen) {
    const [went, refused] = [results.filter((result) => result.done), results.filter((result) => !result.done)];
    const back = went.some((result) => result.back) ? () => this.#undo(went, chosen) : null;
    if (refused.length) {
      const title = counted(said, went.length, results.length);
      showReport(title, { went, refused, chosen, back });
      return;
    }
    const action = back ? { label: say("undo"), key: "Z", run: back } : null;
    toast({ title: counted(said, went.length), iconName: "check", action, until: action ? Date.now() + 10_000 : 0 });
  }

  async #undo(went, chosen) {
    const results = await takeBack(went);
    const refused = results.filter((result) => !result.done);
    const title = refused.length ? say("bulk_undone", { done: results.length - refused.length, count: results.length }) : say("taken_back");
    if (refused.length) showReport(title, { went: results.filter((result) => result.done), refused, chosen });
    else toast({ title, iconName: "undo" });
  }

  // ---- duplicates -----------------------------------------------------------------------------------------------

  /** Which of the chosen ones is the original? The oldest, unless said otherwise. */
  #askOriginal() {
    const place = this.#merging.querySelector(".bulk-originals");
    const line = document.getElementById("bulk-original").content;
    const oldestFirst = [...this.#selection.chosen.values()].sort((one, other) => Number(one.number) - Number(other.number));
    place.replaceChildren(...oldestFirst.map(({ number, subject, customer, isProved }, at) => {
      const choice = line.cloneNode(true);
      Object.assign(choice.querySelector("input"), { value: number, checked: at === 0 });
      choice.querySelector("bdi").textContent = `#${number}`;
      choice.querySelector("b").textContent = subject;
      choice.querySelector("small").textContent = isProved ? customer : `${customer} · ${say("not_proved")}`;
      return choice;
    }));
    openDialog(this.#merging);
    place.querySelector("input").focus();
  }

  #merge(event) {
    event.preventDefault();
    const into = new FormData(event.target).get("into");
    this.#merging.close();
    this.#selection.drop([into]);
    this.#do({ act: "merge", into }, this.#selection.ids, event.target.dataset);
  }
}

/** "3 tickets taken"; with how many were tried, "3 of 4 tickets taken". */
function counted({ done }, count, tried = count) {
  const form = formOf(JSON.parse(done), tried);
  return fill(form, { count: count === tried ? count : say("bulk_working", { done: count, count: tried }) });
}

customElements.define("bulk-bar", BulkBar);

/** The bar of this page. */
export const bulkBar = () => document.querySelector("bulk-bar");
