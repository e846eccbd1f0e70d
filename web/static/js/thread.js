// The entries of a conversation: new ones, one that changed (what became of its mail), one that is here no more.

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

/** Messages that lie here no more leave: taken back, or moved to another ticket. `messages`: the numbers of those that stay. */
export function dropMoved(thread, messages) {
  const here = new Set(messages.split(" ").map((id) => `message-${id}`));
  for (const message of thread.querySelectorAll(".message[id]")) if (!here.has(message.id)) message.remove();
}

/** Put new entries in their place, mostly the end; how many of them came from outside. */
export function insertEntries(thread, entries) {
  const inner = thread.querySelector(".thread__entries");
  const writing = inner.querySelector(".writing");
  let replies = 0;
  for (const entry of [...entries.children]) {
    if (entry.id && document.getElementById(entry.id)) continue;
    if (entry.matches(".message--customer, .message--third_party")) replies += 1;
    const after = [...inner.children].find((other) => Number(other.dataset.at) > Number(entry.dataset.at));
    inner.insertBefore(entry, after ?? writing);
  }
  return replies;
}
