// <insert-panels>: the plug-ins' panels beside the answer, fetched by themselves, so that none keeps the ticket waiting.

import { Problem, getFragment } from "../lib/requests.js";
import { live } from "../live/live.js";
import "./insert-panel.js";

class InsertPanels extends HTMLElement {
  #back; #isLoading;

  connectedCallback() {
    this.#back = () => this.#load();
    live.addEventListener("connected", this.#back);
    this.#load();
  }

  disconnectedCallback() {
    live.removeEventListener("connected", this.#back);
  }

  /** Without a connection there is nothing to search: the banner says so, and they come when it is back. */
  async #load() {
    if (this.childElementCount || this.#isLoading) return;
    this.#isLoading = true;
    try {
      this.replaceChildren(await getFragment(`/tickets/${this.dataset.ticket}/panels`, "panels"));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    } finally {
      this.#isLoading = false;
    }
  }
}

customElements.define("insert-panels", InsertPanels);
