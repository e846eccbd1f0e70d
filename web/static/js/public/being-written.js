// "Someone is writing an answer": as long as the desk says so, and no longer.

const place = () => document.getElementById("being-written");
let timer;

/** Someone is writing, for so long unless it is said again; 0: no longer. */
export function beingWritten(forMs) {
  clearTimeout(timer);
  place()?.classList.toggle("is-shown", forMs > 0);
  if (forMs > 0) timer = setTimeout(() => beingWritten(0), forMs);
}
