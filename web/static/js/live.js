// The live connection: hears what the desk says, in order and once; goes on from the last event after every break.
//
// Every event of the server is dispatched by its name with what it carries as `detail`. Beside them:
// `connected` (detail: {since, polling}), `disconnected` ({since}), `resync` (too much was missed, or rights changed:
// read again what is shown), `signed-out` (the server no longer knows this window).

import { io } from "socket.io-client";
import { page } from "./page.js";

const RETRY_S = [1, 2, 4, 8, 15];
const JITTER = 0.25; // each way, so that a hundred windows do not come back in the same moment
const POLL_MS = 5000;
const WATCH_MS = 1000;
const ANSWER_MS = 5000; // no answer to a question in this time: the line is dead, whatever the browser believes
const CALM_MS = 100; // between two tellings: ten a second, however busy the desk is
const TRIES_BEFORE_POLLING = 2;

/** The desk's events for one page: `connected` is undefined until the first try has ended. */
export class Live extends EventTarget {
  /**
   * `namespace`: "/console" or "/ticket"; `polled`: the route that tells what was missed; `last`: the page's event number;
   * `auth`: what the server asks for beside the cookie ("/ticket": `{ticket}`).
   */
  constructor(namespace, polled, last = 0, auth = {}) {
    super();
    this.polled = polled;
    this.last = last; // the number of the newest event that was dispatched
    this.lastActivity = last;
    this.connected = undefined;
    this.polling = false;
    this.since = Date.now();
    this.tries = 0;
    this.turn = 0;
    this.trying = false;
    this.toldAt = 0;
    this.watched = new Set(); // tickets that this page shows
    this.told = new Set(); // those of them that the server knows
    this.waiting = []; // what came in a burst, or while the gap was still being asked for
    this.spokeAt = -Infinity;
    this.socket = io(namespace, {
      auth, transports: ["websocket"], reconnection: false, autoConnect: false, forceNew: true, timeout: 10_000,
    });
    this.socket.on("connect", () => {
      this.trying = false;
      this.told.clear();
      this.catchUp();
    });
    this.socket.on("connect_error", (error) => this.refused(error));
    this.socket.on("disconnect", () => this.lost());
    this.socket.onAny((name, detail) => this.heard(name, detail));
  }

  /** Connect, and stay connected while the page lives. */
  start() {
    addEventListener("online", () => this.retry());
    addEventListener("offline", () => this.socket.disconnect());
    document.addEventListener("visibilitychange", () => document.hidden || this.awake());
    addEventListener("pageshow", (event) => event.persisted && this.awake());
    this.retry();
    return this;
  }

  /** `online`, `polling` or `offline`. */
  get state() {
    if (this.polling) return "polling";
    return this.connected ? "online" : "offline";
  }

  /** Tell the server something that need not outlive this moment. What is watched is told again after every break. */
  send(name, data) {
    if (name === "watch" || name === "unwatch") this.watch(data.ticket, name === "watch");
    else if (this.socket.connected) this.socket.emit(name, data);
  }

  /** Leafing through tickets is told at most once a second: the server cuts off who sends too much. */
  watch(ticket, shown) {
    if (shown) this.watched.add(ticket);
    else this.watched.delete(ticket);
    this.telling ??= setTimeout(() => {
      this.telling = null;
      this.tellWatched();
    }, this.toldAt + WATCH_MS > Date.now() ? WATCH_MS : 0);
  }

  tellWatched() {
    if (!this.socket.connected) return;
    const change = (name, from, to) => [...from].filter((ticket) => !to.has(ticket)).forEach((ticket) => this.socket.emit(name, { ticket }));
    change("unwatch", this.told, this.watched);
    change("watch", this.watched, this.told);
    this.told = new Set(this.watched);
    this.toldAt = Date.now();
  }

  /** Try now. */
  retry() {
    if (this.trying || this.socket.connected) return;
    this.trying = true;
    clearTimeout(this.timer);
    this.nextTryAt = 0;
    this.socket.connect();
  }

  /** The tab is looked at again: what seems connected may have slept. */
  awake() {
    if (this.socket.connected) this.catchUp();
    else this.retry();
  }

  // ---- the gap --------------------------------------------------------------------------------------------------

