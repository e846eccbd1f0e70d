// <desk-rail>: views and groups with their counts, the health line, and yourself.

import { getJson, post } from "./requests.js";
import { live } from "./live.js";
import { page, say } from "./page.js";
import { age } from "./times.js";
import { failed } from "./outcomes.js";
import { toast } from "./desk-toast.js";
import { unread } from "./unread.js";
import { hear } from "./windows.js";

const COUNT_EVERY_MS = 1000;

class DeskRail extends HTMLElement {
  connectedCallback() {
    this.mail = page.mail ?? {};
    this.addEventListener("click", (event) => this.pressed(event));
    document.addEventListener("ticket-read", () => this.recount());
    hear("read", () => this.recount());
    for (const state of ["connected", "disconnected"]) live.addEventListener(state, () => this.drawHealth());
    setInterval(() => document.hidden || this.readMail(), 60_000);
    this.drawHealth();
  }

  // ---- counts ---------------------------------------------------------------------------------------------------

  /** Something changed: count again, at most once a second. */
  recount() {
    this.counting ??= setTimeout(() => this.fetchCounts().finally(() => { this.counting = null; }), COUNT_EVERY_MS);
  }

  async fetchCounts() {
    try {
      const counts = await getJson("/tickets/counts");
      this.draw(counts);
    } catch {
      // Offline: the last known counts stay, and the banner says how old the page is.
    }
  }

  draw(counts) {
    unread(counts.unread);
    for (const element of document.querySelectorAll("[data-count]")) {
      const [kind, key] = element.dataset.count.split(":");
      const value = kind === "group" ? counts.groups[key] : counts[kind];
      element.textContent = value || element.dataset.zero || "";
      element.hidden = !value && !element.dataset.zero;
    }
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

  drawHealth() {
    const line = this.querySelector(".health__words");
    const dot = this.querySelector(".health__dot");
    if (!line) return;
    const on = live.connected !== false;
    dot.classList.toggle("is-off", !on);
    dot.classList.toggle("is-bad", Boolean(this.mail.fault));
    const how = live.polling ? say("polling") : say(on ? "live" : "not_live");
    line.textContent = [how, this.mailWords()].filter(Boolean).join(" · ");
    line.title = this.mail.fault || "";
    for (const alarm of document.querySelectorAll("mail-alarm")) alarm.draw?.(this.mail); // it draws itself when it wakes after the rail
  }

  mailWords() {
    const { exists, fault, checked_ms: checked } = this.mail;
    if (!exists) return "";
    if (fault) return say("mail_fault");
    if (!checked) return "";
    return Date.now() - checked < 60_000 ? say("mail_checked_now") : say("mail_checked", { age: age(checked) });
  }

  async readMail() {
    try {
      if (this.mail.exists || page.me?.administrator) this.mail = await getJson("/mail/health");
    } catch {
      // Offline: the last known state stays, with its age.
    }
    this.drawHealth();
  }

  /** The mailbox was read, or could not be. */
  polled({ at, fault, since_ms: since }) {
    this.mail = { ...this.mail, exists: true, fault: fault || "", checked_ms: fault ? this.mail.checked_ms : at, alarm: Boolean(fault), since_ms: since ?? 0 };
    this.drawHealth();
  }

  async checkMail(button) {
    button.setAttribute("aria-busy", "true");
    try {
      const { words } = await post("/mail/check");
      toast({ title: words, iconName: "mail" });
      for (const pause of [3000, 6000, 12_000]) setTimeout(() => this.readMail(), pause);
    } catch (problem) {
      failed(problem);
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  // ---- yourself -------------------------------------------------------------------------------------------------

  pressed(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches("[data-check-mail]")) this.checkMail(button);
    else if (button.matches("[data-away]")) this.setAway(button);
  }

  async setAway(button) {
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
