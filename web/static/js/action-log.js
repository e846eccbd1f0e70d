// <action-log>: the log of all actions. New lines come on top while nobody has a hand on it; earlier ones at the end.

import { live } from "./live.js";
import { say } from "./page.js";
import { getPart } from "./requests.js";
import { drawTimes } from "./times.js";
import { HandsOff } from "./hands-off.js";

const GATHER_MS = 400;

class ActionLog extends HTMLElement {
  connectedCallback() {
    this.rows = this.querySelector(".log__rows");
    this.pill = document.querySelector(".log .news-pill");
    this.waiting = 0;
    this.hands = new HandsOff(this, this, () => this.apply());
    this.end = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.more(), {
      root: this, rootMargin: "400px",
    });
    this.end.observe(this.querySelector(".log__end"));
    if (this.dataset.live !== "1") return;
    this.heard = () => this.news();
    live.addEventListener("activity", this.heard);
    live.addEventListener("resync", this.heard);
    this.pill.addEventListener("click", () => {
      this.apply();
      this.scrollTo({ top: 0 });
    });
  }

  disconnectedCallback() {
    this.end.disconnect();
    live.removeEventListener("activity", this.heard);
    live.removeEventListener("resync", this.heard);
  }

  news() {
    this.waiting += 1;
    this.gathering ??= setTimeout(() => {
      this.gathering = null;
      if (this.hands.isFree()) this.apply();
      else this.count();
    }, GATHER_MS);
  }

  count() {
    this.pill.hidden = this.waiting === 0;
    this.pill.querySelector(".news-pill__count").textContent = say("new_count", { count: this.waiting });
  }

  async apply() {
    if (!this.waiting) return;
    this.waiting = 0;
    this.count();
    const newest = Number(this.rows.querySelector(".log__row")?.dataset.event ?? 0);
    try {
      const part = await getPart("/log", "rows");
      const fresh = [...part.querySelectorAll(".log__row")].filter((row) => Number(row.dataset.event) > newest);
      for (const row of fresh) {
        row.classList.add("is-new");
        setTimeout(() => row.classList.remove("is-new"), 2400);
      }
      this.rows.prepend(...fresh);
      drawTimes(this);
    } catch {
      this.waiting += 1; // offline: said by the banner; shown with the next event
    }
  }

  async more() {
    const path = this.rows.dataset.more;
    if (!path || this.loading) return;
    this.loading = true;
    try {
      const part = await getPart(path, "rows");
      const body = part.querySelector("tbody");
      this.rows.dataset.more = body.dataset.more;
      this.rows.append(...body.children);
      this.querySelector(".log__end").replaceChildren();
      drawTimes(this);
    } catch {
      this.querySelector(".log__end").textContent = say("not_loaded");
    } finally {
      this.loading = false;
    }
    this.end.unobserve(this.querySelector(".log__end"));
    if (this.rows.dataset.more) this.end.observe(this.querySelector(".log__end"));
  }
}

customElements.define("action-log", ActionLog);
