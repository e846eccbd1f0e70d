// <desk-rail>: views and groups with their counts, the health line, and yourself.

import { getJson, getFragment, post } from "../lib/requests.js";
import { live } from "../live/live.js";
import { page, say } from "../lib/page.js";
import { age } from "../lib/times.js";
import { setDrafted } from "../live/drafted.js";
import { setMentioned } from "../live/mentioned.js";
import { failed } from "../live/outcomes.js";
import { toast } from "../live/desk-toast.js";
import { unread } from "../live/unread.js";
import { hear } from "../lib/windows.js";
import { COUNTS_DRAWN, DRAFT_TOLD, TICKET_READ, signal } from "../lib/signals.js";

const COUNT_EVERY_MS = 1000;

class DeskRail extends HTMLElement {
  #mail; #counting;

  connectedCallback() {
    this.#mail = page.mail ?? {};
    this.addEventListener("click", (event) => this.#pressed(event));
    document.addEventListener(TICKET_READ, () => this.recount());
    hear("read", () => this.recount());
    document.addEventListener(DRAFT_TOLD, () => this.recount());
    hear("draft", () => this.recount());
    for (const state of ["connected", "disconnected"]) live.addEventListener(state, () => this.#drawHealth());
    setInterval(() => document.hidden || this.#readMail(), 60_000);
    this.#drawHealth();
    new ResizeObserver(() => this.#showCurrent()).observe(this.querySelector(".rail__views")); // who is online takes room
  }

  /** The page that is open is in sight, however far down its line is; nothing but the views scrolls for it. */
  #showCurrent() {
    const views = this.querySelector(".rail__views");
    const below = views.querySelector("[aria-current]")?.getBoundingClientRect().bottom - views.getBoundingClientRect().bottom;
    if (below > 0) views.scrollTop += below + 8;
  }

  /** The desk has another name. */
  rename(name) {
    this.querySelector(".rail__top strong").textContent = name;
  }

  // ---- counts ---------------------------------------------------------------------------------------------------

  /** Something changed: count again, at most once a second. */
  recount() {
    this.#counting ??= setTimeout(() => this.#fetchCounts().finally(() => { this.#counting = null; }), COUNT_EVERY_MS);
  }

  async #fetchCounts() {
    try {
      const counts = await getJson("/tickets/counts");
      this.#draw(counts);
    } catch {
      // Offline: the last known counts stay, and the banner says how old the page is.
    }
  }

  /** Groups or rights are others: draw again what depends on them, the open page marked as it was. */
  async regroup() {
    try {
      const drawn = await getFragment("/tickets", "rail");
      const part = (name) => drawn.querySelector(`[data-rail-part="${name}"]`);
      const open = this.querySelector("[aria-current]")?.getAttribute("href");
      for (const name of ["groups", "desk"]) this.querySelector(`.rail__${name}`).replaceChildren(...part(name).childNodes);
      this.querySelector(`a[href="${CSS.escape(open ?? "")}"]`)?.setAttribute("aria-current", "page");
      document.querySelector("command-palette").dataset.commands = part("palette").dataset.commands;
      this.#promote(part("alarm"));
    } catch (problem) {
      failed(problem);
    }
  }

  /** Whoever becomes an administrator sees the desk's alarms from now on. */
  #promote(alarm) {
    page.me.administrator = Boolean(alarm);
    if (!alarm || document.querySelector("mail-alarm")) return;
    document.querySelector(".desk__banners").append(...alarm.childNodes);
    this.#readMail();
  }

  #draw(counts) {
    setDrafted(counts.drafted);
    setMentioned(counts.mentioned);
    unread(counts.unread);
    for (const element of document.querySelectorAll("[data-count]")) {
      const [kind, key] = element.dataset.count.split(":");
      const value = kind === "group" ? counts.groups[key] : counts[kind];
      element.textContent = value || element.dataset.zero || "";
      element.hidden = !value && !element.dataset.zero;
    }
    signal(COUNTS_DRAWN);
  }

  /** Which view is open now. */
  select(query) {
    for (const link of document.querySelectorAll("[data-view], [data-group-link], [data-saved-link]")) {
      const { view, groupLink, savedLink } = link.dataset;
      const saved = savedLink && link.closest("[data-typed]").dataset.typed;
      const plain = query.group ? groupLink === query.group : view === query.view && !groupLink && !savedLink;
      const current = query.search === undefined ? plain : saved === query.search;
      link.toggleAttribute("aria-current", current);
      if (current) link.setAttribute("aria-current", "page");
    }
  }

  // ---- health ---------------------------------------------------------------------------------------------------

  #drawHealth() {
    const line = this.querySelector(".health__words");
    const dot = this.querySelector(".health__dot");
    if (!line) return;
    const on = live.connected !== false;
    dot.classList.toggle("is-off", !on);
    dot.classList.toggle("is-bad", Boolean(this.#mail.fault));
    const how = live.polling ? say("polling") : say(on ? "live" : "not_live");
    line.textContent = [how, this.#mailWords()].filter(Boolean).join(" · ");
    line.title = this.#mail.fault || "";
    for (const alarm of document.querySelectorAll("mail-alarm")) alarm.draw?.(this.#mail); // it draws itself when it wakes after the rail
  }

  #mailWords() {
    const { exists, fault, checked_ms: checked } = this.#mail;
    if (!exists) return "";
    if (fault) return say("mail_fault");
    if (!checked) return "";
    return Date.now() - checked < 60_000 ? say("mail_checked_now") : say("mail_checked", { age: age(checked) });
  }

  async #readMail() {
    try {
      if (this.#mail.exists || page.me?.administrator) this.#mail = await getJson("/mail/health");
    } catch {
      // Offline: the last known state stays, with its age.
    }
    this.#drawHealth();
  }

  /** The mailbox was read, or could not be. */
  polled({ at, fault, since_ms: since }) {
    this.#mail = { ...this.#mail, exists: true, fault: fault || "", checked_ms: fault ? this.#mail.checked_ms : at, alarm: Boolean(fault), since_ms: since ?? 0 };
    this.#drawHealth();
  }

  async checkMail(button) {
    button.setAttribute("aria-busy", "true");
    try {
      const { words } = await post("/mail/check");
      toast({ title: words, iconName: "mail" });
      for (const pause of [3000, 6000, 12_000]) setTimeout(() => this.#readMail(), pause);
    } catch (problem) {
      failed(problem);
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  // ---- yourself -------------------------------------------------------------------------------------------------

  #pressed(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches("[data-check-mail]")) this.checkMail(button);
    else if (button.matches("[data-away]")) this.#setAway(button);
  }

  async #setAway(button) {
    const away = button.getAttribute("aria-checked") !== "true";
    try {
      await post("/me/away", { away: away ? "1" : "0" });
      button.setAttribute("aria-checked", String(away));
      this.querySelector(".self__state").textContent = say(away ? "away" : "available");
      this.querySelector(".self").classList.toggle("is-away", away);
    } catch (problem) {
      failed(problem);
    }
  }
}

customElements.define("desk-rail", DeskRail);

/** The rail of this page. */
export const deskRail = () => document.querySelector("desk-rail");
