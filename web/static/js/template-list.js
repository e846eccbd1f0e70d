// <template-list>: the saved answers of the desk, by name and group as they are typed and chosen.

class TemplateList extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input[type=search]");
    this.group = this.querySelector("[data-filter=group]");
    this.addEventListener("input", () => this.filter());
    this.addEventListener("click", (event) => {
      const row = event.target.closest("tbody tr");
      if (row && !event.target.closest("a")) row.querySelector("a").click();
    });
    this.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  filter() {
    const fold = (text) => text.toLocaleLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
    const typed = fold(this.field.value.trim());
    let shown = 0;
    for (const row of this.querySelectorAll("tbody tr")) {
      row.hidden = !fold(row.cells[0].textContent).includes(typed) || (this.group.value && row.dataset.group !== this.group.value);
      shown += row.hidden ? 0 : 1;
    }
    this.querySelector("[data-none]")?.toggleAttribute("hidden", shown > 0);
  }
}

customElements.define("template-list", TemplateList);
