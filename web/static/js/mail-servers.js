// <mail-servers>: the mail servers as they are now, whoever changes them, and how they fare.

import "./elements/mail-account.js";
import "./elements/mail-trial.js";
import { live } from "./live/live.js";
import { getFragment } from "./lib/requests.js";
import { drawTimes } from "./lib/times.js";

const ABOUT_THEM = ["mailbox.changed", "mailbox.removed", "mailbox.polled", "setting.changed", "group.changed", "group.removed", "resync"];
const LOOK_MS = 5000; // a good check is no event

class MailServers extends HTMLElement {
  #heard; #reading; #looking;

  connectedCallback() {
    this.#heard = () => { this.#reading ??= setTimeout(() => this.#read(), 200); };
    for (const name of ABOUT_THEM) live.addEventListener(name, this.#heard);
    this.#looking = setInterval(this.#heard, LOOK_MS);
  }

  disconnectedCallback() {
    for (const name of ABOUT_THEM) live.removeEventListener(name, this.#heard);
    clearInterval(this.#looking);
  }

  async #read() {
    this.#reading = null;
    if (document.hidden) return;
    try {
      const now = this.querySelector(".mail-servers__now");
      const drawn = await getFragment(location.pathname + location.search, "servers");
      if (now.contains(document.activeElement)) return; // what is under the hand stays
      now.replaceChildren(drawn);
      drawTimes(now);
    } catch {
      // The banner says that the desk cannot be reached; the next look is soon.
    }
  }
}

customElements.define("mail-servers", MailServers);
