// <ticket-page-live>: when something is new, fetches what the server drew and appends it; it never moves what is read.

import { keepStill } from "../lib/keep-still.js";
import { Live } from "../live/live.js";
import { say } from "../lib/page.js";
import { getFragment } from "../lib/requests.js";
import { beingWritten } from "./being-written.js";
import "./passing.js";
import { arrived, deskIsAway } from "./sending.js";
import { drawAround, drawGone, isReplyTyped } from "./ticket-around.js";
import { fillGap, putInPlace } from "../ticket/thread-gaps.js";
import { drawTimes } from "../lib/times.js";

const THREAD = "#thread";
const STANDING = "#standing";
const PATIENCE_MS = 3000; // a line that comes back at once was never away
const NEWS = ["message.added", "message.moved", "ticket.status", "ticket.changed", "resync"];

class TicketPageLive extends HTMLElement {
  #path; #unread; #live; #anew; #isClosed; #isEnded; #lost; #again; #looking;

  connectedCallback() {
    const ticket = Number(this.dataset.ticket);
    const last = Number(this.#thread.dataset.lastEvent);
    this.#path = `/t/${ticket}`;
    this.#unread = 0;
    this.#live = new Live("/ticket", `${this.#path}/events`, last, { ticket });
    for (const name of NEWS) this.#live.addEventListener(name, () => this.#look());
    this.#live.addEventListener("message.added", ({ detail }) => detail.request_key && arrived(detail.request_key));
    this.#live.addEventListener("resync", () => { this.#anew = true; });
    this.#live.addEventListener("message.added", () => beingWritten(0));
    this.#live.addEventListener("typing", ({ detail }) => beingWritten(detail.for_ms));
    this.#live.addEventListener("ticket.deleted", () => this.#end());
    this.#live.addEventListener("ticket.restored", () => location.reload());
    this.#live.addEventListener("signed-out", () => this.#close());
    this.#live.addEventListener("disconnected", () => { this.#lost ??= setTimeout(() => deskIsAway(!this.#isClosed), PATIENCE_MS); });
    this.#live.addEventListener("connected", () => this.#found());
    this.addEventListener("click", (event) => this.#pressed(event));
    addEventListener("hashchange", () => this.#showMessage());
    this.#showMessage();
    document.addEventListener("visibilitychange", () => document.hidden || this.#seen());
    this.#live.start();
  }

  /** The ticket was deleted: it leaves the page, as it would not come again. */
  #end() {
    this.#isEnded = true;
    drawGone();
  }

  /** The browser has lost its right, or the ticket is gone. What is in the reply stays: sent, it asks for the code. */
  async #close() {
    this.#isClosed = true;
    if (this.#isEnded || isReplyTyped()) return;
    const fresh = await getFragment(this.#path, "thread").catch(() => null);
    if (fresh && !fresh.querySelector(THREAD) && !isReplyTyped()) location.reload();
  }

  get #thread() {
    return this.querySelector(THREAD);
  }

  #found() {
    clearTimeout(this.#lost);
    this.#lost = undefined;
    deskIsAway(false);
  }

  /** Fetch what is new; one question at a time, and once more if news came meanwhile. */
  async #look() {
    if (this.#isEnded) return;
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    try {
      do {
        this.#again = false;
        const { lastEvent } = this.#thread.dataset;
        const received = new URLSearchParams(location.search).has("received") ? "&received=1" : "";
        this.#show(await getFragment(`${this.#path}?after_event=${lastEvent}${received}`, "thread"));
      } while (this.#again);
    } catch {
      // The desk cannot be reached, or the code was renewed. The page stays as it is; it retries a little later.
      setTimeout(() => this.#look(), 5000);
    } finally {
      this.#looking = false;
    }
  }

  #show(fresh) {
    const incoming = fresh.querySelector(THREAD);
    if (!incoming || this.#isEnded) return; // the page asks for the access code now
    if (incoming.dataset.ticket !== this.dataset.ticket) { // it was merged, and this browser may open the original
      if (!isReplyTyped()) location.replace(`/t/${incoming.dataset.ticket}`);
      return;
    }
    const shown = [...incoming.children];
    const added = shown.filter((entry) => entry.id && !document.getElementById(entry.id));
    for (const entry of added) entry.classList.add("entry--new"); // at once, so that it takes its whole height at once
    keepStill(() => {
      this.querySelector(STANDING).replaceWith(fresh.querySelector(STANDING));
      this.#put(shown, incoming.dataset.gone.split(" "));
      drawAround(fresh, incoming.dataset.writeTo);
    });
    this.#thread.dataset.lastEvent = incoming.dataset.lastEvent;
    drawTimes(this);
    if (added.length) this.#announce(added.length);
  }

  /**
   * The newest entries in their order: those that are there stay as they are, with what was fetched above them; what
   * was moved to another ticket leaves. With more news than a page has there is a hole, and the newest alone stand there.
   */
  #put(shown, gone) {
    const thread = this.#thread;
    const meets = shown.some((entry) => entry.id && document.getElementById(entry.id));
    if (this.#anew || !meets || !shown[0].matches(".gap")) {
      this.#anew = false;
      replaceAll(thread, shown);
      return;
    }
    for (const id of gone) document.getElementById(`message-${id}`)?.remove();
    for (const entry of shown) if (entry.id && !document.getElementById(entry.id)) putInPlace(thread, entry);
  }

  // ---- what is further up ---------------------------------------------------------------------------------------

  async #pressed(event) {
    const link = event.target.closest("a[data-gap]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await fillGap(link, hold);
      drawTimes(this);
    } catch {
      location.assign(link.href); // the page itself says what is wrong
    }
  }

  /** The message that the address names; one that is not here comes with its neighbours. */
  async #showMessage() {
    const number = /^#message-(\d+)$/.exec(location.hash)?.[1];
    if (!number || document.getElementById(`message-${number}`) || !this.querySelector(".gap")) return;
    const fresh = await getFragment(`${this.#path}?message=${number}`, "thread");
    replaceAll(this.#thread, [...fresh.querySelector(THREAD).children]);
    drawTimes(this);
    document.getElementById(`message-${number}`)?.scrollIntoView({ behavior: "instant" });
  }

  #announce(count) {
    document.getElementById("live-words").textContent = say("new_message");
    if (document.hidden) {
      this.#unread += count;
      document.title = `(${this.#unread}) ${plainTitle()}`;
    }
  }

  #seen() {
    this.#unread = 0;
    document.title = plainTitle();
  }
}

const plainTitle = () => document.title.replace(/^\(\d+\) /, "");

/** These entries and no others; those that are there already stay as they are (a frame that is moved loads again). */
function replaceAll(thread, entries) {
  const names = new Set(entries.map((entry) => entry.id).filter(Boolean));
  for (const entry of [...thread.children]) if (!names.has(entry.id)) entry.remove();
  entries.forEach((entry, place) => {
    if (!entry.id || !document.getElementById(entry.id)) thread.insertBefore(entry, thread.children[place] ?? null);
  });
}

/** Change what is above or below an entry; the reader sees it stay where it is. */
function hold(entry, change) {
  const before = entry?.getBoundingClientRect().top;
  change();
  if (entry?.isConnected) scrollBy({ top: entry.getBoundingClientRect().top - before, behavior: "instant" });
}

customElements.define("ticket-page-live", TicketPageLive);
