// <mail-alarm>: the mailbox cannot be read. What the rail's health line knows, over the whole width, for administrators.

import { page, say } from "./page.js";
import { clock } from "./times.js";
import { deskRail } from "./desk-rail.js";

class MailAlarm extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-check-mail]").addEventListener("click", (event) => deskRail()?.checkMail(event.currentTarget));
    this.draw(page.mail ?? {});
  }

  /** The state of the mailbox, as the server says it. */
  draw({ alarm, fault, since_ms: since }) {
    this.hidden = !alarm;
    if (!alarm) return;
    this.querySelector(".mail-alarm__title").textContent = since ? say("mail_alarm_since", { clock: clock(since) }) : say("mail_alarm");
    this.querySelector(".mail-alarm__why").textContent = fault;
    this.title = fault;
  }
}

customElements.define("mail-alarm", MailAlarm);