  /** Ask for what came after the last event; what is said meanwhile waits behind it. */
  catchUp() {
    if (this.asking) return;
    this.asking = true;
    const turn = this.turn;
    this.socket.timeout(ANSWER_MS).emit("resume", { after: this.last }, (silence, missed) => {
      if (turn !== this.turn) return; // of a connection that is gone
      this.asking = false;
      if (silence || !missed) {
        this.socket.disconnect();
        return;
      }
      this.tries = 0;
      this.tellWatched();
      this.stopPolling();
      this.up();
      this.fill(missed);
    });
  }

  /** Dispatch what was missed, then what waited. */
  fill({ events = [], last, resync = false, activity = false }) {
    if (resync) {
      this.last = this.lastActivity = last;
      this.say("resync");
    }
    for (const event of events) {
      this.tell(event.kind, event);
      if (activity) this.tell("activity", event);
    }
    this.last = Math.max(this.last, last);
    this.lastActivity = Math.max(this.lastActivity, last);
    this.tellWaiting();
  }

  /** Something comes: told at once, in a burst (a full mailbox is read) with all that comes in the same tenth of a second. */
  heard(name, detail) {
    this.waiting.push([name, detail]);
    const pause = this.spokeAt + CALM_MS - performance.now();
    if (pause <= 0) this.tellWaiting();
    else this.speaking ??= setTimeout(() => this.tellWaiting(), pause);
  }

  /** Unless the gap before it is still being asked for. */
  tellWaiting() {
    clearTimeout(this.speaking);
    this.speaking = null;
    if (this.asking) return;
    this.spokeAt = performance.now();
    for (const [name, detail] of this.waiting.splice(0)) this.tell(name, detail);
  }

  /** Dispatch an event, unless its number says that it was. Presence and typing have no number. */
  tell(name, detail) {
    const mark = name === "activity" ? "lastActivity" : "last";
    const number = detail?.id;
    if (Number.isInteger(number)) {
      if (number <= this[mark]) return;
      this[mark] = number;
    }
    this.say(name, detail);
  }

  say(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  // ---- up and down ----------------------------------------------------------------------------------------------

  up() {
    if (this.connected && this.wasPolling === this.polling) return;
    this.connected = true;
    this.wasPolling = this.polling;
    this.since = Date.now();
    this.say("connected", { since: this.since, polling: this.polling });
  }

  down() {
    if (this.connected === false) return;
    this.connected = false;
    this.since = Date.now();
    this.say("disconnected", { since: this.since });
  }

  lost() {
    this.turn += 1;
    this.trying = false;
    this.asking = false;
    this.waiting = [];
    if (!this.polling) this.down();
    this.later();
  }

  refused(error) {
    if (error.message === "signed out") this.say("signed-out");
    this.lost();
    if (this.tries > TRIES_BEFORE_POLLING) this.startPolling();
  }

  later() {
    const pause = 1000 * RETRY_S[Math.min(this.tries, RETRY_S.length - 1)] * (1 + JITTER * (2 * Math.random() - 1));
    this.tries += 1;
    this.nextTryAt = Date.now() + pause;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.retry(), pause);
  }

  // ---- where websockets do not pass -----------------------------------------------------------------------------

  startPolling() {
    if (this.pollTimer) return;
    this.pollTimer = setInterval(() => this.poll(), POLL_MS);
    this.poll();
  }

  stopPolling() {
    clearInterval(this.pollTimer);
    this.pollTimer = null;
    this.polling = false;
  }

  async poll() {
    try {
      const signal = AbortSignal.timeout(POLL_MS);
      const response = await fetch(`${this.polled}?after=${this.last}`, { headers: { Accept: "application/json" }, signal });
      if (response.status === 401) this.say("signed-out");
      if (!response.ok) throw new Error(`events: ${response.status}`);
      const missed = await response.json();
      if (!this.pollTimer) return; // the websocket came first, and asked for itself
      this.polling = true;
      this.up();
      this.fill(missed);
    } catch {
      if (!this.pollTimer) return;
      this.polling = false;
      this.down();
    }
  }
}

/** The console's connection; on a page without an operator it stays silent. */
export const live = new Live("/console", "/events", page.lastEvent ?? 0);
if (page.me) live.start();
