// The outcome of each ticket of a bulk action: those that did not go first, with why and with what can be done.

import { firstName, say } from "../lib/page.js";
import { openDialog } from "../elements/dialogs.js";
import { toast } from "../live/desk-toast.js";
import { ask } from "../live/outcomes.js";

const dialog = () => document.getElementById("bulk-report");

const UNDO_MS = 10_000;

/**
 * Show it. `went` and `refused` are the desk's results, `chosen` what is known of each ticket, `back` takes it back:
 * here, and for some seconds after the report was closed.
 */
export function showReport(title, { went, refused, chosen, back = null }) {
  const report = dialog();
  if (!report || report.open) return;
  report.querySelector("h2").textContent = title;
  fill(report.querySelector("[data-refused]"), refused, chosen);
  fill(report.querySelector("[data-went]"), went, chosen);
  const undo = report.querySelector("[data-take-back]");
  undo.hidden = !back;
  report.onclose = () => { if (back) toast({ title, iconName: "check", until: Date.now() + UNDO_MS, action: { label: say("undo"), key: "Z", run: back } }); };
  undo.onclick = () => { report.onclose = null; report.close(); back(); };
  openDialog(report);
  report.querySelector("[data-close].button--primary").focus();
}

function fill(section, results, chosen) {
  section.hidden = results.length === 0;
  const line = document.getElementById("bulk-line").content;
  section.querySelector("ul").replaceChildren(...results.map((result) => draw(line.cloneNode(true), result, chosen.get(String(result.id)))));
}

function draw(line, { id, done, holder, detail }, facts) {
  const link = line.querySelector("a");
  link.href = `/tickets/${id}`;
  link.dataset.ticketLink = String(id);
  link.querySelector("bdi").textContent = `#${id}`;
  link.querySelector("span").textContent = facts?.subject ?? "";
  line.querySelector("small").textContent = done ? "" : why(holder, detail);
  const asking = line.querySelector("[data-ask]");
  asking.hidden = done || !holder;
  asking.addEventListener("click", () => { asking.disabled = true; ask(id); });
  return line;
}

const why = (holder, detail) => (holder ? say("holds_it", { name: firstName(holder.name) }) : detail);
