// <people-list>: everybody at the desk, as it is now, whoever changes it.

import { live } from "./live.js";
import { getPart } from "./requests.js";
import { drawTimes } from "./times.js";
import { failed } from "./outcomes.js";

const ABOUT_PEOPLE = ["person.changed", "person.deleted", "person.link_sent", "group.changed", "resync"];

class PeopleList extends HTMLElement {
  connectedCallback() {
    this.heard = () => { this.reading ??= setTimeout(() => this.read(), 200); };
    for (const name of ABOUT_PEOPLE) live.addEventListener(name, this.heard);
    document.addEventListener("people-touched", this.heard);
  }

  disconnectedCallback() {
    for (const name of ABOUT_PEOPLE) live.removeEventListener(name, this.heard);
    document.removeEventListener("people-touched", this.heard);
  }

  async read() {
    this.reading = null;
    try {
      const part = await getPart("/people", "rows");
      const rows = part.querySelectorAll("tr");
      this.querySelector("tbody").replaceChildren(...rows);
      document.querySelector(".people .pane-head__count").textContent = rows.length;
      drawTimes(this);
    } catch (problem) {
      failed(problem);
    }
  }
}

customElements.define("people-list", PeopleList);
