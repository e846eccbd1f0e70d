// Who holds the open ticket: the banner above the conversation, and the holder's face.

import { firstName, say } from "../lib/page.js";
import { isMine } from "../live/outcomes.js";
import { drawAtDesk, isAbsent } from "../live/presence.js";

/** "Taken away" is known to this window alone: the server sees a ticket that another holds. */
export function drawLock(pane) {
  const lost = pane.composer?.lock === "lost";
  const banner = pane.querySelector(".banner--lost");
  banner?.toggleAttribute("hidden", !lost);
  if (lost) banner.querySelector("b").textContent = whyLost(pane);
  pane.querySelector(".banner--lock")?.toggleAttribute("hidden", lost);
  drawHolder(pane);
}

/** Who took it, and how; after a break only who has it now is known. */
function whyLost({ ticket, taken, holder }) {
  if (!taken || String(taken.ticket) !== ticket) return say("has_it_now", { name: holder });
  if (isMine(taken)) return say("gave_it_away", { name: holder });
  const who = firstName(taken.actor?.name);
  return taken.kind === "ticket.assigned" ? say("assigned_it_away", { name: who, holder }) : say("took_it_away", { name: who });
}

/** The face of a holder who is not at the desk is half as dark, and the banner says so. */
export function drawHolder(pane) {
  const ticket = pane.querySelector(".ticket");
  if (!ticket) return;
  drawAtDesk(ticket);
  const absent = ticket.dataset.lock === "other" && isAbsent(ticket.dataset.holderId);
  ticket.classList.toggle("is-absent", absent);
  pane.querySelector(".banner__absent")?.toggleAttribute("hidden", !absent);
  pane.querySelector(".banner__present")?.toggleAttribute("hidden", absent);
  const take = pane.querySelector(".banner--other [data-act=take]"); // for administrators: nobody answers who is asked
  if (!take) return;
  take.classList.toggle("button--quiet", !absent);
  pane.querySelector(".banner--other [data-act=ask]").classList.toggle("button--quiet", absent);
}
