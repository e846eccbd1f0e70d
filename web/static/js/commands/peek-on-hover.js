// A look at the ticket under a resting pointer, for who wants that, while no ticket is open: beside one it would cover what
// is read. It moves no focus, may be read and scrolled, and goes when the pointer does (WCAG 1.4.13).

import { prefers } from "../lib/preferences.js";
import { ticketList } from "../list/ticket-list.js";
import { ticketPane } from "../ticket/ticket-pane.js";
import { ticketPeek } from "../list/ticket-peek.js";

const REST_MS = 500; // a pointer on its way rests nowhere so long
const NEXT_MS = 150; // from row to row, while a look is taken
const LEAVE_MS = 300; // over the edge, from the row into the peek

const hasRoom = matchMedia("(min-width: 47.51em)");
let timer;
let place = ""; // of the pointer

function later(act, pause) {
  clearTimeout(timer);
  timer = setTimeout(act, pause);
}

/** Whether a look may be taken: not while a ticket is open, nor while tickets are chosen. */
const mayLook = () => hasRoom.matches && prefers("hover_peek") !== false && !ticketPane()?.ticket && !ticketList().hands.choosing;

/** Only a hand moves a pointer: what comes to lie under a still one is not meant. */
function moved(event) {
  const before = place;
  place = `${event.clientX} ${event.clientY}`;
  const peek = ticketPeek();
  if (!peek || event.pointerType !== "mouse" || place === before) return;
  const item = event.target.closest?.(".ticket-list__item");
  if (item && mayLook()) later(() => item.isConnected && mayLook() && peek.hover(item), peek.isOpen ? NEXT_MS : REST_MS);
  else if (peek.isHovered && !peek.contains(event.target)) later(() => peek.close(), LEAVE_MS);
  else clearTimeout(timer);
}

function pressed(event) {
  clearTimeout(timer);
  const peek = ticketPeek();
  if (peek?.isHovered && !peek.contains(event.target)) peek.close();
}

document.addEventListener("pointermove", moved, { passive: true });
document.addEventListener("pointerdown", pressed, { capture: true });
document.addEventListener("scroll", () => clearTimeout(timer), { capture: true, passive: true });
document.addEventListener("keydown", () => clearTimeout(timer), { capture: true });
document.documentElement.addEventListener("pointerleave", () => ticketPeek()?.isHovered && later(() => ticketPeek().close(), LEAVE_MS));
