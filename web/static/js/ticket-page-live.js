// <ticket-page-live>: when something is new, fetches what the server drew and appends it; it never moves what is read.
//
// Whoever hears first says so on the document: `ticket-news` (look now) and `ticket-live` with `detail` true or false
// (the socket holds, or not). Without a socket the page asks every five seconds.

import { keepStill } from "./keep-still.js";
import { say } from "./page.js";
import { getJson, getPart } from "./requests.js";
import { drawTimes } from "./times.js";

const PAUSE_MS = 5000;

class TicketPageLive extends HTMLElement {
  connectedCallback() {
    this.path = `/t/${this.dataset.ticket}`;
    this.after = Number(this.querySelector("#thread").dataset.lastEvent);
    this.socket = false;
    this.unread = 0;
    this.plainTitle = document.title;
    this.timer = setInterval(() => this.socket || this.look(), PAUSE_MS);
    this.onNews = () => this.look();
    this.onLive = (event) => { this.socket = Boolean(event.detail); if (this.socket) this.look(); };
    this.onShown = () => { if (!document.hidden) { this.seen(); this.look(); } };
    document.addEventListener("ticket-news", this.onNews);
    document.addEventListener("ticket-live", this.onLive);
    document.addEventListener("visibilitychange", this.onShown);
    addEventListener("online", this.onNews);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("ticket-news", this.onNews);
    document.removeEventListener("ticket-live", this.onLive);
    document.removeEventListener("visibilitychange", this.onShown);
    removeEventListener("online", this.onNews);
  }

  /** Ask what was missed; one question at a time, and once more if news came meanwhile. */
  async look() {
    if (this.looking) {
      this.again = true;
      return;
    }
    this.looking = true;
    try {
      const missed = await getJson(`${this.path}/events?after=${this.after}`);
      if (missed.events.length) await this.fetchNews();
      this.after = missed.last;
    } catch {
      // The desk cannot be reached, or the code was renewed: the next round tries again; what stands there stays.
    } finally {
      this.looking = false;
    }
    if (this.again) {
      this.again = false;
      this.look();
    }
  }

  async fetchNews() {
    const fresh = await getPart(this.path, "thread");
    const thread = this.querySelector("#thread");
    const incoming = fresh.querySelector("#thread");
    if (!incoming) return;
    const added = [...incoming.children].filter((entry) => !document.getElementById(entry.id));
    keepStill(() => {
      this.querySelector("#standing").replaceWith(fresh.querySelector("#standing"));
      thread.append(...added);
    });
    document.getElementById("status-place")?.replaceChildren(...fresh.querySelector("#status-now").childNodes);
    drawTimes(this);
    if (added.length) this.announce(added);
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
