// <snooze-choices>: later today, tomorrow, next week, in the reader's own time. In the evening there is no later today, and
// on a Sunday next week begins tomorrow: no moment is offered twice.

import { soon } from "../lib/times.js";

const MORNING = 9;
const EVENING = 18;
const HOURS_LATER = 3;
const MONDAY = 1;

/** The moment of each choice, counted from `now`; undefined if it no longer makes sense. */
export function momentsFrom(now) {
  const at = (days, hour) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const later = at(0, now.getHours() + HOURS_LATER);
  const toMonday = (7 + MONDAY - now.getDay()) % 7 || 7;
  const [tomorrow, week] = [at(1, MORNING), at(toMonday, MORNING)];
  return { later: later < at(0, EVENING + 1) ? later : undefined, tomorrow, week: week > tomorrow ? week : undefined };
}

class SnoozeChoices extends HTMLElement {
  connectedCallback() {
    this.#draw();
    this.closest("dialog").addEventListener("toggle", () => this.#draw());
    const pick = this.querySelector("input");
    pick.addEventListener("input", () => this.#picked(pick.value, this.querySelector(".snooze__pick button")));
  }

  /** A day and time in the reader's own clock, as the moment that it is everywhere. */
  #picked(typed, button) {
    button.disabled = !typed;
    button.value = typed ? String(new Date(typed).getTime()) : "";
  }

  #draw() {
    const moments = momentsFrom(new Date());
    for (const button of this.querySelectorAll("[data-when]")) {
      const moment = moments[button.dataset.when];
      button.hidden = !moment;
      if (!moment) continue;
      button.value = String(moment.getTime());
      const time = button.querySelector("time");
      time.dateTime = moment.toISOString();
      time.textContent = soon(moment);
    }
  }
}

customElements.define("snooze-choices", SnoozeChoices);
