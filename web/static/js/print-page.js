// <print-page>: the bar over a ticket that is to be printed; on paper it is not there.

import { drawTimes } from "./lib/times.js";

class PrintPage extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-print]").addEventListener("click", () => print());
    drawTimes();
  }
}

customElements.define("print-page", PrintPage);
