// <draft-offer>: another draft of the same answer, note or letter, from another window or device. Both are kept until one is chosen.

import { announce } from "../lib/announcing.js";
import { purify } from "../editor/editor-html.js";
import { say } from "../lib/page.js";
import { placeAt } from "../lib/placing.js";
import { getJson } from "../lib/requests.js";
import { failed } from "../live/outcomes.js";
import { clock } from "../lib/times.js";

class DraftOffer extends HTMLElement {
  #button; #sheet; #text; #other;

  connectedCallback() {
    this.#button = this.querySelector("[popovertarget]");
    this.#sheet = this.querySelector("[popover]");
    this.#sheet.addEventListener("beforetoggle", () => { this.#sheet.style.visibility = "hidden"; }); // until it has its place
    this.#sheet.addEventListener("toggle", (event) => event.newState === "open" && this.#opened());
    this.#sheet.addEventListener("click", (event) => {
      const { choose } = event.target.closest("[data-choose]")?.dataset ?? {};
      if (choose) this.#chosen(choose).catch(failed);
    });
  }

  #opened() {
    placeAt(this.#sheet, this.#button.getBoundingClientRect());
    this.#sheet.style.visibility = "";
    this.#sheet.querySelector("button").focus();
  }

  /** Offer what this text has beside it. `text`: its `draft`, its `html` to read and write, the `shelf` of its files. */
  show(text) {
    const other = text.draft.other;
    const isNew = other && other !== this.#other;
    this.#text = text;
    this.#other = other;
    if (!other) {
      this.#end();
      return;
    }
    this.hidden = false;
    this.querySelector(".draft-offer__when").textContent = other.saved_ms ? say("other_draft_at", { clock: clock(other.saved_ms) }) : say("other_draft");
    this.querySelector(".draft-offer__text").replaceChildren(purify(other.html));
    if (isNew) announce(say("other_draft_here"));
  }

  /** Nothing is offered now: who was at the offer goes on writing. */
  #end() {
    const hadFocus = this.contains(document.activeElement);
    this.hidden = true;
    this.#sheet.hidePopover?.();
    if (hadFocus) this.#text.box.focusEnd();
  }

  /** "below": both in one; "instead": they change places; "discard". What was typed here is in none of these lost by itself. */
  async #chosen(how) {
    const text = this.#text;
    const { draft } = text;
    const mine = text.html;
    const other = how === "discard" ? draft.other : await this.#whole();
    this.#sheet.hidePopover();
    if (how === "below") text.html = mine + other.html;
    if (how === "instead") text.html = other.html;
    if (how !== "discard") text.shelf.restore(other.files ?? []);
    draft.finish(how === "instead" ? mine : "");
  }

  /** The desk's as it is now, with its files. */
  async #whole() {
    const { draft } = this.#text;
    if (!draft.isStopped) return draft.other;
    const { draft: kept } = await getJson(`/tickets/${draft.ticket}/draft?kind=${draft.kind}`);
    draft.other = kept ?? { ...draft.other, save_key: "" }; // sent or emptied meanwhile: what was read here is still here
    return draft.other;
  }
}

customElements.define("draft-offer", DraftOffer);
