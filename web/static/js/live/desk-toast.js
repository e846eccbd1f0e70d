// <desk-toast>: one line over the list's foot: undo while there is time, a refusal, an error. One at a time.

import { announce } from "../lib/announcing.js";
import { icon } from "../lib/icons.js";
import { pieces } from "../lib/pieces.js";

const STAY_MS = 6000;
const RING = '<svg class="ring" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="8"/>'
  + '<circle class="ring__left" pathLength="100" cx="10" cy="10" r="8"/></svg>';

class DeskToast extends HTMLElement {
  #action; #small; #tick; #timer;

  connectedCallback() {
    this.classList.add("toast");
    this.hidden = true;
  }

  /** Show it: `title`, `text`, `iconName`, `action: {label, key, run}`, and `until` (a moment) where time runs out. */
  show({ title, text = "", iconName = "info", action = null, until = 0 }) {
    this.#close();
    this.#action = action;
    const words = document.createElement("span");
    words.className = "toast__words";
    const head = document.createElement("span");
    head.textContent = title;
    this.#small = document.createElement("small");
    this.#small.textContent = typeof text === "function" ? text(until - Date.now()) : text;
    words.append(head, this.#small);
    this.replaceChildren(until ? this.#ring(until) : icon(iconName), words);
    if (action) this.append(this.#button(action));
    this.hidden = false;
    announce([title, typeof text === "function" ? "" : text, action ? [action.label, action.key].join(" ") : ""].filter(Boolean).join(". "));
    if (until && typeof text === "function") {
      this.#tick = setInterval(() => { this.#small.textContent = text(until - Date.now()); }, 500);
    }
    this.#timer = setTimeout(() => this.#close(), until ? Math.max(0, until - Date.now()) : STAY_MS);
  }

  #close() {
    clearTimeout(this.#timer);
    clearInterval(this.#tick);
    this.#action = null;
    this.hidden = true;
  }

  /** Do what the toast offers. */
  #act() {
    const action = this.#action;
    if (this.hidden || !action) return;
    this.#close();
    action.run();
  }

  /** Do it if it is what a key undoes. */
  undo() {
    if (this.#action?.key) this.#act();
  }

  #button({ label, key }) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "toast__action";
    button.append(label);
    if (key) {
      const hint = document.createElement("kbd");
      hint.textContent = key;
      button.append(" ", hint);
    }
    button.addEventListener("click", () => this.#act());
    return button;
  }

  #ring(until) {
    const svg = pieces(RING).firstChild;
    svg.lastChild.animate([{ strokeDashoffset: 0 }, { strokeDashoffset: 100 }], {
      duration: Math.max(1, until - Date.now()), fill: "forwards",
    });
    return svg;
  }
}

customElements.define("desk-toast", DeskToast);

/** Undo what the toast says was done. What else a toast may offer is pressed: Z hands over no ticket. */
export const undoNewest = () => document.querySelector("desk-toast").undo();

/** Show a toast on this page. */
export const toast = (what) => document.querySelector("desk-toast")?.show(what);
