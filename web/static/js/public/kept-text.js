// What a customer types outlives a reload, a lost line and the way back: kept in this tab alone, until it is sent or they
// leave. People write in hotel lobbies: leaving in one tab empties all of them. A code, a file and a trap are never kept.

const PREFIX = "deskbell kept ";
const TEXTS = "textarea, select, input:not([type=file], [type=hidden], [name=code], [name=number], [tabindex='-1'])";
const tabs = new BroadcastChannel("deskbell left");
let left = false;

const textsOf = (form) => [...form.querySelectorAll(TEXTS)].filter((field) => field.name);
const keyOf = (form) => form.querySelector("[name=request_key]");

/** Keep what this form holds now; one that asks for the code alone holds nothing newer than what is kept. */
export function keep(form) {
  const fields = textsOf(form);
  if (left || !fields.length) return;
  const kept = Object.fromEntries(fields.map((field) => [field.name, field.value]));
  if (fields.every((field) => field.matches("select") || !field.value.trim())) put(form, null);
  else put(form, { ...kept, request_key: keyOf(form)?.value });
}

/**
 * Put back what was kept into fields that are empty: what the desk drew is newer. With it comes the key under which it
 * may have been sent already, so that the same is not sent twice. Whoever finds another's words there can clear the form.
 */
export function restore(form) {
  const kept = read(form);
  if (!kept || form.querySelector(".notice[role=alert]:not([hidden])")) return;
  const fields = textsOf(form).filter((field) => kept[field.name]);
  const clear = form.querySelector("[type=reset]");
  if (clear) clear.hidden = false;
  for (const field of fields) if (!field.value || field.matches("select")) field.value = kept[field.name];
  const isSame = fields.every((field) => field.value === kept[field.name]);
  if (isSame && kept.request_key) keyOf(form).value = kept.request_key;
}

/** It was sent, or cleared. */
export const forget = (form) => put(form, null);

/** Someone leaves: nothing of theirs stays in this browser. */
export function forgetAll() {
  tabs.postMessage("left");
  clear();
}

tabs.addEventListener("message", clear);

function clear() {
  left = true;
  storing((kept) => {
    for (const name of Object.keys(kept)) if (name.startsWith(PREFIX)) kept.removeItem(name);
  });
}

function read(form) {
  return storing((kept) => JSON.parse(kept.getItem(PREFIX + form.dataset.kept) ?? "null"));
}

function put(form, texts) {
  storing((kept) => {
    if (texts) kept.setItem(PREFIX + form.dataset.kept, JSON.stringify(texts));
    else kept.removeItem(PREFIX + form.dataset.kept);
  });
}

/** Where a browser lets nothing be kept, or no more, the page itself is the only place. */
function storing(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}
