// How long something has been so: "44 m", "3 h 12 m", "2 d 4 h".

import { say } from "../lib/page.js";
import { SHAPES, age } from "../lib/times.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

SHAPES.span = (moment, now) => {
  const passed = now - moment;
  if (passed < HOUR) return age(moment, now);
  const [large, unit, small, part] = passed < DAY ? ["age_hours", HOUR, "age_minutes", MINUTE] : ["age_days", DAY, "age_hours", HOUR];
  const rest = Math.floor((passed % unit) / part);
  return [say(large, { count: Math.floor(passed / unit) }), rest ? say(small, { count: rest }) : ""].filter(Boolean).join(" ");
};
