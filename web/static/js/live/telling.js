// What the desk says, told to the page in order and once: first what was missed, then what came meanwhile.

const CALM_MS = 100; // between two tellings: ten a second, however busy the desk is

/** `last`: number of the newest event that the page knows; `say(name, detail)` tells it one more. */
export class Telling {
  isHeld = false; // while what was missed is still being asked for
  #say; #last; #lastActivity; #timer;
  #waiting = []; // [name, detail]: what came in a burst, or while it is held
  #spokeAt = -Infinity;

  constructor(last, say) {
    this.#last = this.#lastActivity = last;
    this.#say = say;
  }

  /** The number of the newest event that was told. */
  get last() {
    return this.#last;
  }

  /** Something comes: told at once, in a burst (a full mailbox is read) with all that comes in the same tenth of a second. */
  heard(name, detail) {
    this.#waiting.push([name, detail]);
    const pause = this.#spokeAt + CALM_MS - performance.now();
    if (pause <= 0) this.#tellWaiting();
    else this.#timer ??= setTimeout(() => this.#tellWaiting(), pause);
  }

  /** Tell what was missed, then what waited. */
  fill({ events = [], last, resync = false, activity = false }) {
    if (resync) {
      this.#last = this.#lastActivity = last;
      this.#say("resync");
    }
    for (const event of events) {
      this.#tell(event.kind, event);
      if (activity) this.#tell("activity", event);
    }
    this.#last = Math.max(this.#last, last);
    this.#lastActivity = Math.max(this.#lastActivity, last);
    this.#tellWaiting();
  }

  /** The line is cut: what waited is part of what will have been missed. */
  cut() {
    this.isHeld = false;
    this.#waiting = [];
  }

  #tellWaiting() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (this.isHeld) return;
    this.#spokeAt = performance.now();
    for (const [name, detail] of this.#waiting.splice(0)) this.#tell(name, detail);
  }

  /** Unless its number says that it was told. Presence and typing have no number. */
  #tell(name, detail) {
    const isNumbered = Number.isInteger(detail?.id);
    if (isNumbered && !this.#isNew(name, detail.id)) return;
    this.#say(name, detail);
    if (isNumbered && name !== "activity") this.#say("event", detail);
  }

  #isNew(name, number) {
    const last = name === "activity" ? this.#lastActivity : this.#last;
    if (number <= last) return false;
    if (name === "activity") this.#lastActivity = number;
    else this.#last = number;
    return true;
  }
}
