// A look at the ticket under a resting pointer, for who wants that. It moves no focus, may be read and scrolled, and goes
// when the pointer does (WCAG 1.4.13).

import { prefers } from "./preferences.js";
import { ticketList } from "./ticket-list.js";
import { ticketPane } from "./ticket-pane.js";
import { ticketPeek } from "./ticket-peek.js";

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

/** The row that would be looked at: not the open ticket's, and none while tickets are chosen. */
function rowAt(target) {
  const item = target.closest?.(".ticket-list__item");
  return item && item.dataset.ticket !== ticketPane()?.ticket && !ticketList().hands.choosing ? item : null;
}

/** Only a hand moves a pointer: what comes to lie under a still one is not meant. */
function moved(event) {
  const before = place;
  place = `${event.clientX} ${event.clientY}`;
  const peek = ticketPeek();
  if (!peek || event.pointerType !== "mouse" || place === before) return;
  const item = rowAt(event.target);
  if (item && hasRoom.matches && prefers("hover_peek") !== false) later(() => item.isConnected && peek.hover(item), peek.isOpen ? NEXT_MS : REST_MS);
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
