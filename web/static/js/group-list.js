// <group-list>: the groups as they are now, whoever changes them.

import { live } from "./live/live.js";
import { getFragment } from "./lib/requests.js";
import { failed } from "./live/outcomes.js";

const ABOUT_GROUPS = ["group.changed", "group.removed", "person.changed", "person.deleted", "setting.changed", "resync"];

class GroupList extends HTMLElement {
  #reading; #heard;

  connectedCallback() {
    this.#heard = () => { this.#reading ??= setTimeout(() => this.#read(), 200); };
    for (const name of ABOUT_GROUPS) live.addEventListener(name, this.#heard);
    this.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  disconnectedCallback() {
    for (const name of ABOUT_GROUPS) live.removeEventListener(name, this.#heard);
  }

  async #read() {
    this.#reading = null;
    try {
      const rows = (await getFragment("/groups", "rows")).querySelectorAll("tr");
      const open = this.querySelector("[aria-current]")?.dataset.group;
      this.querySelector("tbody").replaceChildren(...rows);
      this.querySelector(`[data-group="${open}"]`)?.setAttribute("aria-current", "true");
      document.querySelector(".groups .pane-head__count").textContent = rows.length;
    } catch (problem) {
      failed(problem);
    }
  }
}

customElements.define("group-list", GroupList);
