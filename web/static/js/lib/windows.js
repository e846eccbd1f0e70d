// The reader's other windows in this browser: what one of them learns, the others hear.

import { page } from "./page.js";

const channel = page.me ? new BroadcastChannel(`deskbell:${page.me.id}`) : null;
const hearers = new Map();

channel?.addEventListener("message", ({ data }) => hearers.get(data.kind)?.forEach((hearer) => hearer(data.said)));

/** Tell the other windows; this one does not hear it. */
export const tell = (kind, said) => channel?.postMessage({ kind, said });

/** Hear what other windows tell of this kind; call what comes back to hear no more. */
export function hear(kind, hearer) {
  const all = hearers.get(kind) ?? new Set();
  hearers.set(kind, all.add(hearer));
  return () => all.delete(hearer);
}

/** True in exactly one of the windows that ask for the same `name` within a few seconds. */
export async function isChosen(name) {
  if (!navigator.locks) return true; // only over plain http, where a browser shows no notification either
  return new Promise((answer) => {
    navigator.locks.request(`deskbell-${name}`, { ifAvailable: true }, (lock) => {
      answer(Boolean(lock));
      return lock && new Promise((over) => { setTimeout(over, 5000); });
    });
  });
}
