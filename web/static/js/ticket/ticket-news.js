// What comes to an open ticket: events, and what the desk draws of them, put in place without moving what is being read.

import { say } from "../lib/page.js";
import { Problem, getFragment, isUnheard } from "../lib/requests.js";
import { failed } from "../live/outcomes.js";
import { drawTimes } from "../lib/times.js";
import { ticketList } from "../list/ticket-list.js";
import { drawLock } from "./lock-banner.js";
import { showPresence } from "../live/presence.js";
import { drawReleases } from "../live/releases.js";
import { dropGone, insertEntries, redrawMessage, replaceEntries } from "./thread.js";
import { keepFocus } from "../lib/keep-focus.js";
import { announce } from "../lib/announcing.js";

/** The news of the ticket that a <ticket-pane> shows. */
export class TicketNews {
  #pane; #again; #refreshing;

  constructor(pane) {
    this.#pane = pane;
  }

  /** An event about the open ticket. */
  heard(event) {
    const pane = this.#pane;
    if (String(event.ticket) !== pane.ticket) return;
    if (["ticket.assigned", "ticket.taken"].includes(event.kind)) pane.taken = event; // who, for the banner
    if (event.kind === "message.added") pane.composer?.sending.arrived(event);
    if (event.kind === "message.recalled") this.#recalled(Number(event.message));
    else if (["message.delivery", "message.shared"].includes(event.kind) && event.message) redrawMessage(pane, event.message);
    this.refresh();
  }

  /** An undone answer, with the lines of its effects on the ticket. */
  #recalled(message) {
    dropGone(this.#pane.thread, String(message));
  }

  /** Fetch what came since the view was last right: the head as it is now, and new entries at the end. Coalesced. */
  refresh() {
    if (!this.#pane.ticket) return;
    if (this.#refreshing) {
      this.#again = true;
      return;
    }
    this.#refreshing = this.fetch().finally(() => {
      this.#refreshing = null;
      if (this.#again) {
        this.#again = false;
        this.refresh();
      }
    });
  }

  async fetch(message = "") {
    const pane = this.#pane;
    const { ticket, thread } = pane;
    if (!thread) return;
    const { lastEvent, lastMessage } = thread.dataset;
    const known = pane.composer?.known;
    const wanted = message ? `message=${message}` : `after_event=${lastEvent}&after_message=${lastMessage}`;
    try {
      const fragment = await getFragment(`/tickets/${ticket}?${wanted}`, "news");
      if (ticket !== pane.ticket) return;
      this.#put(fragment);
      if (known) pane.composer?.heardOfDrafts(JSON.parse(fragment.querySelector(".news").dataset.drafts), known, lastMessage);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 404) pane.gone();
      else if (!isUnheard(problem)) failed(problem); // without a connection the banner says it, and the way back fetches it
    }
  }

  #put(fragment) {
    const pane = this.#pane;
    const { composer } = pane;
    const news = fragment.querySelector(".news");
    const head = news.querySelector(".ticket__head");
    const open = pane.querySelector(".ticket__head [popover]:popover-open");
    open?.addEventListener("toggle", () => this.refresh(), { once: true }); // drawn anew once the menu is closed
    keepFocus(pane, () => {
      if (!open) pane.querySelector(".ticket__head").replaceWith(head);
      this.#putCustomer(news.querySelector(".customer"));
      pane.querySelector(".read-only")?.replaceWith(news.querySelector(".read-only"));
    }, () => pane.thread);
    dropGone(pane.thread, news.dataset.gone);
    this.#addEntries(news.querySelector(".news__entries"), news.dataset);
    if (composer) {
      this.#putLock(composer, news.dataset);
      if (document.visibilityState === "visible") composer.dataset.seen = news.dataset.seen;
    }
    const { lock, holder, holderId, mayMove } = news.dataset;
    Object.assign(pane.querySelector(".ticket").dataset, { lock, holder, holderId, mayMove });
    drawLock(pane);
    drawTimes(pane);
    showPresence(pane, pane.ticket);
    drawReleases(pane);
    pane.markRead();
    ticketList()?.select(pane.ticket, pane.lastEvent);
  }

  /** What takes the composer's place is as high as it was, and where it comes back the conversation stays. */
  #putLock(composer, { lock, folded }) {
    const { still } = this.#pane;
    const { height } = composer.getBoundingClientRect(); // 0 while it is out of sight
    if (height) composer.closest(".ticket").style.setProperty("--composer-height", `${height}px`);
    still.holdView(() => {
      composer.lock = lock;
      composer.toggleAttribute("data-folded", folded !== undefined);
    });
  }

  #putCustomer(fresh) {
    const old = this.#pane.querySelector(".customer");
    if (fresh && old && !old.classList.contains("is-editing")) old.replaceWith(fresh);
  }

  /** New entries; what the reader has under the eye does not move. */
  #addEntries(entries, { anew, lastEvent, lastMessage }) {
    const pane = this.#pane;
    const { still, thread } = pane;
    const atEnd = still.isAtEnd;
    const put = () => (anew === undefined ? insertEntries(thread, entries) : replaceEntries(thread, entries));
    let replies;
    if (atEnd && !entries.querySelector(".message")) still.holdView(() => { replies = put(); }); // a line about the ticket pushes no message
    else replies = put();
    Object.assign(thread.dataset, { lastEvent, lastMessage });
    still.restore();
    if (replies && !atEnd) pane.querySelector(".thread-pill").hidden = false;
    if (replies) announce(say("new_reply"));
  }
}
