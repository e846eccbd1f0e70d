// <copy-text>: a button beside a text that people need elsewhere.

import { say } from "../lib/page.js";

class CopyText extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard || this.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet button--small";
    button.textContent = say("copy");
    button.addEventListener("click", () => this.#copy(button));
    this.append(button);
  }

  async #copy(button) {
    await navigator.clipboard.writeText(this.querySelector("code").textContent.trim());
    button.textContent = say("copied");
    setTimeout(() => { button.textContent = say("copy"); }, 2000);
  }
}

customElements.define("copy-text", CopyText);
