// Dialogs: a form each, sent in place; faults are shown beside their fields, and nothing typed is lost.

import { Problem, getFragment, newKey, post } from "../lib/requests.js";
import { drawTimes } from "../lib/times.js";
import { failed } from "../live/outcomes.js";

/** Open a dialog of this page; focus goes into it and comes back by itself. */
export function openDialog(dialog) {
  if (!dialog || dialog.open) return;
  dialog.showModal();
  drawTimes(dialog);
}

/** Fetch a dialog that the server draws, and open it. */
export async function fetchDialog(path) {
  if (document.querySelector("dialog[open]")) return;
  try {
    const fragment = await getFragment(path, "dialog");
    const dialog = fragment.querySelector("dialog");
    document.body.append(dialog);
    dialog.addEventListener("close", () => dialog.remove());
    openDialog(dialog);
  } catch (problem) {
    failed(problem);
  }
}

/** Send the form of a dialog; `done(answer, form)` when the desk did it. `submitter`: the button that was pressed. */
export async function sendDialog(form, done, submitter = null) {
  const button = submitter ?? form.querySelector("[type=submit]");
  button.setAttribute("aria-busy", "true");
  markFaults(form, []);
  try {
    const answer = await postAll(form, bodyFrom(form, submitter));
    form.closest("dialog")?.close();
    done(answer, form);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    const { errors } = problem.facts;
    const key = form.elements.namedItem("request_key");
    if (key && problem.slug === "already-stored") key.value = newKey(); // pressed again, it is a further one
    const elsewhere = markFaults(form, errors ?? []);
    const words = errors ? elsewhere.map((error) => error.message).join(" ") : problem.message;
    const summary = form.querySelector(".dialog__fault");
    if (summary) {
      summary.textContent = words;
      summary.hidden = !words;
    } else if (words) failed(problem);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** Send it; where the desk did only the first of it (`left`), again until all is done, saying how far it is. */
async function postAll(form, body) {
  let answer = await post(form.getAttribute("action"), body);
  for (let before = answer.imported; answer.left; before += answer.imported) {
    form.querySelector("[data-progress]").textContent = answer.words;
    form.elements.namedItem("skip").checked = true; // pressed again after a fault, it goes on from here
    body.set("skip", "1");
    body.set("before", String(before));
    answer = await post(form.getAttribute("action"), body);
  }
  return answer;
}

/** What the form says; a pressed button that has a value speaks for the field of its name. */
function bodyFrom(form, submitter) {
  const body = new FormData(form);
  if (submitter?.name) body.set(submitter.name, submitter.value);
  return body;
}

/** Name each fault under its field; the first field at fault gets the focus. Returns those that have no field here. */
export function markFaults(form, errors) {
  const shown = new Set();
  for (const line of form.querySelectorAll(".field__fault:not(format-bar *)")) { // what a toolbar says of a link is its own
    const field = line.closest(".field");
    const input = field.querySelector("[name]");
    const fault = errors.find((error) => error.field === input.name);
    (line.querySelector("span") ?? line).textContent = fault?.message ?? "";
    line.hidden = !fault;
    shown.add(fault);
    if (fault) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
  form.querySelector("[aria-invalid=true]")?.focus();
  return errors.filter((error) => !shown.has(error));
}

document.addEventListener("click", (event) => {
  const closer = event.target.closest("[data-close]");
  closer?.closest("dialog")?.close();
});
