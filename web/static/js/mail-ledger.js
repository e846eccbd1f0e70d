// <mail-ledger>: a list of mail that stays true. Lines change in place; new ones come on top while nobody has a hand
// on the list, and are announced by the pill otherwise.

import { live } from "./live/live.js";
import { say } from "./lib/page.js";
import { getFragment } from "./lib/requests.js";
import { drawTimes } from "./lib/times.js";
import { HandsOff } from "./lib/hands-off.js";

const GATHER_MS = 400;
const MOVING_MS = 5000; // a notice that leaves is no event: lines on their way are looked at again

class MailLedger extends HTMLElement {
  #rows; #pill; #waiting; #hands; #gathering; #heard; #timer;

  connectedCallback() {
    this.#rows = this.querySelector("tbody");
    this.#pill = document.querySelector(".mail .news-pill");
    this.#waiting = [];
    if (this.dataset.live !== "1") return;
    this.#hands = new HandsOff(this, this, () => this.#insert());
    this.#heard = () => { this.#gathering ??= setTimeout(() => this.#read(), GATHER_MS); };
    for (const name of ["activity", "resync"]) live.addEventListener(name, this.#heard);
    this.#timer = setInterval(() => document.hidden || !this.#rows.querySelector("[data-moving]") || this.#heard(), MOVING_MS);
    this.#pill.addEventListener("click", () => {
      this.scrollTo({ top: 0 });
      this.#insert();
    });
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    for (const name of ["activity", "resync"]) live.removeEventListener(name, this.#heard);
  }

  async #read() {
    this.#gathering = null;
    try {
      this.#take([...(await getFragment(this.dataset.path, "rows")).querySelectorAll(".mail__row")]);
    } catch {
      // Offline: the banner says so, and the next event asks again.
    }
  }

  /** The newest lines as they are now: known ones are changed in place, unknown ones above them wait. */
  #take(fresh) {
    const known = new Map([...this.#rows.children].map((row) => [row.dataset.mail, row]));
    const newest = Math.max(0, ...[...known.keys()].map(Number));
    for (const row of fresh) {
      const before = known.get(row.dataset.mail);
      drawTimes(row);
      if (before && !before.isEqualNode(row) && !before.contains(document.activeElement)) before.replaceWith(row);
    }
    const still = new Set(fresh.map((row) => row.dataset.mail));
    const oldest = Math.min(...fresh.map((row) => Number(row.dataset.mail)));
    for (const row of this.#rows.children) row.classList.toggle("is-over", !still.has(row.dataset.mail) && !(Number(row.dataset.mail) < oldest));
    this.#waiting = fresh.filter((row) => Number(row.dataset.mail) > newest);
    if (this.#hands.isFree()) this.#insert();
    else this.#count();
  }

  #count() {
    this.#pill.hidden = this.#waiting.length === 0;
    this.#pill.querySelector(".news-pill__count").textContent = say("new_count", { count: this.#waiting.length });
  }

  #insert() {
    for (const row of this.#waiting) {
      row.classList.add("is-new");
      setTimeout(() => row.classList.remove("is-new"), 2400);
    }
    this.#rows.prepend(...this.#waiting);
    this.#waiting = [];
    this.querySelector(".empty").hidden = this.#rows.children.length > 0;
    this.#count();
  }
}

customElements.define("mail-ledger", MailLedger);
