// <stepped-chart>: a chart is one stop of the tab key; the arrows go from bar to bar (`data-row`: how many a row has).
// Without this script each bar is a stop.

class SteppedChart extends HTMLElement {
  #links;

  connectedCallback() {
    this.#links = [...this.querySelectorAll("a")];
    this.#links.forEach((link, place) => link.setAttribute("tabindex", place === 0 ? "0" : "-1"));
    this.addEventListener("keydown", (event) => this.#step(event));
    this.addEventListener("focusin", (event) => this.#rove(event.target));
  }

  #rove(link) {
    if (!this.#links.includes(link)) return;
    for (const one of this.#links) one.setAttribute("tabindex", one === link ? "0" : "-1");
  }

  #step(event) {
    const here = this.#links.indexOf(document.activeElement);
    if (here < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = Number(this.dataset.row ?? 1);
    const last = this.#links.length - 1;
    const target = {
      ArrowLeft: here - 1, ArrowRight: here + 1, ArrowUp: here - row, ArrowDown: here + row, Home: 0, End: last,
    }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#links[Math.min(Math.max(target, 0), last)].focus();
  }
}

customElements.define("stepped-chart", SteppedChart);
