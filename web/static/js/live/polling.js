// Where websockets do not pass: the desk is asked every few seconds what was missed.

const POLL_MS = 5000;

/**
 * `address()`: the route with the number of the last event; `answered` hears what was missed, `failed` that no answer came,
 * `signedOut` that the desk no longer knows this window.
 */
export class Polling {
  works = false; // whether the last question was answered
  #address; #answered; #failed; #signedOut;
  #timer = null;

  constructor(address, { answered, failed, signedOut }) {
    this.#address = address;
    this.#answered = answered;
    this.#failed = failed;
    this.#signedOut = signedOut;
  }

  start() {
    if (this.#timer) return;
    this.#timer = setInterval(() => this.#ask(), POLL_MS);
    this.#ask();
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
    this.works = false;
  }

  async #ask() {
    try {
      const response = await fetch(this.#address(), { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(POLL_MS) });
      if (response.status === 401) this.#signedOut();
      if (!response.ok) throw new Error(`events: ${response.status}`);
      const missed = await response.json();
      if (!this.#timer) return; // the websocket came first, and asked for itself
      this.works = true;
      this.#answered(missed);
    } catch {
      if (!this.#timer) return;
      this.works = false;
      this.#failed();
    }
  }
}
