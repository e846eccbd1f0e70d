// One act on many tickets: sent some at a time, every outcome kept, and what can be undone is undone together.

import { Problem, post } from "../lib/requests.js";
import { say } from "../lib/page.js";
import { ticketList } from "./ticket-list.js";
import { TICKET_TOUCHED, signal } from "../lib/signals.js";

const AT_ONCE = 25; // so that the first rows follow at once, and the bar can say how far it is

/** Do `fields` (`act` and what it needs) to these tickets; the desk's result for each, in order. `progress(done)` is told. */
export async function bulk(ids, fields, progress = () => {}) {
  const results = [];
  for (const id of ids) ticketList()?.busy(id, true);
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE);
    try {
      results.push(...(await post("/tickets/bulk", { ...fields, ids: some.join(",") })).results);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      results.push(...untried(some, problem.message), ...untried(ids.slice(at + AT_ONCE), say("not_tried")));
      break;
    }
    progress(results.length);
  }
  for (const id of ids) ticketList()?.busy(id, false);
  signal(TICKET_TOUCHED);
  return results;
}

const untried = (ids, detail) => ids.map((id) => ({ id: Number(id), done: false, detail }));

/** Undo what these results say can be undone: the same act for all that need the same. */
export async function takeBack(results) {
  const together = new Map(); // fields as text → numbers
  for (const { id, back } of results) {
    if (!back) continue;
    const key = JSON.stringify(back);
    together.set(key, [...(together.get(key) ?? []), id]);
  }
  const all = [];
  for (const [fields, ids] of together) all.push(...(await bulk(ids, JSON.parse(fields))));
  return all;
}
