// <ticket-page-live>: when something is new, fetches what the server drew and appends it; it never moves what is read.

import { keepStill } from "./keep-still.js";
import { Live } from "./live.js";
import { say } from "./page.js";
import { getPart } from "./requests.js";
import { drawTimes } from "./times.js";

const NEWS = ["message.added", "message.moved", "ticket.status", "resync"];

class TicketPageLive extends HTMLElement {
  connectedCallback() {
    const ticket = Number(this.dataset.ticket);
    const last = Number(this.querySelector("#thread").dataset.lastEvent);
    this.path = `/t/${ticket}`;
    this.unread = 0;
    this.plainTitle = document.title;
    this.live = new Live("/ticket", `${this.path}/events`, last, { ticket });
    for (const name of NEWS) this.live.addEventListener(name, () => this.look());
    document.addEventListener("visibilitychange", () => document.hidden || this.seen());
    this.live.start();
  }

  /** Fetch what is new; one question at a time, and once more if news came meanwhile. */
  async look() {
    if (this.looking) {
      this.again = true;
      return;
    }
    this.looking = true;
    try {
      do {
        this.again = false;
        this.show(await getPart(this.path, "thread"));
      } while (this.again);
    } catch {
      // The desk cannot be reached, or the code was renewed. What stands there stays; asked again a little later.
      setTimeout(() => this.look(), 5000);
    } finally {
      this.looking = false;
    }
  }

  show(fresh) {
    const incoming = fresh.querySelector("#thread");
    if (!incoming) return; // the page asks for the access code now
    const shown = [...incoming.children];
    const added = shown.filter((entry) => !document.getElementById(entry.id));
    keepStill(() => {
      this.querySelector("#standing").replaceWith(fresh.querySelector("#standing"));
      this.put(shown);
    });
    document.getElementById("status-place")?.replaceChildren(...fresh.querySelector("#status-now").childNodes);
    drawTimes(this);
    if (added.length) this.announce(added);
  }

  /** The entries in their order: those that are there stay as they are; what was moved to another ticket leaves. */
  put(shown) {
    const thread = this.querySelector("#thread");
    const names = new Set(shown.map((entry) => entry.id));
    for (const entry of [...thread.children]) if (!names.has(entry.id)) entry.remove();
    shown.forEach((entry, place) => {
      if (!document.getElementById(entry.id)) thread.insertBefore(entry, thread.children[place] ?? null);
    });
  }

  announce(added) {
    for (const entry of added) entry.classList.add("entry--new");
    document.getElementById("live-words").textContent = say("new_message");
    if (document.hidden) {
      this.unread += added.length;
      document.title = `(${this.unread}) ${this.plainTitle}`;
    }
  }

  seen() {
    this.unread = 0;
    document.title = this.plainTitle;
  }
}

customElements.define("ticket-page-live", TicketPageLive);
