// <template-list>: the saved answers of the desk, by name and group as they are typed and chosen.

import { fold } from "./lib/folding.js";

class TemplateList extends HTMLElement {
  #field; #group; #unused;

  connectedCallback() {
    this.#field = this.querySelector("input[type=search]");
    this.#group = this.querySelector("[data-filter=group]");
    this.#unused = this.querySelector("[data-filter=unused]");
    this.addEventListener("input", () => this.#filter());
    this.addEventListener("click", (event) => {
      const row = event.target.closest("tbody tr:not(.templates__folder)");
      if (row && !event.target.closest("a, button")) row.querySelector("a").click();
    });
    this.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  #filter() {
    const typed = fold(this.#field.value.trim());
    let shown = 0;
    for (const row of this.querySelectorAll("tbody tr:not(.templates__folder)")) {
      const isOther = this.#group.value && row.dataset.group !== this.#group.value;
      const isUsed = this.#unused?.checked && !("unused" in row.dataset);
      row.hidden = !fold(row.cells[0].textContent).includes(typed) || isOther || isUsed;
      shown += row.hidden ? 0 : 1;
    }
    this.querySelector("[data-none]")?.toggleAttribute("hidden", shown > 0);
  }
}

customElements.define("template-list", TemplateList);
