// <pane-divider>: the line between two panes. Dragged, or moved with the arrows, it changes the width of one of them;
// a double click (or Enter) gives the desk's own width back (WAI-ARIA window splitter).

import { LIST_SHOWN } from "../lib/signals.js";

const STEP_PX = 16;
const LEAST = { list: 280, side: 248 }; // these three as in console.css
const MOST = { list: 640, side: 520 };
const LEFT_FOR_TICKET_PX = 420;
const wide = matchMedia("(min-width: 82.5625em)");

const setWidth = (pane, width, options) => globalThis.setPaneWidth(pane, width, options);

class PaneDivider extends HTMLElement {
  #pane; #watcher; #from; #wanted;

  connectedCallback() {
    this.#pane = this.dataset.pane;
    this.addEventListener("pointerdown", (event) => this.#grabbed(event));
    this.addEventListener("pointermove", (event) => this.#moved(event));
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) this.addEventListener(name, () => this.#letGo());
    this.addEventListener("mousedown", (event) => event.preventDefault()); // or the browser drags the text that is selected
    this.addEventListener("dblclick", () => this.#reset());
    this.addEventListener("keydown", (event) => this.#steered(event));
    this.#watcher = new ResizeObserver(() => this.#tell());
    this.#watch();
    document.addEventListener(LIST_SHOWN, () => this.#watch());
    addEventListener("resize", () => this.#tell());
  }

  /** The pane whose width it changes. */
  get #resized() {
    return document.querySelector(this.#pane === "list" ? "ticket-list" : ".side-panel");
  }

  #watch() {
    this.#watcher.disconnect();
    const pane = this.#pane === "list" ? this.#resized : document.querySelector("ticket-pane");
    if (pane) this.#watcher.observe(pane);
    this.#tell();
  }

  get #width() {
    return this.#resized?.getBoundingClientRect().width ?? 0;
  }

  get #most() {
    const all = this.closest(".console").getBoundingClientRect().width;
    const list = document.querySelector("ticket-list").getBoundingClientRect().width;
    const other = this.#pane === "side" ? list : wide.matches ? LEAST.side : 0; // else the side panel is a drawer
    return Math.max(LEAST[this.#pane], Math.min(MOST[this.#pane], all - other - LEFT_FOR_TICKET_PX));
  }

  /** +1 where moving to the right makes the pane wider. */
  get #sense() {
    return (this.#pane === "list" ? 1 : -1) * (getComputedStyle(this).direction === "rtl" ? -1 : 1);
  }

  #tell() {
    this.ariaValueMin = String(LEAST[this.#pane]);
    this.ariaValueMax = String(Math.round(this.#most));
    this.ariaValueNow = String(Math.round(this.#width));
  }

  // ---- under the hand -------------------------------------------------------------------------------------------

  #grabbed(event) {
    if (event.button) return;
    this.#from = { x: event.clientX, width: this.#width };
    this.setPointerCapture(event.pointerId);
    this.#moving(true);
  }

  /** Meanwhile no text of the desk is selected. */
  #moving(on) {
    this.classList.toggle("is-moving", on);
    this.closest(".desk").classList.toggle("is-dividing", on);
  }

  #moved(event) {
    if (!this.#from) return;
    this.#wanted = this.#bounded(this.#from.width + this.#sense * (event.clientX - this.#from.x));
    setWidth(this.#pane, this.#wanted, { keep: false });
  }

  #letGo() {
    if (!this.#from) return;
    this.#from = null;
    this.#moving(false);
    if (this.#wanted !== undefined) setWidth(this.#pane, this.#wanted);
    this.#wanted = undefined;
    this.#tell();
  }

  #steered(event) {
    const step = { ArrowRight: STEP_PX, ArrowLeft: -STEP_PX }[event.key];
    if (step) setWidth(this.#pane, this.#bounded(this.#width + this.#sense * step));
    else if (event.key === "Home") setWidth(this.#pane, LEAST[this.#pane]);
    else if (event.key === "End") setWidth(this.#pane, this.#most);
    else if (event.key === "Enter") setWidth(this.#pane, null);
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.#tell();
  }

  #reset() {
    setWidth(this.#pane, null);
    this.#tell();
  }

  #bounded(width) {
    return Math.min(this.#most, Math.max(LEAST[this.#pane], width));
  }
}

customElements.define("pane-divider", PaneDivider);
