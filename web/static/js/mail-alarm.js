// <mail-alarm>: the mailbox cannot be read, or the mail server not be reached. What the rail's health line knows, over the
// whole width, for administrators.

import { page, say } from "./page.js";
import { clock, stamp } from "./times.js";
import { deskRail } from "./desk-rail.js";

class MailAlarm extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-check-mail]")?.addEventListener("click", (event) => deskRail()?.checkMail(event.currentTarget));
    this.draw(page.mail ?? {});
  }

  /** The state of mail, as the server says it. */
  draw(mail) {
    const isIn = this.dataset.way === "in";
    const { alarm, fault, since_ms: since, checked_ms: good } = isIn ? mail : mail.sending ?? {};
    this.hidden = !alarm;
    if (!alarm) return;
    const title = isIn ? "mail_alarm" : "sending_alarm";
    this.querySelector(".mail-alarm__title").textContent = since ? say(`${title}_since`, { clock: clock(since) }) : say(title);
    this.querySelector(".mail-alarm__why").textContent = fault;
    this.querySelector(".mail-alarm__good").textContent = isIn && good ? say("mail_last_good", { when: stamp(good) }) : "";
    this.title = fault;
  }
}

customElements.define("mail-alarm", MailAlarm);
