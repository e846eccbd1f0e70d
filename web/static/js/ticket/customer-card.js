// <customer-card>: who wrote, edited in place.

import { Problem, post } from "../lib/requests.js";
import { say } from "../lib/page.js";
import { failed } from "../live/outcomes.js";
import { markFaults } from "../elements/dialogs.js";
import { toast } from "../live/desk-toast.js";
import { TICKET_TOUCHED, signal } from "../lib/signals.js";

class CustomerCard extends HTMLElement {
  #form;

  connectedCallback() {
    this.#form = this.querySelector("form");
    if (!this.#form) return;
    this.addEventListener("click", (event) => {
      if (event.target.closest("[data-edit]")) this.#edit(true);
      else if (event.target.closest("[data-keep]")) this.#edit(false);
    });
    this.#form.addEventListener("submit", (event) => { event.preventDefault(); this.#save(); });
    this.#form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#edit(false);
    });
  }

  /** All countries in the place of the one that was drawn: two hundred lines that only who edits needs. */
  #offerCountries() {
    const { country } = this.#form.elements;
    if ("offered" in country.dataset) return;
    country.dataset.offered = "";
    country.append(document.getElementById("country-options").content.cloneNode(true));
    const [drawn, same] = [...country.options].filter((option) => option.value && option.value === country.value);
    if (!same) return;
    drawn.remove();
    same.defaultSelected = true;
  }

  #edit(editing) {
    if (editing) this.#offerCountries();
    this.classList.toggle("is-editing", editing);
    this.#form.hidden = !editing;
    this.querySelector(".customer__facts").hidden = editing;
    if (editing) this.#form.querySelector("input").focus();
    else this.#form.reset();
    if (!editing) this.querySelector("[data-edit]")?.focus();
  }

  async #save() {
    markFaults(this.#form, []);
    try {
      await post(`/tickets/${this.dataset.ticket}/customer`, new FormData(this.#form));
      this.classList.remove("is-editing");
      toast({ title: say("customer_saved"), iconName: "check" });
      signal(TICKET_TOUCHED, { ticket: this.dataset.ticket });
    } catch (problem) {
      if (problem instanceof Problem && problem.facts.errors) markFaults(this.#form, problem.facts.errors);
      else failed(problem);
    }
  }

}

customElements.define("customer-card", CustomerCard);
