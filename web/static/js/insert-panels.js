// <insert-panels>: the plug-ins' panels beside the answer, fetched by themselves, so that none keeps the ticket waiting.

import { getPart } from "./requests.js";
import "./insert-panel.js";

class InsertPanels extends HTMLElement {
  async connectedCallback() {
    if (this.childElementCount) return;
    try {
      this.replaceChildren(await getPart(`/tickets/${this.dataset.ticket}/panels`, "panels"));
    } catch {
      this.replaceChildren(); // without a connection there is nothing to search; the banner says so
    }
  }
}

customElements.define("insert-panels", InsertPanels);
