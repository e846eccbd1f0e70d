// <ticket-pane>: the open ticket: head, banner, conversation, composer, side panel, all drawn by the server.

import { page, say } from "../lib/page.js";
import { getFragment, isUnheard, post } from "../lib/requests.js";
import { drawTimes } from "../lib/times.js";
import { live } from "../live/live.js";
import { ticketList } from "../list/ticket-list.js";
import { failed } from "../live/outcomes.js";
import "../elements/message-frame.js";
import { drawHolder, drawLock } from "./lock-banner.js";
import { showPresence } from "../live/presence.js";
import { drawReleases } from "../live/releases.js";
import { messageInAddress, openGap, showMessage } from "./thread.js";
import { StillThread } from "./still-thread.js";
import { loadedFragment } from "./loaded-ahead.js";
import { CutOff } from "../live/cut-off.js";
import { TicketNews } from "./ticket-news.js";
import { title } from "../live/unread.js";
import { tell } from "../lib/windows.js";
import { CREW_CHANGED, TICKET_CLOSED, TICKET_OPENED, TICKET_READ, TICKET_TOUCHED, signal } from "../lib/signals.js";

const reduced = matchMedia("(prefers-reduced-motion: reduce)");

class TicketPane extends HTMLElement {
  #aborter; #none; #readUpTo;
  #cutOff = new CutOff(this);
  news = new TicketNews(this);

  connectedCallback() {
    document.addEventListener(TICKET_TOUCHED, this);
    document.addEventListener("visibilitychange", this);
    document.addEventListener(CREW_CHANGED, this);
    this.addEventListener(TICKET_TOUCHED, this);
    this.addEventListener("click", (event) => this.#pressed(event));
    this.addEventListener("focusin", ({ target }) => target.closest("answer-composer") && this.classList.remove("is-panel-open"));
    if (!this.ticket) return;
    this.#opened();
    showMessage(this, messageInAddress());
  }

  disconnectedCallback() {
    document.removeEventListener(TICKET_TOUCHED, this);
    document.removeEventListener("visibilitychange", this);
    document.removeEventListener(CREW_CHANGED, this);
  }

  /** The open ticket; "" while it is below one that cannot be loaded. */
  get ticket() {
    return this.#cutOff.ticket ? "" : this.#drawn;
  }

  /** The ticket that is drawn here. */
  get #drawn() {
    return this.querySelector(".ticket")?.dataset.ticket ?? "";
  }

  /** The one that is open, or will be once there is a connection. */
  get wanted() {
    return this.#cutOff.ticket || this.#drawn;
  }

  /** The name of who holds it. */
  get holder() {
    return this.querySelector(".ticket").dataset.holder;
  }

  get composer() {
    return this.#cutOff.ticket ? null : this.querySelector("answer-composer");
  }

  get thread() {
    return this.querySelector(".thread");
  }

  handleEvent(event) {
    if (event.type === "visibilitychange") this.#lookedAt();
    else if (event.type === CREW_CHANGED) drawHolder(this);
    else if (!event.detail?.ticket || event.detail.ticket === this.ticket) this.news.refresh();
  }

  // ---- opening --------------------------------------------------------------------------------------------------

  /** Show this ticket, and in it a message; true when it is there. */
  async open(ticket, message = "") {
    this.#aborter?.abort();
    this.#aborter = new AbortController();
    const { signal } = this.#aborter;
    if (this.#cutOff.ticket && this.#drawn === String(ticket)) { // it was never gone
      this.#cutOff.clear();
      this.news.refresh();
      return true;
    }
    const waiting = setTimeout(() => this.classList.add("is-loading"), 300);
    try {
      const ahead = message ? null : await loadedFragment(ticket);
      signal.throwIfAborted();
      const fragment = ahead ?? await getFragment(`/tickets/${ticket}${message && `?message=${message}`}`, "ticket", { signal });
      const wasInside = this.contains(document.activeElement);
      this.#leave();
      this.#cutOff.clear();
      this.replaceChildren(fragment);
      this.#opened();
      if (wasInside) this.thread.focus({ preventScroll: true });
      if (ahead) this.news.refresh(); // what came since it was loaded
      showMessage(this, message);
      return true;
    } catch (problem) {
      if (problem.name === "AbortError") return false;
      if (!isUnheard(problem)) failed(problem);
      else this.#cutOff.show(ticket);
      return isUnheard(problem);
    } finally {
      clearTimeout(waiting);
      this.classList.remove("is-loading");
    }
  }

  #opened() {
    this.classList.remove("is-empty");
    this.still = new StillThread(this.thread);
    this.dataset.section = "conversation";
    drawTimes(this);
    drawLock(this);
    live.send("watch", { ticket: Number(this.ticket) });
    ticketList()?.select(this.ticket, this.lastEvent);
    this.markRead();
    showPresence(this, this.ticket);
    drawReleases(this);
    title(`${this.querySelector(".ticket__subject").textContent} · ${page.desk}`);
    signal(TICKET_OPENED);
  }

  /** Nothing is open now. */
  close() {
    this.#leave();
    this.#cutOff.clear();
    this.classList.add("is-empty");
    this.#none ??= document.getElementById("no-ticket").content;
    this.replaceChildren(this.#none.cloneNode(true));
  }

  /** What was typed is kept, and the desk hears that it is looked at no more. */
  #leave() {
    if (this.#drawn) live.send("unwatch", { ticket: Number(this.#drawn) });
    this.querySelector("answer-composer")?.leave();
  }

  get lastEvent() {
    return Number(this.thread?.dataset.lastEvent || 0);
  }

  async markRead() {
    if (!this.ticket || document.hidden || this.#readUpTo === `${this.ticket}:${this.lastEvent}`) return;
    this.#readUpTo = `${this.ticket}:${this.lastEvent}`;
    try {
      const [ticket, event] = [this.ticket, this.lastEvent];
      await post(`/tickets/${ticket}/read`, { event });
      tell("read", { ticket, event });
      signal(TICKET_READ);
    } catch {
      this.#readUpTo = ""; // offline: said by the banner; marked when the ticket is looked at again
    }
  }

  /** The window is looked at again, or no more: what was written on another device meanwhile is there too. */
  #lookedAt() {
    this.markRead();
    if (!document.hidden) this.news.refresh();
  }

  gone() {
    this.close();
    signal(TICKET_CLOSED, { words: say("ticket_gone") }, this);
  }

  // ---- under the hand -------------------------------------------------------------------------------------------

  #pressed(event) {
    if (openGap(this, event)) return;
    const button = event.target.closest("button, summary");
    if (!button) return;
    if (button.matches(".thread-pill")) {
      this.thread.scrollTo({ top: 0, behavior: reduced.matches ? "instant" : "smooth" });
      button.hidden = true;
      this.thread.focus({ preventScroll: true });
    } else if (button.dataset.section) {
      this.dataset.section = button.dataset.section;
      for (const tab of this.querySelectorAll("[data-section]")) tab.setAttribute("aria-selected", String(tab === button));
    } else if (button.matches("[data-panel]")) {
      this.classList.toggle("is-panel-open");
    } else if (button.dataset.write) {
      this.composer.write(button.dataset.write, { to: button.dataset.to });
    } else if (button.matches("[data-load-pictures]")) {
      button.closest(".message").querySelector(".message__frame").src += "?remote=1";
      button.remove();
    } else if (button.matches("[data-copy-draft]")) {
      this.composer.copy();
    }
  }
}

customElements.define("ticket-pane", TicketPane);

/** The open ticket's pane on this page. */
export const ticketPane = () => document.querySelector("ticket-pane");

