// Moments in the reader's time zone (their own choice, else their device's) and language: the server writes UTC, the page says "12 m" or "Yesterday 18:19".

import { page, say } from "./page.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const language = document.documentElement.lang || "en";

const timeZone = page.me?.timezone || undefined;

const format = (options) => new Intl.DateTimeFormat(language, { ...options, timeZone });
const CLOCK = format({ hour: "2-digit", minute: "2-digit" });
const WEEKDAY = format({ weekday: "short" });
const DATE = format({ day: "numeric", month: "short" });
const MONTH = format({ month: "short" });
const DATE_WITH_YEAR = format({ day: "numeric", month: "short", year: "numeric" });
const FULL = format({ dateStyle: "full", timeStyle: "short" });

const DAY_PARTS = new Intl.DateTimeFormat("en", { year: "numeric", month: "numeric", day: "numeric", calendar: "iso8601", numberingSystem: "latn", timeZone });

/** Year, month and day of the moment as its reader's calendar has it. */
function dayOf(moment) {
  const parts = Object.fromEntries(DAY_PARTS.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  return { ...parts, number: Date.UTC(parts.year, parts.month - 1, parts.day) / DAY };
}
const daysBetween = (earlier, later) => dayOf(later).number - dayOf(earlier).number;
const yearOf = (moment) => dayOf(moment).year;
const sameYear = (one, other) => yearOf(one) === yearOf(other);

/** "now", "12 m", "3 h", "2 d", then the date: the age of a row. */
export function age(moment, now = Date.now()) {
  const passed = now - moment;
  if (passed < MINUTE) return say("age_now");
  if (passed < HOUR) return say("age_minutes", { count: Math.floor(passed / MINUTE) });
  if (passed < DAY) return say("age_hours", { count: Math.floor(passed / HOUR) });
  if (passed < 14 * DAY) return say("age_days", { count: Math.floor(passed / DAY) });
  return sameYear(moment, now) ? DATE.format(moment) : DATE_WITH_YEAR.format(moment);
}

/** "2 h late", and nothing before: how long something that was promised has been missing. `open`: the only minutes that count. */
function late(moment, now, { open }) {
  const passed = open ? openUntil(open, now) : now - moment;
  if (passed < MINUTE) return "";
  const hasDays = !open && passed >= DAY;
  const [name, unit] = passed < HOUR ? ["age_minutes", MINUTE] : hasDays ? ["age_days", DAY] : ["age_hours", HOUR];
  return say("late_by", { age: say(name, { count: Math.floor(passed / unit) }) });
}

/** How long it was open until then: "begin-end,…" in minutes since 1970. */
function openUntil(open, now) {
  const spans = open.split(",").map((span) => span.split("-").map((minute) => Number(minute) * MINUTE));
  return spans.reduce((sum, [begin, end]) => sum + Math.max(Math.min(now, end) - begin, 0), 0);
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

/** The same inside a sentence: "since yesterday 18:19". */
function inside(moment, now) {
  const text = stamp(moment, now);
  return daysBetween(moment, now) === 1 ? text.charAt(0).toLocaleLowerCase(language) + text.slice(1) : text;
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

const month = (moment) => (sameYear(moment, Date.now()) ? MONTH.format(moment) : String(yearOf(moment)));

/** How each `data-shape` is written; a page of its own may add to them. */
export const SHAPES = { age, late, stamp, inside, soon, clock, month, date: (moment) => DATE_WITH_YEAR.format(moment) };

/** Write every `<time data-shape>` below `root` as its reader's clock says it. */
export function drawTimes(root = document) {
  for (const element of root.querySelectorAll("time[data-shape]")) {
    const moment = Date.parse(element.dateTime);
    const text = SHAPES[element.dataset.shape]?.(moment, Date.now(), element.dataset);
    if (!text) continue;
    if (element.textContent !== text) element.textContent = text;
    if (!element.title) element.title = FULL.format(moment);
  }
}

setInterval(() => document.hidden || drawTimes(), 15_000);
document.addEventListener("visibilitychange", () => document.hidden || drawTimes());
