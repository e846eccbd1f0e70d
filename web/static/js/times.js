// Moments in the reader's own time zone and language: the server writes UTC, the page says "12 m" or "Yesterday 18:19".

import { say } from "./page.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const language = document.documentElement.lang || "en";

const format = (options) => new Intl.DateTimeFormat(language, options);
const CLOCK = format({ hour: "2-digit", minute: "2-digit" });
const WEEKDAY = format({ weekday: "short" });
const DATE = format({ day: "numeric", month: "short" });
const MONTH = format({ month: "short" });
const DATE_WITH_YEAR = format({ day: "numeric", month: "short", year: "numeric" });
const FULL = format({ dateStyle: "full", timeStyle: "short" });

const midnight = (moment) => new Date(moment).setHours(0, 0, 0, 0);
const daysBetween = (earlier, later) => Math.round((midnight(later) - midnight(earlier)) / DAY);
const sameYear = (one, other) => new Date(one).getFullYear() === new Date(other).getFullYear();

/** "now", "12 m", "3 h", "2 d", then the date: the age of a row. */
export function age(moment, now = Date.now()) {
  const passed = now - moment;
  if (passed < MINUTE) return say("age_now");
  if (passed < HOUR) return say("age_minutes", { count: Math.floor(passed / MINUTE) });
  if (passed < DAY) return say("age_hours", { count: Math.floor(passed / HOUR) });
  if (passed < 14 * DAY) return say("age_days", { count: Math.floor(passed / DAY) });
  return sameYear(moment, now) ? DATE.format(moment) : DATE_WITH_YEAR.format(moment);
}

/** "2 h late", and nothing before: how long something that was promised has been missing. */
export function late(moment, now = Date.now()) {
  const passed = now - moment;
  if (passed < MINUTE) return "";
  const [name, unit] = passed < HOUR ? ["age_minutes", MINUTE] : passed < DAY ? ["age_hours", HOUR] : ["age_days", DAY];
  return say("late_by", { age: say(name, { count: Math.floor(passed / unit) }) });
}

/** "10:42", "Yesterday 18:19", "Fri 16:20", "21 Nov 16:20": when a message came. */
export function stamp(moment, now = Date.now()) {
  const clock = CLOCK.format(moment);
  const days = daysBetween(moment, now);
  if (days === 0) return clock;
  if (days === 1) return say("yesterday_at", { clock });
  if (days > 1 && days < 7) return `${WEEKDAY.format(moment)} ${clock}`;
  return `${(sameYear(moment, now) ? DATE : DATE_WITH_YEAR).format(moment)} ${clock}`;
}

/** "17:00", "Fri 09:00", "21 Nov 09:00": when something will be. */
export function soon(moment, now = Date.now()) {
  const clock = CLOCK.format(moment);
  const days = daysBetween(now, moment);
  if (days === 0) return clock;
  if (days > 0 && days < 7) return `${WEEKDAY.format(moment)} ${clock}`;
  return `${(sameYear(moment, now) ? DATE : DATE_WITH_YEAR).format(moment)} ${clock}`;
}

/** "10:42". */
export const clock = (moment) => CLOCK.format(moment);

const month = (moment) => (sameYear(moment, Date.now()) ? MONTH.format(moment) : String(new Date(moment).getFullYear()));

const SHAPES = { age, late, stamp, soon, clock, month, date: (moment) => DATE_WITH_YEAR.format(moment) };

/** Write every `<time data-shape>` below `root` as its reader's clock says it. */
export function drawTimes(root = document) {
  for (const element of root.querySelectorAll("time[data-shape]")) {
    const moment = Date.parse(element.dateTime);
    const text = SHAPES[element.dataset.shape]?.(moment);
    if (!text) continue;
    if (element.textContent !== text) element.textContent = text;
    if (!element.title) element.title = FULL.format(moment);
  }
}

setInterval(() => document.hidden || drawTimes(), 15_000);
document.addEventListener("visibilitychange", () => document.hidden || drawTimes());
