// <text-list>: the texts of a language. A press on a translation opens it in its place; saved, it holds at once, and can be undone.

import { markFaults } from "../elements/dialogs.js";
import { getFragment, post } from "../lib/requests.js";
import { drawTimes } from "../lib/times.js";
import { toast } from "../live/desk-toast.js";
import { failed } from "../live/outcomes.js";
import { TextForm } from "./text-form.js";

const UNDO_MS = 10_000;

class TextList extends HTMLElement {
  #forms = new WeakMap();

  connectedCallback() {
    this.addEventListener("click", (event) => this.#clicked(event));
    this.addEventListener("submit", (event) => this.#submitted(event));
    this.addEventListener("keydown", (event) => this.#pressed(event));
    for (const form of this.querySelectorAll(".text-form")) this.#forms.set(form, new TextForm(form));
    this.querySelector(".text-row--open")?.scrollIntoView({ block: "center" });
  }

  #clicked(event) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    const link = event.target.closest("[data-open-text], [data-close-text]");
    if (!link) return;
    event.preventDefault();
    const row = link.closest(".text-row");
    if ("openText" in link.dataset) this.#open(row);
    else this.#close(row);
  }

  #pressed(event) {
    const form = event.target.closest(".text-form");
    if (!form) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#save(form, form.getAttribute("action"), { goesOn: true });
    } else if (event.key === "Escape" && !this.#forms.get(form).isChanged) {
      event.preventDefault();
      this.#close(form.closest(".text-row"));
    }
  }

  #submitted(event) {
    const { target: form, submitter } = event;
    if (!form.matches(".text-form")) return;
    event.preventDefault();
    this.#save(form, submitter?.getAttribute("formaction") ?? form.getAttribute("action"));
  }

  async #open(row) {
    for (const form of this.querySelectorAll(".text-form")) {
      if (!this.#forms.get(form)?.isChanged) this.#close(form.closest(".text-row"), { takesFocus: false });
    }
    try {
      const open = await this.#drawn(row, "open");
      const form = open.querySelector("form");
      const made = new TextForm(form);
      this.#forms.set(form, made);
      made.focus();
      open.scrollIntoView({ block: "nearest" });
    } catch (problem) {
      failed(problem);
    }
  }

  async #close(row, { takesFocus = true } = {}) {
    try {
      const closed = await this.#drawn(row, "row");
      if (takesFocus) closed.querySelector("[data-open-text]").focus();
    } catch (problem) {
      failed(problem);
    }
  }

  /** Draw the row anew in its place. */
  async #drawn(row, part) {
    const drawn = await getFragment(`/languages/${this.dataset.language}?text=${row.dataset.text}`, part);
    const fresh = drawn.querySelector(".text-row");
    row.replaceWith(fresh);
    drawTimes(fresh);
    return fresh;
  }

  /** Save; with `goesOn`, open the next text. */
  async #save(form, path, { goesOn = false } = {}) {
    const button = form.querySelector("[type=submit].button--primary");
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    markFaults(form, []);
    this.#forms.get(form).markFaults();
    try {
      const { event } = await post(path, new FormData(form));
      const row = form.closest(".text-row");
      const next = row.nextElementSibling;
      const fresh = await this.#drawn(row, "row");
      if (goesOn && next?.querySelector("[data-open-text]")) this.#open(next);
      else fresh.querySelector("[data-open-text]").focus();
      if (event) this.#offerUndo(event, fresh);
    } catch (problem) {
      const errors = problem.facts?.errors;
      if (!errors) return failed(problem);
      markFaults(form, errors);
      this.#forms.get(form).markFaults();
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  #offerUndo(event, row) {
    const action = { label: this.dataset.undo, key: "Z", run: () => this.#undo(event, row) };
    toast({ title: this.dataset.saved, iconName: "check", until: Date.now() + UNDO_MS, action });
  }

  async #undo(event, row) {
    try {
      await post("/languages/undo", { event });
      await this.#drawn(this.querySelector(`[data-text="${row.dataset.text}"]`), "row");
      toast({ title: this.dataset.undone, iconName: "undo" });
    } catch (problem) {
      failed(problem);
    }
  }
}

customElements.define("text-list", TextList);
