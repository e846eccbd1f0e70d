// <customer-list> and <customer-page>: customers as they are now, whoever changes them; what is being typed here stays.

import { live } from "./live/live.js";
import { getFragment } from "./lib/requests.js";
import { drawTimes } from "./lib/times.js";
import { failed } from "./live/outcomes.js";

const GATHER_MS = 300;
const ABOUT_CUSTOMERS = ["customer.changed", "customer.brake_cleared", "customer.erased", "customer.merged", "resync"];
const ABOUT_TICKETS = ["ticket.opened", "ticket.status", "ticket.changed", "ticket.proved", "ticket.deleted", "ticket.restored", "ticket.erased"];

class Heard extends HTMLElement {
  #heard; #reading;

  connectedCallback() {
    this.#heard = () => { this.#reading ??= setTimeout(() => this.#read(), GATHER_MS); };
    for (const name of [...ABOUT_CUSTOMERS, ...ABOUT_TICKETS]) live.addEventListener(name, this.#heard);
  }

  disconnectedCallback() {
    clearTimeout(this.#reading);
    for (const name of [...ABOUT_CUSTOMERS, ...ABOUT_TICKETS]) live.removeEventListener(name, this.#heard);
  }

  async #read() {
    this.#reading = null;
    try {
      await this.read();
      drawTimes(this);
    } catch (problem) {
      failed(problem);
    }
  }
}

class CustomerList extends Heard {
  async read() {
    const rows = (await getFragment(`/customers${location.search}`, "rows")).querySelectorAll("tr");
    const focused = document.activeElement?.closest("[data-customer]")?.dataset.customer;
    this.querySelector("tbody").replaceChildren(...rows);
    if (focused) this.querySelector(`[data-customer="${focused}"] a`)?.focus();
  }
}

class CustomerPage extends Heard {
  async read() {
    if (this.querySelector(":is(input, textarea, select, button):focus") || this.#isTyped) return;
    const { search } = new URL(location.href);
    try {
      this.replaceChildren(await getFragment(`/customers/${this.dataset.customer}${search}`, "page"));
    } catch (problem) {
      if (problem.status !== 404) throw problem;
      location.assign("/customers");
    }
  }

  get #isTyped() {
    const fields = [...this.querySelectorAll("#customer-form :is(input, textarea)")];
    const select = this.querySelector("#customer-form select");
    return fields.some((field) => field.value !== field.defaultValue) || !select.selectedOptions[0]?.defaultSelected && select.selectedIndex > 0;
  }
}

customElements.define("customer-list", CustomerList);
customElements.define("customer-page", CustomerPage);
