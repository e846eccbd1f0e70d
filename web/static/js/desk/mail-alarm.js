// <mail-alarm>: the mailbox cannot be read, the mail server not be reached, or the disk fills up. What the rail's health line knows, over the
// whole width, for administrators.

import { page, say } from "../lib/page.js";
import { clock, stamp } from "../lib/times.js";
import { deskRail } from "./desk-rail.js";

class MailAlarm extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-check-mail]")?.addEventListener("click", (event) => deskRail()?.checkMail(event.currentTarget));
    this.draw(page.mail ?? {});
  }

  /** The state of mail, as the server says it. */
  draw(mail) {
    const isIn = this.dataset.way === "in";
    const state = { in: mail, out: mail.sending, disk: mail.disk }[this.dataset.way];
    const { alarm, fault, since_ms: since, checked_ms: good } = state ?? {};
    this.hidden = !alarm;
    if (!alarm) return;
    const title = { in: "mail_alarm", out: "sending_alarm", disk: "disk_alarm" }[this.dataset.way];
    this.querySelector(".mail-alarm__title").textContent = since ? say(`${title}_since`, { clock: clock(since) }) : say(title);
    this.querySelector(".mail-alarm__why").textContent = fault;
    this.querySelector(".mail-alarm__good").textContent = isIn && good ? say("mail_last_good", { when: stamp(good) }) : "";
    this.title = fault;
  }
}

customElements.define("mail-alarm", MailAlarm);
