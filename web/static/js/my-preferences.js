// <my-preferences>: the page of the reader's own choices. A switch is kept at once; what is written, with its button.

import { ring } from "./lib/bell.js";
import { toast } from "./live/desk-toast.js";
import { markFaults } from "./elements/dialogs.js";
import { show } from "./desk/notifications.js";
import { askPermission } from "./desk/preference-switches.js";
import { failed } from "./live/outcomes.js";
import { page, say } from "./lib/page.js";
import { markupIn } from "./lib/pieces.js";
import { prefers } from "./lib/preferences.js";
import { Problem, post } from "./lib/requests.js";
import { RichText } from "./editor/rich-text.js";
import { TextPictures } from "./editor/text-pictures.js";
import "./editor/format-bar.js";
import { PREFERENCES_CHANGED } from "./lib/signals.js";

class MyPreferences extends HTMLElement {
  #form; #box; #pictures;

  connectedCallback() {
    customElements.upgrade(this);
    this.#form = this.querySelector("form");
    const root = this.querySelector(".composer__text");
    const begin = markupIn(root);
    root.replaceChildren();
    const bar = this.querySelector("format-bar");
    this.#box = new RichText(root, { moved: () => bar.draw() });
    bar.use(this.#box);
    this.#pictures = new TextPictures(this.#box, { told: (words, { failed: bad } = {}) => bad && this.#complain(words), changed: () => {} });
    this.#box.html = begin;
    const files = this.querySelector("[data-pictures]");
    this.querySelector("[data-picture]").addEventListener("click", () => files.click());
    files.addEventListener("change", () => { this.#pictures.put([...files.files]); files.value = ""; });
    this.#form.addEventListener("submit", (event) => { event.preventDefault(); this.#save(); });
    this.querySelector("[data-try]").addEventListener("click", () => this.#tryOut());
    document.addEventListener(PREFERENCES_CHANGED, () => this.#drawPermission());
    this.#drawPermission();
  }

  async #save() {
    const { name, language, timezone, signature } = this.#form.elements;
    if (this.#pictures.busy) {
      this.#complain(say("picture_on_its_way"));
      return;
    }
    signature.value = this.#box.html;
    markFaults(this.#form, []);
    const before = [[...language.options].find((one) => one.defaultSelected)?.value ?? "", page.me.timezone];
    try {
      const now = await post("/me", { name: name.value, language: language.value, timezone: timezone.value, signature: signature.value });
      toast({ title: say("preferences_saved"), iconName: "check" });
      if (now.language !== before[0] || now.timezone !== before[1]) location.reload();
    } catch (problem) {
      if (problem instanceof Problem && problem.facts.errors) markFaults(this.#form, problem.facts.errors);
      else failed(problem);
    }
  }

  #complain(words) {
    markFaults(this.#form, words ? [{ field: "signature", message: words }] : []);
  }

  /** The browser is asked only here, by a press. */
  async #tryOut() {
    if (prefers("desktop")) await askPermission();
    this.#drawPermission();
    show({ title: say("tell_try"), text: say("tell_try_text") });
    if (!prefers("sound") && !prefers("desktop")) ring();
  }

  #drawPermission() {
    const line = this.querySelector(".preferences__permission");
    const permission = globalThis.Notification?.permission ?? "unsupported";
    line.hidden = !prefers("desktop") || permission === "granted";
    line.textContent = say(permission === "default" ? "permission_asked" : "permission_denied");
  }
}

customElements.define("my-preferences", MyPreferences);
