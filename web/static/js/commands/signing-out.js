// Signing out on purpose: what was typed goes to the desk first, and no customer's data stays in this browser.

import { Draft } from "../composer/drafts.js";
import { forgetAllHere, ticketsKeptHere } from "../composer/kept-here.js";
import { forgetNewTicket, isNewTicketKept } from "../composer/new-ticket-draft.js";
import { toast } from "../live/desk-toast.js";
import { listed, say } from "../lib/page.js";
import { hear, tell } from "../lib/windows.js";

const ASKED_MS = 100;
const MOST_ASKED = 20; // then what the desk does not have by now is named
const WARNED_MS = 20_000;

const pause = (time) => new Promise((over) => { setTimeout(over, time); });

hear("signing-out", () => Draft.saveAll());

/** Every window of this reader gives the desk what it has. */
async function saveEverywhere() {
  tell("signing-out");
  Draft.saveAll();
  for (let asked = 0; asked < MOST_ASKED && ticketsKeptHere().size; asked += 1) await pause(ASKED_MS);
}

/** What the desk does not have, in words: "#12 and New ticket"; "" for nothing. */
function onlyHere() {
  const tickets = [...ticketsKeptHere()].map((ticket) => `#${ticket}`);
  return listed([...tickets, ...(isNewTicketKept() ? [say("new_ticket")] : [])]);
}

function forget() {
  forgetAllHere();
  forgetNewTicket();
}

let warnedOf = "";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[action='/sign-out']");
  if (!form) return;
  event.preventDefault();
  event.submitter?.setAttribute("aria-busy", "true");
  await saveEverywhere();
  event.submitter?.removeAttribute("aria-busy");
  const left = onlyHere();
  if (left && left !== warnedOf) {
    warnedOf = left;
    toast({ title: say("only_in_this_browser", { left }), iconName: "warning", until: Date.now() + WARNED_MS });
    return;
  }
  addEventListener("pagehide", forget); // last: whoever leaves the page keeps a copy until the desk has answered
  form.submit();
});
