// <ticket-pane>: the open ticket: head, banner, conversation, composer, side panel, all drawn by the server.

import { say } from "./page.js";
import { Problem, getPart, post } from "./requests.js";
import { drawTimes } from "./times.js";
import { live } from "./live.js";
import { ticketList } from "./ticket-list.js";
import { failed } from "./outcomes.js";
import "./message-frame.js";
import { drawHolder, drawLock } from "./lock-banner.js";
import { showPresence } from "./presence.js";
import { drawReleases } from "./releases.js";
import { dropMoved, insertEntries, redrawMessage } from "./thread.js";
import { StillThread } from "./still-thread.js";
import { keepFocus } from "./keep-focus.js";
import { announce } from "./announcing.js";
import { title } from "./unread.js";
import { tell } from "./windows.js";

const reduced = matchMedia("(prefers-reduced-motion: reduce)");

class TicketPane extends HTMLElement {
  connectedCallback() {
    document.addEventListener("ticket-touched", this);
    document.addEventListener("visibilitychange", this);
    document.addEventListener("crew-changed", this);
    this.addEventListener("ticket-touched", this);
    this.addEventListener("click", (event) => this.pressed(event));
    if (this.ticket) this.opened();
  }

  disconnectedCallback() {
    document.removeEventListener("ticket-touched", this);
    document.removeEventListener("visibilitychange", this);
    document.removeEventListener("crew-changed", this);
  }

  get ticket() {
    return this.querySelector(".ticket")?.dataset.ticket ?? "";
  }

  /** The name of who holds it. */
  get holder() {
    return this.querySelector(".ticket").dataset.holder;
  }

  get composer() {
    return this.querySelector("answer-composer");
  }

  get thread() {
    return this.querySelector(".thread");
  }

  handleEvent(event) {
    if (event.type === "visibilitychange") this.markRead();
    else if (event.type === "crew-changed") drawHolder(this);
    else if (!event.detail?.ticket || event.detail.ticket === this.ticket) this.refresh();
  }

  // ---- opening --------------------------------------------------------------------------------------------------

  /** Show this ticket; true when it is there. */
  async open(ticket) {
    this.aborter?.abort();
    this.aborter = new AbortController();
    const waiting = setTimeout(() => this.classList.add("is-loading"), 300);
    try {
      const part = await getPart(`/tickets/${ticket}`, "ticket", { signal: this.aborter.signal });
      this.leave();
      this.replaceChildren(part);
      this.opened();
      return true;
    } catch (problem) {
      if (problem.name !== "AbortError") failed(problem);
      return false;
    } finally {
      clearTimeout(waiting);
      this.classList.remove("is-loading");
    }
  }

  opened() {
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
    title(`${this.querySelector(".ticket__subject").textContent} · Deskbell`);
  }

  /** Nothing is open any more. */
  close() {
    this.leave();
    this.classList.add("is-empty");
    this.none ??= document.getElementById("no-ticket").content;
    this.replaceChildren(this.none.cloneNode(true));
  }

  /** What was typed is kept, and the desk hears that it is looked at no more. */
  leave() {
    if (this.ticket) live.send("unwatch", { ticket: Number(this.ticket) });
    this.composer?.leave();
  }

  get lastEvent() {
    return Number(this.thread?.dataset.lastEvent || 0);
  }

  async markRead() {
    if (!this.ticket || document.hidden || this.readUpTo === `${this.ticket}:${this.lastEvent}`) return;
    this.readUpTo = `${this.ticket}:${this.lastEvent}`;
    try {
      const [ticket, event] = [this.ticket, this.lastEvent];
      await post(`/tickets/${ticket}/read`, { event });
      tell("read", { ticket, event });
      document.dispatchEvent(new CustomEvent("ticket-read"));
    } catch {
      this.readUpTo = ""; // offline: said by the banner; marked when the ticket is looked at again
    }
  }

  // ---- news -----------------------------------------------------------------------------------------------------

  /** An event about the open ticket. */
  heard(event) {
    if (String(event.ticket) !== this.ticket) return;
    if (["ticket.assigned", "ticket.taken"].includes(event.kind)) this.taken = event;
    if (event.kind === "message.recalled") this.recalled(Number(event.message));
    else if (["message.delivery", "message.shared"].includes(event.kind) && event.message) redrawMessage(this, event.message);
    this.refresh();
  }

  /** An answer that was taken back, with the lines of what it had done to the ticket. */
  recalled(message) {
    for (const entry of this.querySelectorAll(`#message-${message}, [data-by-message="${message}"]`)) entry.remove();
  }

  /** Fetch what came since the view was last right: the head as it is now, and new entries at the end. Coalesced. */
  refresh() {
    if (!this.ticket) return;
    if (this.refreshing) {
      this.again = true;
      return;
    }
    this.refreshing = this.fetchNews().finally(() => {
      this.refreshing = null;
      if (this.again) {
        this.again = false;
        this.refresh();
      }
    });
  }

  async fetchNews() {
    const { ticket, thread } = this;
    if (!thread) return;
    const { lastEvent, lastMessage } = thread.dataset;
    try {
      const part = await getPart(`/tickets/${ticket}?after_event=${lastEvent}&after_message=${lastMessage}`, "news");
      if (ticket !== this.ticket) return;
      this.put(part);
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 404) this.gone();
    }
  }

  put(part) {
    const news = part.querySelector(".news");
    const head = news.querySelector(".ticket__head");
    const open = this.querySelector(".ticket__head [popover]:popover-open");
    open?.addEventListener("toggle", () => this.refresh(), { once: true }); // drawn anew once the menu is closed
    keepFocus(this, () => {
      if (!open) this.querySelector(".ticket__head").replaceWith(head);
      this.putCustomer(news.querySelector(".customer"));
      this.querySelector(".read-only")?.replaceWith(news.querySelector(".read-only"));
    }, () => this.thread);
    dropMoved(this.thread, news.dataset.messages);
    this.addEntries(news.querySelector(".news__entries"), news.dataset);
    if (this.composer) {
      this.composer.lock = news.dataset.lock;
      if (document.visibilityState === "visible") this.composer.dataset.seen = news.dataset.seen;
    }
    const { lock, holder, holderId, mayMove } = news.dataset;
    Object.assign(this.querySelector(".ticket").dataset, { lock, holder, holderId, mayMove });
    drawLock(this);
    drawTimes(this);
    showPresence(this, this.ticket);
    drawReleases(this);
    this.markRead();
    ticketList()?.select(this.ticket, this.lastEvent);
  }

  putCustomer(fresh) {
    const old = this.querySelector(".customer");
    if (fresh && old && !old.classList.contains("is-editing")) old.replaceWith(fresh);
  }

  /** New entries; what the reader has under the eye does not move. */
  addEntries(entries, { lastEvent, lastMessage }) {
    const atEnd = this.still.isAtEnd;
    const replies = insertEntries(this.thread, entries);
    Object.assign(this.thread.dataset, { lastEvent, lastMessage });
    this.still.restore();
    if (replies && !atEnd) this.querySelector(".thread-pill").hidden = false;
    if (replies) announce(say("new_reply"));
  }

  gone() {
    this.close();
    this.dispatchEvent(new CustomEvent("ticket-closed", { bubbles: true, detail: { words: say("ticket_gone") } }));
  }

  // ---- under the hand -------------------------------------------------------------------------------------------

  pressed(event) {
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
      this.composer.write(button.dataset.write);
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

