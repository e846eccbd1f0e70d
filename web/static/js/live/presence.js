// Who is at the desk, who looks at which ticket, who types: marks in rows, in the ticket's head and in the rail.

import { announce } from "../lib/announcing.js";
import { firstName, listed, page, say } from "../lib/page.js";
import { setReleases } from "./releases.js";
import { CREW_CHANGED, signal } from "../lib/signals.js";

const VIEWING_AFTER_MS = 2000;
const SAID_EVERY_MS = 30_000;
const TYPING_FOR_MS = 4000;
const people = new Map(); // operator id → {id, name, initials, hue, away}
const viewing = new Map(); // ticket → Map(operator id → since)
const typing = new Map(); // ticket → Map(operator id → timer)

const others = (map, ticket) => [...(map.get(String(ticket))?.keys() ?? [])].filter((id) => id !== page.me?.id);

/** A face as the server's templates draw it. */
export function face(person, size = "medium") {
  const element = document.createElement("span");
  element.className = `face face--${size} hue-${Math.floor(person.hue / 10) * 10}`;
  element.title = person.name;
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", person.name);
  element.textContent = person.initials;
  return element;
}

/** The whole picture, as the server sends it on joining and after changes: `{people, viewing: {ticket: [ids]}, releases}`. */
export function setPresence({ people: present = [], viewing: looking = {}, releases }) {
  people.clear();
  for (const person of present) people.set(person.id, person);
  const before = new Map(viewing);
  viewing.clear();
  for (const [ticket, ids] of Object.entries(looking)) {
    const since = before.get(ticket);
    viewing.set(ticket, new Map(ids.map((id) => [id, since?.get(id) ?? Date.now()])));
  }
  setReleases(releases, people);
  drawCrew();
  drawMarks();
  setTimeout(drawMarks, VIEWING_AFTER_MS + 50);
}

/** Someone types in a ticket. It ends four seconds after the last key. */
export function setTyping({ ticket, operator }) {
  const key = String(ticket);
  const id = operator?.id ?? operator;
  if (id === page.me?.id) return;
  if (operator?.name && !people.has(id)) people.set(id, operator);
  const writers = typing.get(key) ?? new Map();
  typing.set(key, writers);
  clearTimeout(writers.get(id));
  writers.set(id, setTimeout(() => {
    writers.delete(id);
    drawMarks(key);
  }, TYPING_FOR_MS));
  drawMarks(key);
}

/** Draw the marks of one row or of the open ticket's head. */
export function showPresence(element, ticket) {
  const place = element.querySelector(".presence");
  if (!place) return;
  const writers = others(typing, ticket).map((id) => people.get(id)).filter(Boolean);
  const lookers = lookingAt(ticket).filter((person) => !writers.includes(person));
  place.replaceChildren(...(writers.length ? [dots(writers)] : []), ...lookers.slice(0, 3).map((person) => face(person, "tiny")));
  const peer = element.querySelector(".writing");
  if (!peer) return;
  peer.hidden = writers.length === 0;
  if (writers.length) peer.querySelector(".writing__words").textContent = say("is_writing", { name: firstName(writers[0].name) });
}

function lookingAt(ticket) {
  const now = Date.now();
  const since = viewing.get(String(ticket));
  return others(viewing, ticket).filter((id) => now - since.get(id) >= VIEWING_AFTER_MS).map((id) => people.get(id)).filter(Boolean);
}

function dots(writers) {
  const mark = document.createElement("span");
  mark.className = "typing";
  mark.title = say("is_typing", { name: firstName(writers[0].name) });
  mark.append(...[1, 2, 3].map(() => document.createElement("b")));
  return mark;
}

function drawMarks(only) {
  for (const row of document.querySelectorAll(".ticket-row")) {
    if (only && row.dataset.ticket !== only) continue;
    showPresence(row, row.dataset.ticket);
  }
  const open = document.querySelector("ticket-pane .ticket");
  if (!open || (only && open.dataset.ticket !== only)) return;
  showPresence(open, open.dataset.ticket);
  sayWhoLooks(open.dataset.ticket);
}

let saidAt = -Infinity;
let saidOf = "";

/** Tell who cannot see the faces who else looks at the open ticket: when that changes, and at most once in 30 s. */
function sayWhoLooks(ticket) {
  const now = performance.now();
  const names = listed(lookingAt(ticket).map((person) => firstName(person.name)));
  if (`${ticket} ${names}` === saidOf || (names && now - saidAt < SAID_EVERY_MS)) return;
  saidOf = `${ticket} ${names}`;
  if (!names) return;
  saidAt = now;
  announce(say("looks_at_it", { name: names }));
}

function drawCrew() {
  const crew = document.querySelector(".crew");
  if (!crew) return;
  const sorted = [...people.values()].sort((one, other) => one.name.localeCompare(other.name));
  crew.hidden = sorted.length === 0;
  crew.querySelector(".crew__count").textContent = sorted.length || "";
  crew.querySelector(".crew__faces").replaceChildren(...sorted.map((person) => {
    const mark = face(person, "row");
    mark.classList.toggle("is-away", Boolean(person.away));
    if (person.away) mark.title = mark.ariaLabel = say("name_away", { name: person.name });
    return mark;
  }));
  signal(CREW_CHANGED);
}

/** Say of the people named in menus who is not at the desk; who is away is said already. */
export function drawAtDesk(root) {
  for (const place of root.querySelectorAll("[data-at-desk]")) {
    place.dataset.away ??= place.textContent;
    place.textContent = isAbsent(place.dataset.atDesk) ? say("offline") : place.dataset.away;
  }
}

/** Whether this holder's console is not connected; false while nobody knows. */
export const isAbsent = (holder) => Boolean(holder) && people.size > 0 && !people.has(Number(holder));
