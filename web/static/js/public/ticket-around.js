// What stands around the thread of an open ticket page: brought to what the server drew now, unless someone is typing in it.

import { keepFocus } from "../lib/keep-focus.js";
import { drawTimes } from "../lib/times.js";

const PIECES = ["live-subject", "live-lead", "live-needs", "live-solving", "live-facts"];
const message = () => document.getElementById("message");

/** Put the fresh pieces in place; `writeTo` is what stands in the empty reply. */
export function drawAround(fresh, writeTo) {
  const subject = document.getElementById("live-subject").textContent;
  for (const id of PIECES) {
    const [shown, drawn] = [document.getElementById(id), fresh.querySelector(`#${id}`)];
    drawTimes(drawn);
    if (!isTypedIn(shown) && !shown.isEqualNode(drawn)) keepFocus(document, () => shown.replaceWith(drawn), message);
  }
  document.title = document.title.replace(subject, () => document.getElementById("live-subject").textContent);
  message().placeholder = writeTo;
}

/** Whether something is in the reply that is not sent. */
export const isReplyTyped = () => Boolean(message()?.value.trim() || document.querySelector("#reply [type=file]")?.files.length);

/** The ticket was deleted: nothing of it stays on the page but what the customer was writing. */
export function drawGone() {
  const typed = message()?.value.trim();
  const page = document.getElementById("ticket-gone").content.cloneNode(true);
  const place = page.querySelector("[data-typed]");
  place.hidden = !typed;
  place.querySelector("textarea").value = typed ?? "";
  document.getElementById("live-subject").textContent = page.querySelector("[role=status]").textContent;
  document.getElementById("live-lead").textContent = "";
  document.title = document.getElementById("live-subject").textContent;
  document.getElementById("content").replaceChildren(page);
}

function isTypedIn(piece) {
  return [...piece.querySelectorAll("input:not([type=hidden])")].some((field) => field === document.activeElement || field.value !== field.defaultValue);
}
