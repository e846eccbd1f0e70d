// <action-log>: the log of all actions. New lines come on top while nobody has a hand on it; earlier ones at the end.

import { live } from "./live/live.js";
import { say } from "./lib/page.js";
import { getFragment } from "./lib/requests.js";
import { drawTimes } from "./lib/times.js";
import { HandsOff } from "./lib/hands-off.js";

const GATHER_MS = 400;

class ActionLog extends HTMLElement {
  #foot; #rows; #pill; #waiting; #hands; #end; #heard; #gathering; #loading;

  connectedCallback() {
    this.#foot = this.querySelector(".log__end");
    this.#rows = this.querySelector(".log__rows");
    this.#pill = document.querySelector(".log .news-pill");
    this.#waiting = 0;
    this.#hands = new HandsOff(this, this, () => this.#apply());
    this.#end = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.#more(), {
      root: this, rootMargin: "400px",
    });
    this.#end.observe(this.#foot);
    if (this.dataset.live !== "1") return;
    this.#heard = () => this.#news();
    live.addEventListener("activity", this.#heard);
    live.addEventListener("resync", this.#heard);
    this.#pill.addEventListener("click", () => {
      this.#apply();
      this.scrollTo({ top: 0 });
    });
  }

  disconnectedCallback() {
    this.#end.disconnect();
    live.removeEventListener("activity", this.#heard);
    live.removeEventListener("resync", this.#heard);
  }

  #news() {
    this.#waiting += 1;
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null;
      if (this.#hands.isFree()) this.#apply();
      else this.#count();
    }, GATHER_MS);
  }

  #count() {
    this.#pill.hidden = this.#waiting === 0;
    this.#pill.querySelector(".news-pill__count").textContent = say("new_count", { count: this.#waiting });
  }

  async #apply() {
    if (!this.#waiting) return;
    this.#waiting = 0;
    this.#count();
    const newest = Number(this.#rows.querySelector(".log__row")?.dataset.event ?? 0);
    try {
      const fragment = await getFragment("/log", "rows");
      const fresh = [...fragment.querySelectorAll(".log__row")].filter((row) => Number(row.dataset.event) > newest);
      for (const row of fresh) {
        row.classList.add("is-new");
        setTimeout(() => row.classList.remove("is-new"), 2400);
      }
      this.#rows.prepend(...fresh);
      drawTimes(this);
    } catch {
      this.#waiting += 1; // offline: said by the banner; shown with the next event
    }
  }

  async #more() {
    const path = this.#rows.dataset.more;
    if (!path || this.#loading) return;
    this.#loading = true;
    try {
      const fragment = await getFragment(path, "rows");
      const body = fragment.querySelector("tbody");
      this.#rows.dataset.more = body.dataset.more;
      this.#rows.append(...body.children);
      this.#foot.replaceChildren(...fragment.querySelector(".log__end").childNodes);
      drawTimes(this);
    } catch {
      this.#foot.textContent = say("rest_not_loaded");
    } finally {
      this.#loading = false;
    }
    this.#end.unobserve(this.#foot);
    if (this.#rows.dataset.more) this.#end.observe(this.#foot);
  }
}

customElements.define("action-log", ActionLog);
