// A display on the wall: the whole screen, awake, dark in the hours that are set for it.

const MINUTE = 60_000;
const root = document.documentElement;
const theme = root.dataset.theme; // the reader's own

/** Whether it is dark then, by "19-7"; the hours may pass midnight. */
export function isDark(hours, hour) {
  const [begin, end] = hours.split("-").map(Number);
  return begin < end ? hour >= begin && hour < end : hour >= begin || hour < end;
}

/** `shown(isFull)` is called when the display begins or ends. */
export class WallDisplay {
  #shown; #lock;
  #hours = "";
  #isFull = false;

  constructor(shown) {
    this.#shown = shown;
    setInterval(() => this.#eachMinute(), MINUTE);
    document.addEventListener("visibilitychange", () => document.hidden || this.#stayAwake());
    document.addEventListener("fullscreenchange", () => document.fullscreenElement || this.leave());
  }

  /** As the address has it: a display that was loaded again is one again, without anybody's hand. */
  begin({ isFull, hours }) {
    this.#hours = hours;
    this.#set(isFull);
  }

  /** The reader wants it: then the browser gives its whole screen, too. */
  async enter() {
    this.#set(true);
    this.#shown(true);
    await root.requestFullscreen?.().catch(() => null); // refused: the page still shows nothing but the wall
  }

  leave() {
    if (!this.#isFull) return;
    this.#set(false);
    this.#shown(false);
    if (document.fullscreenElement) document.exitFullscreen();
  }

  darkIn(hours) {
    this.#hours = hours;
    this.#draw();
  }

  #set(isFull) {
    this.#isFull = isFull;
    for (const element of [root, document.body]) element.classList.toggle("is-display", isFull);
    this.#draw();
    this.#stayAwake();
  }

  #eachMinute() {
    this.#draw();
    this.#stayAwake(); // the browser may have let go, as it does where a battery runs low
  }

  #draw() {
    const dark = this.#isFull && this.#hours && isDark(this.#hours, new Date().getHours());
    if (dark) root.dataset.theme = "dark";
    else if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  }

  /** The screen does not sleep, where the browser lets a page ask for it (over https, while it is looked at). */
  async #stayAwake() {
    if (!this.#isFull) {
      await this.#lock?.release().catch(() => null);
      this.#lock = null;
    } else if (!this.#lock || this.#lock.released) {
      this.#lock = await navigator.wakeLock?.request("screen").catch(() => null);
    }
  }
}
