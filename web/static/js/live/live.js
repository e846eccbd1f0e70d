// The live connection: hears what the desk says, in order and once; goes on from the last event after every break.
//
// Every event of the server is dispatched by its name with what it carries as `detail`; one of the log, which has a number, as
// `event` too, for who goes by what it is about. Beside them:
// `connected` (detail: {since, polling}), `disconnected` ({since}; `live.why` says why), `resync` (too much was missed, or rights changed:
// read again what is shown), `signed-out` (the server no longer knows this window).

import { page } from "../lib/page.js";
import { DESK_AWAY } from "../lib/signals.js";
import { Polling } from "./polling.js";
import { Telling } from "./telling.js";
import { Watching } from "./watching.js";

const RETRY_S = [1, 2, 4, 8, 15];
const JITTER = 0.25; // each way, so that a hundred windows do not come back in the same moment
const ANSWER_MS = 5000; // no answer to a question in this time: the line is dead, whatever the browser believes
const TRIES_BEFORE_POLLING = 2;
const NO_SOCKET = { connected: false, disconnect() {} }; // until the socket's program is there, which no page needs to be read and written on

/** The desk's events for one page: `connected` is undefined until the first try has ended. */
export class Live extends EventTarget {
  connected;
  nextTryAt = 0;
  why = ""; // why it is not connected: "database", or "" where the line itself is cut
  #makeSocket; #telling; #watching; #polling; #timer; #wasPolling;
  #socket = NO_SOCKET;
  #since = Date.now();
  #tries = 0;
  #turn = 0; // which line this is
  #isTrying = false;
  #isAway = false;

  /**
   * `namespace`: "/console" or "/ticket"; `polled`: the route that tells what was missed; `last`: the page's event number;
   * `auth`: what the server asks for beside the cookie ("/ticket": `{ticket}`).
   */
  constructor(namespace, polled, last = 0, auth = {}) {
    super();
    this.#makeSocket = (io) => io(namespace, {
      auth, transports: ["websocket"], reconnection: false, autoConnect: false, forceNew: true, timeout: 10_000,
    });
    this.#telling = new Telling(last, (name, detail) => this.#say(name, detail));
    this.#watching = new Watching(() => this.#socket);
    this.#polling = new Polling(() => `${polled}?after=${this.last}`, {
      answered: (missed) => { this.#up(); this.#telling.fill(missed); },
      failed: () => this.#down(),
      signedOut: () => this.#say("signed-out"),
    });
  }

  /** Connect, and stay connected while the page lives. */
  start() {
    addEventListener("online", () => this.retry());
    addEventListener("offline", () => this.#cut());
    document.addEventListener("visibilitychange", () => document.hidden || this.#awake());
    addEventListener("pageshow", (event) => event.persisted && this.#awake());
    document.addEventListener(DESK_AWAY, () => this.#away()); // an act was answered so
    setTimeout(() => this.retry()); // the page's scripts come first
    return this;
  }

  /** `online`, `polling` or `offline`. */
  get state() {
    if (this.polling) return "polling";
    return this.connected ? "online" : "offline";
  }

  /** Whether it asks, and is answered, because websockets do not pass. */
  get polling() {
    return this.#polling.works;
  }

  /** The number of the newest event that was dispatched. */
  get last() {
    return this.#telling.last;
  }

  /** Tell the server something that need not outlive this moment. What is watched is told again after every break. */
  send(name, data) {
    if (name === "watch" || name === "unwatch") this.#watching.note(data.ticket, name === "watch");
    else if (this.#socket.connected) this.#socket.emit(name, data);
  }

  /** Try now. */
  retry() {
    if (this.#socket.connected && this.#isAway) this.#catchUp();
    if (this.#isTrying || this.#socket.connected) return;
    this.#isTrying = true;
    clearTimeout(this.#timer);
    this.nextTryAt = 0;
    this.#connect();
  }

  async #connect() {
    try {
      const { io } = await import("socket.io-client");
      if (this.#socket === NO_SOCKET) this.#socket = this.#heard(this.#makeSocket(io));
      this.#socket.connect();
    } catch (error) {
      this.#refused(error); // the program did not come
    }
  }

  #heard(socket) {
    socket.on("connect", () => {
      this.#isTrying = false;
      this.#watching.forgetTold();
      this.#catchUp();
    });
    socket.on("connect_error", (error) => this.#refused(error));
    socket.on("disconnect", () => this.#lost());
    socket.on("desk.away", () => this.#away());
    socket.on("desk.back", () => this.retry());
    socket.onAny((name, detail) => this.#telling.heard(name, detail));
    return socket;
  }

  /** The tab is looked at again: what seems connected may have slept. */
  #awake() {
    if (this.#socket.connected) this.#catchUp();
    else this.retry();
  }

  /** Ask for what came after the last event; what is said meanwhile waits behind it. */
  #catchUp() {
    if (this.#telling.isHeld) return;
    this.#telling.isHeld = true;
    const turn = this.#turn;
    this.#socket.timeout(ANSWER_MS).emit("resume", { after: this.last }, (silence, missed) => {
      if (turn !== this.#turn) return; // of a connection that is gone
      this.#telling.isHeld = false;
      if (silence || !missed) this.#socket.disconnect();
      else if (missed.away) this.#stillAway();
      else this.#caughtUp(missed);
    });
  }

  #stillAway() {
    this.#away();
    this.#later();
  }

  #caughtUp(missed) {
    this.#isAway = false;
    this.#tries = 0;
    this.#watching.tell();
    this.#polling.stop();
    this.#up();
    this.#telling.fill(missed);
  }

  // ---- up and down ----------------------------------------------------------------------------------------------

  /** The line is up, but the desk cannot reach its database: what is shown is as old as that. */
  #away() {
    if (this.#isAway || !this.#socket.connected) return;
    this.#isAway = true;
    this.why = "database";
    this.#down();
    this.#later();
  }

  #up() {
    if (this.connected && this.#wasPolling === this.polling) return;
    this.connected = true;
    this.why = "";
    this.#wasPolling = this.polling;
    this.#since = Date.now();
    this.#say("connected", { since: this.#since, polling: this.polling });
  }

  #down() {
    if (this.connected === false) return;
    this.connected = false;
    this.#since = Date.now();
    this.#say("disconnected", { since: this.#since });
  }

  #lost() {
    this.#turn += 1;
    this.#isAway = false;
    this.#isTrying = false;
    this.#telling.cut();
    if (!this.polling) this.#down();
    this.#later();
  }

  /** The browser has no network. A connection still being made ends silently. */
  #cut() {
    const wasUp = this.#socket.connected;
    this.#socket.disconnect();
    if (!wasUp) this.#lost();
  }

  #refused(error) {
    if (error.message === "signed out") this.#say("signed-out");
    if (error.message === "away") this.why = "database";
    this.#lost();
    if (this.#tries > TRIES_BEFORE_POLLING) this.#polling.start();
  }

  #later() {
    const pause = 1000 * RETRY_S[Math.min(this.#tries, RETRY_S.length - 1)] * (1 + JITTER * (2 * Math.random() - 1));
    this.#tries += 1;
    this.nextTryAt = Date.now() + pause;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.retry(), pause);
  }

  #say(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** The console's connection; on a page without an operator it stays silent. */
export const live = new Live("/console", "/events", page.lastEvent ?? 0);
if (page.me) live.start();
