// One message that changed: what became of its mail, or that it was taken back.

import { Problem, getPart } from "./requests.js";
import { drawTimes } from "./times.js";

/** Draw a message of the open ticket anew; one that was taken back leaves the thread. */
export async function redrawMessage(pane, message) {
  const old = pane.querySelector(`#message-${Number(message)}`);
  if (!old) return;
  try {
    const part = await getPart(`/tickets/${pane.ticket}/messages/${message}`, "message");
    const fresh = part.querySelector(".message");
    old.querySelector(".message__foot")?.replaceWith(fresh.querySelector(".message__foot") ?? "");
    old.querySelector(".message__head").replaceWith(fresh.querySelector(".message__head"));
    old.className = fresh.className;
    drawTimes(old);
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 404) old.remove();
  }
}
