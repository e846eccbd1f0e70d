// <live-wall>: who is where, what happens, what waits, as it changes. The desk draws every piece; what is shown of them is the address's.

import { live } from "./live/live.js";
import { pieces } from "./lib/pieces.js";
import { Problem, getFragment } from "./lib/requests.js";
import { drawTimes } from "./lib/times.js";
import { PiecesInPlace } from "./wall/pieces-in-place.js";
import { WallAssign } from "./wall/wall-assign.js";
import { WallDisplay } from "./wall/wall-display.js";
import { WallFeed } from "./wall/wall-feed.js";
import "./wall/waited.js";

const POLL_MS = 5000;
const ANEW_MS = 60_000; // whatever was missed, the wall is right again after this time

class LiveWall extends HTMLElement {
  #places; #feed; #display; #assign; #reading;
  #asked = new URLSearchParams(location.search);
  #shown = location.search.slice(1); // what the feed was drawn for
  #told = new Set(); // the pieces that came while all of it is being read: they are newer
  #isAgain = false; // asked for while it was being read

  connectedCallback() {
    this.#places = new PiecesInPlace(this, () => this.#filter());
    this.#feed = new WallFeed(this.querySelector(".wall__feed"), (line) => this.#shows(line));
    this.#display = new WallDisplay((isFull) => this.#ask({ full: isFull ? "1" : "" }));
    this.#assign = new WallAssign(this.querySelector("dialog"), (number) => this.querySelector(`#wall-tile-${number}`));
    this.#display.begin({ isFull: this.#asked.get("full") === "1", hours: this.#asked.get("dark") ?? "" });
    this.addEventListener("click", (event) => this.#pressed(event));
    this.addEventListener("change", (event) => this.#chosen(event));
    addEventListener("click", (event) => this.#closeMenus(event.target));
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.#closeMenus());
    live.addEventListener("wall", ({ detail }) => this.#tell(detail));
    live.addEventListener("connected", ({ detail }) => this.#connected(detail));
    live.addEventListener("resync", () => this.#read());
    setInterval(() => live.polling && this.#read(), POLL_MS);
    setInterval(() => this.#read(), ANEW_MS);
    if (live.connected) this.#connected({ polling: live.polling });
    drawTimes(this);
  }

  /** The desk says what has changed; to a window that has just come, all of it. */
  #tell({ pieces: drawn, lines, people }) {
    for (const name of Object.keys(drawn)) this.#told.add(name);
    const known = Object.entries(drawn).filter(([, html]) => html); // one that could not be drawn stays as it is
    this.#places.put(Object.fromEntries(known.map(([name, html]) => [name, pieces(html)])), people);
    this.#feed.add(lines.filter(Boolean).map((html) => pieces(html).firstElementChild));
    this.classList.add("is-told");
  }

  /** Also after a cut: another version of the desk may draw other pieces. */
  #connected({ polling }) {
    if (polling) this.#read();
    else live.send("wall", { shown: true });
    if (this.classList.contains("is-told")) this.#read();
  }

  // ---- what is asked for ----------------------------------------------------------------------------------------

  #pressed(event) {
    const group = event.target.closest(".wall__groups a");
    const assign = event.target.closest("[data-assign]");
    if (assign) this.#assign.open(assign.dataset.assign);
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    const does = group ? () => this.#choose({ group: Number(group.dataset.group) ? group.dataset.group : "" })
      : event.target.closest(".wall__enter") ? () => this.#display.enter()
        : event.target.closest(".wall__leave") ? () => this.#display.leave() : null;
    if (!does) return;
    event.preventDefault();
    does();
  }

  #chosen({ target }) {
    if (target.matches(".wall__filter select")) this.#choose({ [target.name]: target.value });
    if (!target.matches("[data-dark]")) return;
    const [begin, end] = ["begin", "end"].map((name) => this.querySelector(`[data-dark=${name}]`).value);
    const hours = begin && end && begin !== end ? `${begin}-${end}` : "";
    this.#ask({ dark: hours });
    this.#display.darkIn(hours);
  }

  /** The menus in which one does not press; the focus of one that closes goes to its button. */
  #closeMenus(pressed = null) {
    for (const menu of this.querySelectorAll(".wall__menu[open]")) {
      if (pressed && menu.contains(pressed)) continue;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  }

  #choose(changes) {
    this.#ask(changes);
    this.#filter();
    this.#read();
  }

  /** Keep it in the address: it can be sent on, and loaded again. */
  #ask(changes) {
    for (const [name, value] of Object.entries(changes)) {
      if (value) this.#asked.set(name, value);
      else this.#asked.delete(name);
    }
    const query = this.#asked.toString();
    history.replaceState(history.state, "", query ? `/live?${query}` : "/live");
    for (const form of this.querySelectorAll("form")) {
      for (const field of form.querySelectorAll("input[type=hidden]")) field.value = this.#asked.get(field.name) ?? "";
    }
  }

  get #group() {
    return this.#asked.get("group") ?? "0";
  }

  #shows({ dataset: { group, person, kind } }) {
    const passes = (name, value) => !this.#asked.get(name) || this.#asked.get(name) === value;
    return passes("group", group) && passes("person", person) && passes("kind", kind);
  }

  /** Show the chosen group's part of each piece. */
  #filter() {
    const group = this.#group;
    for (const figures of this.querySelectorAll(".wall__figures")) figures.hidden = figures.dataset.group !== group;
    for (const tile of this.querySelectorAll("[data-groups]")) {
      tile.hidden = group !== "0" && !tile.dataset.groups.split(" ").includes(group);
    }
    for (const row of this.querySelectorAll(".wall__waiting")) {
      row.hidden = group === "0" ? row.dataset.oldest !== "1" : row.dataset.group !== group;
    }
    this.querySelector(".wall__queue").classList.toggle("is-empty", !this.querySelector(".wall__waiting:not([hidden])"));
    for (const link of this.querySelectorAll(".wall__groups a")) {
      link.toggleAttribute("aria-current", link.dataset.group === group);
      if (link.dataset.group === group) link.setAttribute("aria-current", "true");
    }
    const words = this.querySelector(".wall__filter-words");
    words.textContent = this.#asked.get("person") || this.#asked.get("kind") ? words.dataset.filtered : words.dataset.all;
  }

  // ---- all of it anew -------------------------------------------------------------------------------------------

  async #read() {
    if (this.#reading) {
      this.#isAgain = true;
      return;
    }
    this.#reading = true;
    try {
      const query = this.#asked.toString();
      this.#told = new Set();
      const fragment = await getFragment(`/live?${query}`, "wall");
      if (query === this.#asked.toString()) this.#renew(fragment, query);
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 403) this.#close();
      else if (!(problem instanceof Problem)) throw problem; // offline: the banner says it
    } finally {
      this.#reading = false;
      if (this.#isAgain) this.#later();
    }
  }

  #later() {
    this.#isAgain = false;
    this.#read();
  }

  #renew(fragment, query) {
    if (fragment.querySelector("[data-build]").dataset.build !== this.dataset.build) {
      location.reload(); // the desk has another version
      return;
    }
    this.#places.putFragment(fragment, this.#told);
    const lines = [...fragment.querySelectorAll(".wall__line")];
    if (query === this.#shown) this.#feed.add(lines);
    else this.#feed.replace(lines);
    this.#shown = query;
  }

  /** No administrator's any more. */
  #close() {
    this.replaceChildren();
    location.assign("/tickets");
  }
}

customElements.define("live-wall", LiveWall);
