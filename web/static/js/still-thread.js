// The conversation is drawn from its end, so that the newest stays in sight. For who reads further up, nothing moves:
// whatever grows or comes below, what stands on top of the view stays where it is. (Done by hand: not every browser
// anchors a list that is drawn from its end, and one that does would do it twice.)

const NEAR_END = 24;

/** Keeps one `.thread` still. */
export class StillThread {
  constructor(thread) {
    this.thread = thread;
    this.entries = thread.querySelector(".thread__entries");
    thread.addEventListener("scroll", () => this.remember(), { passive: true });
    new ResizeObserver(() => this.restore()).observe(this.entries);
  }

  /** Whether the newest is in sight: 0 is the end, what is above it has negative places. */
  get isAtEnd() {
    return this.thread.scrollTop > -NEAR_END;
  }

  remember() {
    if (this.thread.scrollTop === this.own) return; // our own move: what it kept still is remembered already
    const top = this.thread.getBoundingClientRect().top;
    this.anchor = this.isAtEnd ? null : [...this.entries.children].find((entry) => entry.getBoundingClientRect().bottom > top);
    this.at = this.anchor?.getBoundingClientRect().top;
  }

  restore() {
    if (!this.anchor?.isConnected) return;
    const moved = this.anchor.getBoundingClientRect().top - this.at;
    if (Math.abs(moved) < 1) return;
    this.thread.scrollTop += moved;
    this.own = this.thread.scrollTop;
  }
}
