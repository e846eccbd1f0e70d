// <people-list>: everyone at the desk, as it is now, whoever changes it; and one of them beside the list.

import { live } from "./live/live.js";
import { getFragment } from "./lib/requests.js";
import { drawTimes } from "./lib/times.js";
import { failed } from "./live/outcomes.js";
import { PEOPLE_TOUCHED } from "./lib/signals.js";
import "./person-panel.js";

const ABOUT_PEOPLE = ["person.changed", "person.deleted", "person.link_sent", "person.signed_in", "group.changed", "resync"];

class PeopleList extends HTMLElement {
  #reading; #heard; #finder;
  #released = null; // while a pointer is down: a row that is swapped meanwhile would lose the click

  connectedCallback() {
    this.#heard = () => { this.#reading ??= setTimeout(() => this.#read(), 200); };
    for (const name of ABOUT_PEOPLE) live.addEventListener(name, this.#heard);
    document.addEventListener(PEOPLE_TOUCHED, this.#heard);
    this.#finder = document.querySelector("[data-find-person]");
    this.#finder.addEventListener("input", () => this.#find());
    this.addEventListener("click", (event) => this.#pressed(event));
    this.addEventListener("pointerdown", () => {
      this.#released = new Promise((done) => {
        for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => setTimeout(done), { once: true });
      });
    });
    addEventListener("popstate", () => this.#draw(location.pathname));
  }

  disconnectedCallback() {
    for (const name of ABOUT_PEOPLE) live.removeEventListener(name, this.#heard);
    document.removeEventListener(PEOPLE_TOUCHED, this.#heard);
  }

  get #people() {
    return this.querySelectorAll("tr.person");
  }

  get #side() {
    return this.querySelector(".people__side");
  }

  async #read() {
    this.#reading = null;
    try {
      const fragment = await getFragment("/people", "rows");
      await this.#released;
      const rows = fragment.querySelectorAll("tr");
      this.querySelector("tbody").replaceChildren(...rows);
      document.querySelector(".people .pane-head__count").textContent = rows.length;
      this.#find();
      this.#mark();
      drawTimes(this);
    } catch (problem) {
      failed(problem);
    }
  }

  /** Show those whose name or address has what is typed. */
  #find() {
    const typed = this.#finder.value.trim().toLocaleLowerCase();
    for (const row of this.#people) {
      row.hidden = !row.querySelector(".person__names").textContent.toLocaleLowerCase().includes(typed);
    }
  }

  #pressed(event) {
    const link = event.target.closest("[data-person-link], [data-close-person]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, "", link.pathname);
    this.#draw(link.pathname);
  }

  /** The person of this address beside the list, or nobody. */
  async #draw(path) {
    const open = this.#side.querySelector("person-panel");
    if (path === "/people") {
      const back = open && this.querySelector(`[data-person="${open.dataset.person}"] a`);
      this.#side.replaceChildren();
      this.#mark();
      back?.focus();
      return;
    }
    try {
      const fragment = await getFragment(path, "panel");
      if (location.pathname !== path) return; // pressed on meanwhile
      this.#side.replaceChildren(fragment);
      this.#mark();
      drawTimes(this.#side);
      this.#side.querySelector("h2").focus();
    } catch (problem) {
      failed(problem);
    }
  }

  #mark() {
    const open = this.#side.querySelector("person-panel")?.dataset.person;
    for (const row of this.#people) row.classList.toggle("is-open", row.dataset.person === open);
  }
}

/** <own-devices>: where the reader is signed in, as it is now. */
class OwnDevices extends HTMLElement {
  connectedCallback() {
    document.addEventListener(PEOPLE_TOUCHED, () => this.#read());
  }

  async #read() {
    try {
      this.replaceChildren(await getFragment("/me/sessions", "rows"));
      drawTimes(this);
    } catch (problem) {
      failed(problem);
    }
  }
}

customElements.define("people-list", PeopleList);
customElements.define("own-devices", OwnDevices);
