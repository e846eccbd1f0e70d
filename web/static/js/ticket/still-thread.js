// The conversation is drawn from its end, so that the newest stays in sight. For who reads further up, nothing moves:
// whatever grows or comes below, what is at the top of the view stays in place. (Done by hand: not every browser
// anchors a list that is drawn from its end, and one that does would do it twice.)

const NEAR_END = 72; // also with a line or two below that nobody scrolled to

/** Keeps one `.thread` still. */
export class StillThread {
  #thread; #entries; #anchor; #at; #own;

  constructor(thread) {
    this.#thread = thread;
    this.#entries = thread.querySelector(".thread__entries");
    thread.addEventListener("scroll", () => this.#remember(), { passive: true });
    new ResizeObserver(() => this.restore()).observe(this.#entries);
  }

  /** Whether the newest is in sight: 0 is the end, what is above it has negative places. */
  get isAtEnd() {
    return this.#thread.scrollTop > -NEAR_END;
  }

  #remember() {
    if (this.#thread.scrollTop === this.#own) return; // our own move: what it kept still is remembered already
    this.#anchor = this.isAtEnd ? null : this.#topmost;
    this.#at = this.#anchor?.getBoundingClientRect().top;
  }

  /** The first entry in sight. */
  get #topmost() {
    const { top } = this.#thread.getBoundingClientRect();
    return [...this.#entries.children].find((entry) => entry.getBoundingClientRect().bottom > top);
  }

  /** Change what is around the conversation, or at its end; what is in sight stays where it is. */
  holdView(change) {
    this.hold(this.#topmost, change);
  }

  /** Change what is above or below an entry; the entry stays where it is. */
  hold(entry, change) {
    const before = entry?.getBoundingClientRect().top;
    change();
    if (!entry?.isConnected) return;
    this.#thread.scrollTop += entry.getBoundingClientRect().top - before;
    this.#keep(entry);
  }

  /** Bring an entry to the top of the view, whatever grows above it meanwhile. */
  show(entry) {
    entry.scrollIntoView({ block: "start", behavior: "instant" });
    this.#keep(entry);
  }

  #keep(entry) {
    this.#own = this.#thread.scrollTop;
    this.#anchor = this.isAtEnd ? null : entry;
    this.#at = entry.getBoundingClientRect().top;
  }

  restore() {
    if (!this.#anchor?.isConnected) return;
    const moved = this.#anchor.getBoundingClientRect().top - this.#at;
    if (Math.abs(moved) < 1) return;
    this.#thread.scrollTop += moved;
    this.#own = this.#thread.scrollTop;
  }
}
