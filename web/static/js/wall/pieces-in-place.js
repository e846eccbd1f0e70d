// The wall's pieces: each has its place, in which only what it shows changes.

import { keepFocus } from "../lib/keep-focus.js";
import { drawTimes } from "../lib/times.js";

const GLOW_MS = 2400;

/** Puts what the desk drew anew in the places of `wall`; waits while a pointer is pressed there, or the press would hit nothing. */
export class PiecesInPlace {
  #wall; #changed;
  #waiting = []; // of what is to be put: functions
  #isPressed = false;

  /** `changed` is called after each change. */
  constructor(wall, changed) {
    this.#wall = wall;
    this.#changed = changed;
    wall.addEventListener("pointerdown", () => { this.#isPressed = true; });
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => setTimeout(() => this.#released()));
  }

  /** `drawn`: fragments by name; `people`: the operators' numbers in their order. */
  put(drawn, people) {
    this.#later(() => {
      for (const [name, fresh] of Object.entries(drawn)) this.#putOne(name, fresh);
      this.#order(people);
    });
  }

  /** The same from a fragment of the page, but for the pieces named in `except`. */
  putFragment(fragment, except) {
    const drawn = {};
    const people = [];
    for (const piece of fragment.querySelectorAll("[data-piece]")) {
      const [name, number] = piece.dataset.piece.split(":");
      if (name === "tile") people.push(Number(number));
      if (except.has(piece.dataset.piece)) continue;
      drawn[piece.dataset.piece] = new DocumentFragment();
      drawn[piece.dataset.piece].append(...(name === "tile" ? [piece] : piece.childNodes));
    }
    this.put(drawn, people);
  }

  #later(change) {
    if (this.#isPressed) this.#waiting.push(change);
    else this.#do([change]);
  }

  #released() {
    this.#isPressed = false;
    if (this.#waiting.length) this.#do(this.#waiting.splice(0));
  }

  #do(changes) {
    keepFocus(this.#wall, () => changes.forEach((change) => change()), () => null);
    drawTimes(this.#wall);
    this.#changed();
  }

  #find(name) {
    return this.#wall.querySelector(`[data-piece="${CSS.escape(name)}"]`);
  }

  #putOne(name, fresh) {
    const place = this.#find(name);
    if (name.startsWith("tile:")) this.#putTile(place, fresh.firstElementChild);
    else if (name === "figures") this.#putFigures(place, fresh);
    else place.replaceChildren(fresh);
  }

  #putTile(tile, fresh) {
    if (!tile) {
      this.#find("mail").before(fresh);
      return;
    }
    const isActive = tile.dataset.last !== fresh.dataset.last;
    const glows = tile.classList.contains("is-live");
    for (const { name, value } of fresh.attributes) if (name !== "class") tile.setAttribute(name, value);
    tile.className = fresh.className;
    tile.classList.toggle("is-live", glows);
    tile.replaceChildren(...fresh.childNodes);
    if (isActive) glow(tile, "is-live");
  }

  /** A figure that is another is marked for a moment. */
  #putFigures(place, fresh) {
    const valueOf = (root, { group, figure }) => root.querySelector(`[data-group="${group}"] [data-figure="${figure}"]`);
    for (const figure of fresh.querySelectorAll("[data-figure]")) {
      const { group } = figure.closest("[data-group]").dataset;
      const before = valueOf(place, { group, figure: figure.dataset.figure });
      if (before && before.textContent !== figure.textContent) glow(figure, "is-new");
    }
    place.replaceChildren(fresh);
  }

  /** Tiles stand by name; whoever is no longer at this desk has none. */
  #order(people) {
    const tiles = [...this.#wall.querySelectorAll("[data-piece^='tile:']")];
    const wanted = people.map((number) => tiles.find((tile) => tile.dataset.piece === `tile:${number}`)).filter(Boolean);
    for (const tile of tiles) if (!wanted.includes(tile)) tile.remove();
    const now = tiles.filter((tile) => wanted.includes(tile));
    if (wanted.some((tile, at) => now[at] !== tile)) this.#find("mail").before(...wanted);
  }
}

function glow(element, name) {
  element.classList.add(name);
  setTimeout(() => element.classList.remove(name), GLOW_MS);
}
