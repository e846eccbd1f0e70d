// Which tickets this page shows, as the desk knows it: told anew after every break.

const PAUSE_MS = 1000;

/** What is watched over the page's socket (`socket()`). Leafing through tickets is told at most once a second: the desk cuts off who sends too much. */
export class Watching {
  #socket; #timer = null;
  #shown = new Set();
  #told = new Set(); // those of them that the desk knows
  #toldAt = 0;

  constructor(socket) {
    this.#socket = socket;
  }

  /** The page shows the ticket, or shows it no more. */
  note(ticket, isShown) {
    if (isShown) this.#shown.add(ticket);
    else this.#shown.delete(ticket);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.tell();
    }, this.#toldAt + PAUSE_MS > Date.now() ? PAUSE_MS : 0);
  }

  /** Tell the desk what changed since it was told last. */
  tell() {
    if (!this.#socket().connected) return;
    this.#emit("unwatch", [...this.#told].filter((ticket) => !this.#shown.has(ticket)));
    this.#emit("watch", [...this.#shown].filter((ticket) => !this.#told.has(ticket)));
    this.#told = new Set(this.#shown);
    this.#toldAt = Date.now();
  }

  /** A new line: the desk knows nothing of it. */
  forgetTold() {
    this.#told.clear();
  }

  #emit(name, tickets) {
    for (const ticket of tickets) this.#socket().emit(name, { ticket });
  }
}
