// The feed of the wall: new lines come on top while nobody has a hand on it, else they wait and are counted.

import { HandsOff } from "../lib/hands-off.js";
import { say } from "../lib/page.js";
import { drawTimes } from "../lib/times.js";

const MOST = 60; // lines
const GLOW_MS = 2400;
const numberOf = (line) => Number(line?.dataset.event ?? 0);

/** `feed` is the aside; `shows(line)` says whether the filter lets it pass. */
export class WallFeed {
  #list; #scroller; #pill; #shows; #hands;
  #waiting = []; // lines, newest first

  constructor(feed, shows) {
    this.#scroller = feed.querySelector(".wall__lines");
    this.#list = this.#scroller.querySelector("ol");
    this.#pill = feed.querySelector(".news-pill");
    this.#shows = shows;
    this.#hands = new HandsOff(this.#scroller, this.#scroller, () => this.#apply());
    this.#pill.addEventListener("click", () => {
      this.#apply();
      this.#scroller.scrollTo({ top: 0 });
    });
  }

  /** Lines as the desk drew them, newest first; those that stand here already are none. */
  add(drawn) {
    const known = this.#newest;
    const fresh = drawn.filter((line) => numberOf(line) > known && this.#shows(line));
    this.#waiting = [...fresh, ...this.#waiting].slice(0, MOST);
    if (this.#hands.isFree()) this.#apply();
    else this.#count();
  }

  /** All of it anew, as the filter is another; what came since these lines were drawn stays. */
  replace(lines) {
    const newest = numberOf(lines[0]);
    const newer = [...this.#waiting, ...this.#list.children].filter((line) => numberOf(line) > newest && this.#shows(line));
    this.#waiting = [];
    this.#count();
    this.#list.replaceChildren(...newer, ...lines);
    drawTimes(this.#list);
  }

  get #newest() {
    return numberOf(this.#waiting[0] ?? this.#list.firstElementChild);
  }

  #count() {
    this.#pill.hidden = this.#waiting.length === 0;
    this.#pill.querySelector(".news-pill__count").textContent = say("new_count", { count: this.#waiting.length });
  }

  #apply() {
    const fresh = this.#waiting.splice(0);
    this.#count();
    if (!fresh.length) return;
    for (const line of fresh) {
      line.classList.add("is-new");
      setTimeout(() => line.classList.remove("is-new"), GLOW_MS);
    }
    this.#list.prepend(...fresh);
    while (this.#list.childElementCount > MOST) this.#list.lastElementChild.remove();
    drawTimes(this.#list);
  }
}
