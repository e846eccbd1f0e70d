// <filter-form>: what is chosen or typed in its form applies at once. The page is asked for again and stays in place; only
// what follows the filters (`data-follows`, a name) is drawn anew. The address is the one that the form itself would lead to.

import { failed } from "../live/outcomes.js";
import { getPage } from "../lib/requests.js";
import { drawTimes } from "../lib/times.js";

const TYPING_MS = 300;

class FilterForm extends HTMLElement {
  #waiting; #asking; #applied;

  connectedCallback() {
    this.#applied = this.#path;
    this.addEventListener("change", () => this.#apply());
    this.addEventListener("input", ({ target }) => {
      if (!target.matches("select, [type=date]")) this.#waitForMore();
    });
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#apply();
    });
  }

  disconnectedCallback() {
    clearTimeout(this.#waiting);
    this.#asking?.abort();
  }

  get #path() {
    const form = this.querySelector("form");
    const filled = [...new FormData(form)].filter(([, value]) => value !== "");
    const path = form.getAttribute("action"); // `form.action` may be a field of that name
    return filled.length ? `${path}?${new URLSearchParams(filled)}` : path;
  }

  #waitForMore() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#apply(), TYPING_MS);
  }

  async #apply() {
    clearTimeout(this.#waiting);
    const path = this.#path;
    if (path === this.#applied) return;
    this.#applied = path;
    this.#asking?.abort();
    this.#asking = new AbortController();
    try {
      const page = await getPage(path, { signal: this.#asking.signal });
      history.replaceState(history.state, "", path);
      follow(page);
    } catch (problem) {
      if (problem.name === "AbortError") return;
      this.#applied = null; // the same again asks again
      failed(problem);
    }
  }
}

/** Put in place what the page has for these filters. */
function follow(page) {
  for (const before of document.querySelectorAll("[data-follows]")) {
    const after = page.querySelector(`[data-follows="${before.dataset.follows}"]`);
    if (after) before.replaceWith(after);
  }
  drawTimes();
}

customElements.define("filter-form", FilterForm);
