// <offline-banner>: nothing for three seconds, then over the whole width: since when, what waits, the next try. Back: green.

import { say } from "./page.js";
import { live } from "./live.js";
import { clock } from "./times.js";

const PATIENCE_MS = 3000;
const BACK_MS = 4000;
const root = document.documentElement;

class OfflineBanner extends HTMLElement {
  connectedCallback() {
    this.since = 0;
    live.addEventListener("disconnected", () => this.lost());
    live.addEventListener("connected", () => this.found());
    this.querySelector("button").addEventListener("click", () => live.retry?.());
    if (live.connected === false) this.lost();
  }

  lost() {
    if (this.since) return;
    this.since = Date.now();
    this.moved = 0;
    this.timer = setTimeout(() => this.show(), PATIENCE_MS);
  }

  show() {
    root.classList.add("is-offline");
    for (const button of document.querySelectorAll("[data-needs-connection]")) this.off(button, true);
    document.querySelector("answer-composer")?.choice.draw();
    this.classList.remove("is-back");
    this.querySelector(".banner__title").textContent = say("no_connection_since", { clock: clock(this.since) });
    this.querySelector(".banner__words").textContent = say("desk_as_it_was");
    this.hidden = false;
    this.tick = setInterval(() => this.countDown(), 500);
    this.countDown();
  }

  countDown() {
    const left = Math.max(0, Math.ceil(((live.nextTryAt ?? 0) - Date.now()) / 1000));
    this.querySelector(".banner__next").textContent = left ? say("next_try_in", { seconds: left }) : say("trying");
  }

  found() {
    clearTimeout(this.timer);
    clearInterval(this.tick);
    if (!this.since) return;
    this.since = 0;
    const shown = !this.hidden;
    root.classList.remove("is-offline");
    for (const button of document.querySelectorAll("[data-needs-connection]")) this.off(button, false);
    document.querySelector("answer-composer")?.choice.draw();
    if (!shown) return;
    this.classList.add("is-back");
    this.querySelector(".banner__title").textContent = say("back");
    this.querySelector(".banner__next").textContent = "";
    setTimeout(() => this.report(), 600);
    this.timer = setTimeout(() => { this.hidden = true; }, BACK_MS);
  }

  report() {
    const words = this.moved ? say("tickets_moved", { count: this.moved }) : say("nothing_moved");
    this.querySelector(".banner__words").textContent = words;
  }

  /** A ticket changed while nobody could hear it: counted for the green banner. */
  heard() {
    if (this.classList.contains("is-back") && !this.hidden) this.moved += 1;
  }

  off(button, off) {
    if (off) {
      button.setAttribute("aria-disabled", "true");
      button.dataset.title = button.title;
      button.title = say("needs_connection");
    } else {
      button.removeAttribute("aria-disabled");
      button.title = button.dataset.title ?? "";
    }
  }
}

customElements.define("offline-banner", OfflineBanner);
