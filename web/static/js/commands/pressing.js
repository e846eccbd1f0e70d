// What a press does: views, tickets, acts, dialogs. One listener, so that pieces drawn later need none of their own.

import { ticketList } from "../list/ticket-list.js";
import { ticketPane } from "../ticket/ticket-pane.js";
import { doAct, doWithUndo } from "../ticket/ticket-acts.js";
import { fetchDialog, openDialog, sendDialog } from "../elements/dialogs.js";
import { prefer, prefers } from "../lib/preferences.js";
import { failed, undo } from "../live/outcomes.js";
import { say } from "../lib/page.js";
import { post } from "../lib/requests.js";
import { toast } from "../live/desk-toast.js";
import { closeTicket, openTicket, openView } from "../desk/navigation.js";
import { step } from "../desk/stepping.js";
import { PEOPLE_TOUCHED, TICKET_TOUCHED, signal } from "../lib/signals.js";

const UNDO_MS = 8000;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-view], a[data-group-link], a[data-saved-link], a[data-search-link]");
  if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey && ticketList()) {
    event.preventDefault();
    openView(link.href);
    return;
  }
  const button = event.target.closest("button, a");
  if (!button) return;
  if (button.matches("[data-new-ticket]")) {
    event.preventDefault();
    fetchDialog("/tickets/new");
  } else if (button.dataset.fetchDialog) {
    event.preventDefault();
    fetchDialog(button.dataset.fetchDialog);
  } else if (button.dataset.act) {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") !== "true") actOf(button);
  } else if (button.dataset.dialog) {
    openDialog(document.getElementById(button.dataset.dialog));
  } else if (button.matches("[data-back]")) {
    closeTicket();
  } else if (button.dataset.step) {
    step(Number(button.dataset.step));
  } else if (button.dataset.ticketLink) {
    event.preventDefault();
    openTicket(button.dataset.ticketLink);
  } else if (button.dataset.theme !== undefined) {
    choose({ theme: button.dataset.theme });
  } else if (button.matches("[data-more]")) {
    openRail(button);
  } else if (button.matches("[data-compact]")) {
    choose({ compact: !prefers("compact") });
  } else if (button.matches("[data-pick-tickets]")) {
    ticketList().selection.isPicking = true;
    ticketList().steps.focus(ticketList().current ?? ticketList().items[0]);
  } else if (button.matches("[data-undo-message]")) {
    event.preventDefault();
    undo(ticketPane().ticket, button.dataset.undoMessage);
  }
});

async function actOf(button) {
  const { act, done, undo } = button.dataset;
  const ticket = button.dataset.ticket ?? ticketPane().ticket;
  const fields = button.name ? { [button.name]: button.value } : {};
  const back = undo === undefined ? null : { [button.name]: undo };
  button.setAttribute("aria-busy", "true");
  if (done) await doWithUndo(ticket, act, fields, done, back);
  else await doAct(ticket, act, fields);
  button.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-in-place]");
  if (!form) return;
  event.preventDefault();
  sendDialog(form, (answer) => {
    form.querySelector("new-ticket-draft")?.forget();
    if (form.dataset.inPlace === "new-ticket") openTicket(answer.ticket.id);
    else if (form.dataset.inPlace === "people") signal(PEOPLE_TOUCHED, form);
    else if (form.dataset.inPlace !== "template") signal(TICKET_TOUCHED);
    sayDone({ done: answer.words, ...form.dataset }, answer.ticket?.id);
  }, event.submitter);
});

/** What a dialog did, with its way back where it has one. `{ticket}` in both is the ticket that the desk answered with. */
function sayDone({ done, undo }, ticket) {
  if (!done) return;
  const fill = (text) => text.replace("{ticket}", ticket);
  const action = undo ? { label: say("undo"), key: "Z", run: () => takeBack(fill(undo)) } : null;
  toast({ title: fill(done), iconName: "check", action, until: action ? Date.now() + UNDO_MS : 0 });
}

async function takeBack(path) {
  try {
    await post(path);
    toast({ title: say("taken_back"), iconName: "undo" });
    signal(TICKET_TOUCHED);
  } catch (problem) {
    failed(problem);
  }
}

const choose = (changes) => prefer(changes).catch(failed);

/** On a phone the rail slides over the list, until something in it or beside it is pressed. */
function openRail(button) {
  const rail = document.querySelector(".rail");
  const open = rail.classList.toggle("is-open");
  button.setAttribute("aria-expanded", String(open));
  if (!open) return;
  const close = (event) => {
    if (event.target.closest("menu-button, .health")) return;
    rail.classList.remove("is-open");
    button.setAttribute("aria-expanded", "false");
    removeEventListener("click", close);
  };
  setTimeout(() => addEventListener("click", close));
}
