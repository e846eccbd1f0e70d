// <form-list>: the forms on other sites as they are now, whoever changes them. <copy-code>: copies the text of a field.

import { live } from "../live/live.js";
import { getFragment } from "../lib/requests.js";
import { drawTimes } from "../lib/times.js";
import { failed } from "../live/outcomes.js";

const ABOUT_FORMS = ["form.added", "form.changed", "form.revoked", "ticket.opened", "ticket.status", "group.removed", "resync"];

class FormList extends HTMLElement {
  #reading; #heard;
  #released = null; // while a pointer is down: a link that is swapped meanwhile would lose the click

  connectedCallback() {
    this.#heard = () => { this.#reading ??= setTimeout(() => this.#read(), 200); };
    for (const name of ABOUT_FORMS) live.addEventListener(name, this.#heard);
    this.addEventListener("pointerdown", () => {
      this.#released = new Promise((done) => {
        for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => setTimeout(done), { once: true });
      });
    });
  }

  disconnectedCallback() {
    for (const name of ABOUT_FORMS) live.removeEventListener(name, this.#heard);
  }

  async #read() {
    this.#reading = null;
    try {
      const list = (await getFragment("/forms", "rows")).querySelector("ul");
      await this.#released;
      this.replaceChildren(list);
      this.closest("section").hidden = !list.children.length;
      drawTimes(this);
      document.querySelector(".pane-head__count").textContent = list.children.length;
    } catch (problem) {
      failed(problem);
    }
  }
}

class CopyCode extends HTMLElement {
  connectedCallback() {
    this.hidden = !navigator.clipboard; // needs https, or this machine
    this.addEventListener("click", () => this.#copy());
  }

  async #copy() {
    const field = document.getElementById(this.dataset.of);
    await navigator.clipboard.writeText(field.value);
    const button = this.querySelector("button");
    button.textContent = button.dataset.copied;
  }
}

customElements.define("form-list", FormList);
customElements.define("copy-code", CopyCode);
