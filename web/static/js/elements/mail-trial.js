// <mail-trial>: a test of mail servers. It runs elsewhere; here its steps appear as they are done.
// Inside a larger form nothing is saved yet: its fields go along to `data-path`.

import { pieces } from "../lib/pieces.js";

const LOOK_MS = 700;

class MailTrial extends HTMLElement {
  #button; #path; #result; #again;

  connectedCallback() {
    const form = this.querySelector("form");
    this.#button = this.querySelector("button");
    this.#path = form?.action ?? this.dataset.path;
    this.#result = this.querySelector(".mail-trial__result");
    this.#button.hidden = false;
    (form ?? this.#button).addEventListener(form ? "submit" : "click", (event) => {
      event.preventDefault();
      this.#try(form ? {} : new FormData(this.#button.form));
    });
    const begun = new URLSearchParams(location.search).get("trial");
    if (begun && this.#result.firstElementChild) this.#follow(begun);
  }

  disconnectedCallback() {
    clearTimeout(this.#again);
  }

  async #try(fields) {
    this.#button.setAttribute("aria-busy", "true");
    try {
      const body = new URLSearchParams(fields);
      const response = await fetch(this.#path, { method: "POST", body, headers: { Accept: "application/json" } });
      const facts = await response.json();
      if (!response.ok) return this.#tell(facts);
      this.#result.replaceChildren();
      this.#follow(facts.trial);
    } catch {
      this.#tell({ detail: this.dataset.away });
    }
  }

  async #follow(trial) {
    try {
      const response = await fetch(`${this.dataset.results}/${trial}`, { headers: { Accept: "text/html" } });
      if (!response.ok) throw new Error(response.status);
      this.#result.replaceChildren(pieces(await response.text()));
      this.#result.scrollIntoView({ block: "nearest" });
    } catch {
      return this.#tell({ detail: this.dataset.away });
    }
    if (this.#result.querySelector("[data-over]")) this.#button.removeAttribute("aria-busy");
    else this.#again = setTimeout(() => this.#follow(trial), LOOK_MS);
  }

  /** Why there is no test: the fields at fault, in the desk's words. */
  #tell({ errors, detail }) {
    const line = document.createElement("p");
    line.className = "field__fault";
    line.textContent = errors?.map(({ message }) => message).join(" ") || detail || "";
    this.#result.replaceChildren(line);
    this.#button.removeAttribute("aria-busy");
  }
}

customElements.define("mail-trial", MailTrial);
