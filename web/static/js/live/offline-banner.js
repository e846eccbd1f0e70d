// <offline-banner>: nothing for three seconds, then over the whole width: since when, what waits, the next try. Back: green.

import { say } from "../lib/page.js";
import { live } from "./live.js";
import { clock } from "../lib/times.js";
import { waitingCount } from "./waiting-sends.js";
import { TICKET_OPENED } from "../lib/signals.js";

const PATIENCE_MS = 3000;
const BACK_MS = 4000;
const root = document.documentElement;
const composer = () => document.querySelector("answer-composer");

class OfflineBanner extends HTMLElement {
  #title; #words; #next;
  #since; #moved; #timer; #tick;

  connectedCallback() {
    this.#title = this.querySelector(".banner__title");
    this.#words = this.querySelector(".banner__words");
    this.#next = this.querySelector(".banner__next");
    this.#since = 0;
    live.addEventListener("disconnected", () => this.#lost());
    live.addEventListener("connected", () => this.#found());
    document.addEventListener(TICKET_OPENED, () => root.classList.contains("is-offline") && this.#switchOff());
    this.querySelector("button").addEventListener("click", () => live.retry());
    if (live.connected === false) this.#lost();
  }

  #lost() {
    if (this.#since) return;
    this.#since = Date.now();
    this.#moved = 0;
    this.#timer = setTimeout(() => this.#show(), PATIENCE_MS);
  }

  #show() {
    root.classList.add("is-offline");
    this.#switchOff();
    composer()?.choice.draw();
    this.classList.remove("is-back");
    this.#title.textContent = say(live.why === "database" ? "database_away_since" : "no_connection_since", { clock: clock(this.#since) });
    this.hidden = false;
    this.#tick = setInterval(() => this.#countDown(), 500);
    this.#countDown();
  }

  /** What needs a connection, also in a ticket that was loaded before and is opened now. */
  #switchOff() {
    for (const button of document.querySelectorAll("[data-needs-connection]:not([aria-disabled=true])")) this.#off(button, true);
  }

  #countDown() {
    this.#sayWhatWaits();
    const left = Math.max(0, Math.ceil(((live.nextTryAt ?? 0) - Date.now()) / 1000));
    this.#next.textContent = left ? say("next_try_in", { seconds: left }) : say("trying");
  }

  /** How many messages wait for the line, in this ticket and in those that were left. */
  #sayWhatWaits() {
    const count = waitingCount() + (composer()?.sending?.waiting ? 1 : 0);
    const words = count ? `${say("desk_as_it_was")} ${say("waiting_count", { count })}` : say("desk_as_it_was");
    if (this.#words.textContent !== words) this.#words.textContent = words; // an alert is read out each time it is written
  }

  #found() {
    clearTimeout(this.#timer);
    clearInterval(this.#tick);
    if (!this.#since) return;
    this.#since = 0;
    const shown = !this.hidden;
    root.classList.remove("is-offline");
    for (const button of document.querySelectorAll("[data-needs-connection]")) this.#off(button, false);
    composer()?.choice.draw();
    if (!shown) return;
    this.classList.add("is-back");
    this.#title.textContent = say("back");
    this.#next.textContent = "";
    setTimeout(() => this.#report(), 600);
    this.#timer = setTimeout(() => { this.hidden = true; }, BACK_MS);
  }

  #report() {
    const words = this.#moved ? say("tickets_moved", { count: this.#moved }) : say("nothing_moved");
    this.#words.textContent = words;
  }

  /** A ticket changed while nobody could hear it: counted for the green banner. */
  heard() {
    if (this.classList.contains("is-back") && !this.hidden) this.#moved += 1;
  }

  #off(button, off) {
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
