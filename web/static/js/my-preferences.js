// <my-preferences>: the page of the reader's own choices. A switch is kept at once; what is written, with its button.

import { ring } from "./bell.js";
import { toast } from "./desk-toast.js";
import { markFaults } from "./dialogs.js";
import { show } from "./notifications.js";
import { failed } from "./outcomes.js";
import { say } from "./page.js";
import { markupIn } from "./pieces.js";
import { prefer, prefers } from "./preferences.js";
import { Problem, post } from "./requests.js";
import { RichText } from "./rich-text.js";
import "./format-bar.js";

class MyPreferences extends HTMLElement {
  connectedCallback() {
    customElements.upgrade(this);
    this.form = this.querySelector("form");
    const root = this.querySelector(".composer__text");
    const begin = markupIn(root);
    root.replaceChildren();
    const bar = this.querySelector("format-bar");
    this.box = new RichText(root, { moved: () => bar.draw() });
    bar.use(this.box);
    this.box.html = begin;
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
    this.querySelector("[data-try]").addEventListener("click", () => this.tryOut());
    document.addEventListener("preferences-changed", () => this.drawPermission());
    this.drawPermission();
  }

  async save() {
    const { name, language, signature } = this.form.elements;
    signature.value = this.box.html;
    markFaults(this.form, []);
    const spoken = document.documentElement.lang;
    try {
      const now = await post("/me", { name: name.value, language: language.value, signature: signature.value });
      toast({ title: say("preferences_saved"), iconName: "check" });
      if (now.language !== spoken) location.reload();
    } catch (problem) {
      if (problem instanceof Problem && problem.facts.errors) markFaults(this.form, problem.facts.errors);
      else failed(problem);
    }
  }

  /** The browser is asked only here, by a press. */
  async tryOut() {
    if (prefers("desktop")) await askPermission();
    this.drawPermission();
    show({ title: say("tell_try"), text: say("tell_try_text") });
    if (!prefers("sound") && !prefers("desktop")) ring();
  }

  drawPermission() {
    const line = this.querySelector(".preferences__permission");
    const permission = globalThis.Notification?.permission ?? "unsupported";
    line.hidden = !prefers("desktop") || permission === "granted";
    line.textContent = say(permission === "default" ? "permission_asked" : "permission_denied");
  }
}

/** Ask the browser whether it shows notifications; true when it does. */
export async function askPermission() {
  if (!globalThis.Notification) return false;
  return (await Notification.requestPermission()) === "granted";
}

document.addEventListener("change", async (event) => {
  const { target } = event;
  const name = target.dataset.prefer;
  if (!name && !target.matches("[data-prefer-theme]")) return;
  try {
    if (name === "desktop" && target.checked) await askPermission();
    await prefer(name ? { [name]: target.checked } : { theme: target.value });
  } catch (problem) {
    failed(problem);
  }
});

customElements.define("my-preferences", MyPreferences);
