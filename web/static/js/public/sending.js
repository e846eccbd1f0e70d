// A customers' form is sent without leaving its page: what a lost line, a browser's Stop or a fault of the desk would throw
// away stays in it, files too. What is wrong the desk draws: the form that comes back takes the place of this one.

import { say } from "../lib/page.js";
import { pieces } from "../lib/pieces.js";
import { forget, keep } from "./kept-text.js";

export const HASTE_MS = 2000; // within it a second press is an impatient hand's; later it means that the first came to nothing
const HEADERS = { Accept: "application/json", "Deskbell-Part": "form" };
const TYPED = "textarea, input:not([type=hidden], [type=file], [name=number])";
const sendings = new Map();
const given = new WeakMap(); // form → what it held when it was sent last
const stored = new Set(); // the keys of what is with the desk, as its page has heard
let isAway = false;

/** Send the form as its button says. */
export function send(form, button, at) {
  const earlier = sendings.get(form);
  if (earlier && at - earlier.at < HASTE_MS) return;
  earlier?.stop.abort("again");
  const sending = { at, stop: new AbortController() };
  sendings.set(form, sending);
  given.set(form, contentOf(form));
  busy(form, button, true);
  tell(form, "");
  exchange(form, button, sending.stop.signal).catch((problem) => explain(form, problem)).finally(() => {
    if (sendings.get(form) !== sending) return;
    sendings.delete(form);
    busy(form, button, false);
  });
}

async function exchange(form, button, signal) {
  const path = button?.getAttribute("formaction") ?? form.getAttribute("action");
  const response = await fetch(path, { method: "POST", body: new FormData(form), headers: HEADERS, signal });
  if (response.headers.get("content-type")?.startsWith("text/html")) {
    putInPlace(form, pieces(await response.text()));
    return;
  }
  const facts = await response.json();
  if (!response.ok) tell(form, facts.detail);
  else done(form, facts.url);
}

/** The desk has what was sent under this key, whether or not the answer to it was heard. */
export function arrived(key) {
  stored.add(key);
  for (const form of document.querySelectorAll("form[data-kept]")) if (!sendings.has(form)) isStored(form);
}

/** Whether the form holds what the desk has heard of already: then it is done. What was changed since stays. */
function isStored(form) {
  if (!stored.has(form.elements.request_key?.value) || given.get(form) !== contentOf(form)) return false;
  done(form, location.pathname);
  return true;
}

const contentOf = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value, value.size]));

/** It is with the desk. The page goes on where nothing of it can be brought back by the browser's Back. */
function done(form, url) {
  forget(form);
  for (const field of form.querySelectorAll(TYPED)) field.value = "";
  location.replace(url);
}

/** The form as the desk drew it, with the files that are chosen here. */
function putInPlace(form, page) {
  const fresh = page.querySelector(`form[data-kept="${form.dataset.kept}"]`);
  if (!fresh) throw new Error("another page than the desk's came back");
  const files = form.querySelector("file-drop");
  if (files) fresh.querySelector("file-drop")?.replaceWith(files);
  form.setAttribute("action", fresh.getAttribute("action"));
  form.className = fresh.className;
  form.replaceChildren(...fresh.childNodes);
  keep(form);
  drawConnection();
  form.querySelector("#faults, [name=code], [aria-invalid=true], textarea")?.focus();
}

async function explain(form, problem) {
  if (problem === "again" || isStored(form)) return;
  if (problem === "stopped" || problem.name === "AbortError") tell(form, say("sending_stopped"));
  else if (!(await form.querySelector("file-drop")?.dropUnreadable())) tell(form, say(navigator.onLine ? "not_sent" : "not_sent_offline"));
}

function busy(form, button, yes) {
  button?.setAttribute("aria-busy", String(yes));
  for (const field of form.querySelectorAll(TYPED)) field.readOnly = yes;
}

function tell(form, words) {
  const notice = form.querySelector("[data-trouble]");
  notice.querySelector("span").textContent = words;
  notice.hidden = !words;
  if (words) notice.scrollIntoView({ block: "nearest" });
}

/** The ticket page hears the desk, and knows more of the line than the browser does. */
export function deskIsAway(yes) {
  isAway = yes;
  drawConnection();
}

function drawConnection() {
  for (const notice of document.querySelectorAll("[data-offline]")) notice.hidden = navigator.onLine && !isAway;
}

for (const change of ["online", "offline", "pageshow"]) addEventListener(change, drawConnection);
drawConnection();
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const { stop } of sendings.values()) stop.abort("stopped");
});
