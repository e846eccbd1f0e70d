// When a list may move by itself: never under a hand (pointer, keyboard focus, scrolling, an open peek, chosen tickets).

const REST_MS = 1500;

/** Watches one scrolling list; `isFree()` says whether nobody has a hand on it, `onFree` is called when that begins. */
export class HandsOff {
  #list; #timer;
  #movedAt = -Infinity;
  #inside = false;
  #atTop = true; // remembered: to ask the browser would make it lay the page out at once

  constructor(list, scroller, onFree) {
    this.#list = list;
    this.peeking = false;
    this.choosing = false; // tickets are chosen for an act: it shall meet what is seen
    const later = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.isFree() && onFree(), REST_MS + 50);
    };
    list.addEventListener("pointerenter", () => { this.#inside = true; });
    list.addEventListener("pointermove", () => { this.#inside = true; this.#movedAt = performance.now(); }, { passive: true });
    list.addEventListener("pointerleave", () => { this.#inside = false; later(); });
    list.addEventListener("focusout", later);
    scroller.addEventListener("scroll", () => { this.#atTop = scroller.scrollTop <= 0; later(); }, { passive: true });
  }

  /** Whether rows may be inserted, removed and sorted now. */
  isFree() {
    const rested = performance.now() - this.#movedAt > REST_MS;
    const focused = this.#list.contains(document.activeElement);
    return !this.#inside && rested && !focused && this.#atTop && !this.peeking && !this.choosing;
  }
}
