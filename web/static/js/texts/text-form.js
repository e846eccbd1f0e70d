// One text that is being changed: chips, what is still to be put in, how it will look.

import { ChipField, chipName } from "./chip-field.js";

export class TextForm {
  #fields; #last;

  constructor(form) {
    this.form = form;
    const marks = JSON.parse(form.dataset.marks).map(([mark]) => mark);
    this.#fields = [...form.querySelectorAll("textarea")].map((area) => ({ area, chips: this.#chipsOf(area, marks) }));
    this.first = this.#fields.map(({ area }) => area.value).join("\0");
    this.#last = this.#fields[0];
    form.addEventListener("focusin", ({ target }) => {
      this.#last = this.#fields.find(({ area, chips }) => target === area || target === chips?.box) ?? this.#last;
    });
    form.addEventListener("input", () => this.#show());
    for (const place of form.querySelectorAll("[data-put]")) this.#offer(place);
    this.#show();
  }

  /** Whether something else stands in it than when it was opened. */
  get isChanged() {
    return this.#fields.map(({ area }) => area.value).join("\0") !== this.first;
  }

  focus() {
    const [{ area, chips }] = this.#fields;
    (chips ?? area).focus();
  }

  /** Show in the chip fields which of them are at fault; the first gets the focus. */
  markFaults() {
    for (const { area, chips } of this.#fields) {
      if (area.getAttribute("aria-invalid")) chips?.box.setAttribute("aria-invalid", "true");
      else chips?.box.removeAttribute("aria-invalid");
    }
    this.#fields.find(({ area, chips }) => chips && area.getAttribute("aria-invalid"))?.chips.focus();
  }

  #chipsOf(area, marks) {
    return "chips" in area.dataset ? new ChipField(area, marks, () => this.#show()) : null;
  }

  /** A press puts the placeholder where the caret was. */
  #offer(place) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mark mark--offered";
    button.textContent = chipName(place.dataset.put);
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the caret stays
    button.addEventListener("click", () => this.#last.chips?.put(place.dataset.put));
    place.replaceWith(button);
  }

  #show() {
    const lacking = new Set();
    for (const { area } of this.#fields) {
      const values = JSON.parse(this.form.querySelector(`[data-shows="${area.name}"]`).dataset.values);
      const shown = area.value.replace(/%\((\w+)\)[sd]|%%/g, (mark, name) => (mark === "%%" ? "%" : values[name] ?? mark));
      this.form.querySelector(`[data-shows="${area.name}"]`).textContent = shown;
      for (const mark of JSON.parse(area.dataset.needs)) if (!area.value.includes(mark)) lacking.add(chipName(mark));
    }
    const state = this.form.querySelector("[data-state]");
    if (!state) return;
    const { complete, lacks } = this.form.dataset;
    const words = lacking.size ? `${lacks} ${[...lacking].join(", ")}` : complete;
    if (state.textContent !== words) state.textContent = words;
  }
}
