// <template-editor>: one saved answer. Variables go in at the caret; beside it is a preview for a real ticket.

import { toast } from "./live/desk-toast.js";
import { markFaults } from "./elements/dialogs.js";
import { say } from "./lib/page.js";
import { markPlaceholders } from "./editor/placeholders.js";
import { markup, pieces } from "./lib/pieces.js";
import { Problem, post } from "./lib/requests.js";
import { RichText } from "./editor/rich-text.js";
import { TextPictures, isPicture } from "./editor/text-pictures.js";
import { FILES_CHANGED } from "./lib/signals.js";
import "./composer/file-shelf.js";
import "./editor/format-bar.js";

const PAUSE_MS = 300;

class TemplateEditor extends HTMLElement {
  #form; #shown; #box; #pictures; #saved; #leaving; #waiting; #saving;

  connectedCallback() {
    this.#form = this.querySelector("form");
    this.#shown = this.querySelector(".template-editor__shown");
    const root = this.querySelector(".composer__text");
    const begin = markup(root.querySelector("template").content);
    root.replaceChildren();
    const bar = this.querySelector("format-bar");
    this.#box = new RichText(root, { changed: () => this.#changed(), moved: () => bar.draw() });
    bar.use(this.#box);
    this.#pictures = new TextPictures(this.#box, { told: (words, { failed } = {}) => failed && this.#complain(words), changed: () => this.#changed() });
    this.#box.html = begin;
    const picked = this.querySelector("[data-files]");
    picked.addEventListener("change", () => {
      this.#shelf.add([...picked.files]);
      picked.value = "";
    });
    this.#shelf.addEventListener(FILES_CHANGED, () => this.#changed());
    this.#saved = this.#written();
    this.addEventListener("click", (event) => this.#pressed(event));
    this.addEventListener("input", (event) => (event.target.matches("[data-ticket]") ? this.#preview() : this.#changed()));
    this.addEventListener("keydown", (event) => this.#keyed(event));
    this.#form.addEventListener("submit", (event) => { event.preventDefault(); this.#save(); });
    this.addEventListener("paste", (event) => this.#pasted(event), { capture: true });
    this.querySelector("[data-pictures]").addEventListener("change", ({ target }) => {
      this.#pictures.put([...target.files]);
      target.value = "";
    });
    this.#leaving = (event) => this.#isChanged && event.preventDefault(); // the browser asks
    addEventListener("beforeunload", this.#leaving);
    if (!this.dataset.template) this.#form.elements.namedItem("name").focus();
    this.#show();
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this.#leaving);
    clearTimeout(this.#waiting);
  }

  // ---- the fields -----------------------------------------------------------------------------------------------

  get #fields() {
    const { name, group, language, folder, own } = this.#form.elements;
    const typed = { name: name.value, group: group.value, language: language.value, folder: folder.value, own: own?.value ?? "" };
    return { ...typed, files: this.#shelf.ready, html: this.#box.html };
  }

  get #shelf() {
    return this.querySelector("file-shelf");
  }

  #written() {
    return JSON.stringify(this.#fields);
  }

  get #isChanged() {
    return this.#written() !== this.#saved;
  }

  #changed() {
    this.#complain("");
    this.#preview();
  }

  #pressed(event) {
    const button = event.target.closest("button");
    if (button?.dataset.variable) this.#box.insertText(`{{${button.dataset.variable}}}`);
    else if (button?.matches("[data-picture]")) this.querySelector("[data-pictures]").click();
    else if (button?.matches("[data-attach]")) this.querySelector("[data-files]").click();
    else if (button?.matches("[data-delete]")) this.#forget();
  }

  #keyed(event) {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.#save();
  }

  #pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])].filter(isPicture);
    if (!files.length || event.clipboardData.types.includes("text/html") || !this.#box.root.contains(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#pictures.put(files);
  }

  // ---- how it reads ---------------------------------------------------------------------------------------------

  #preview() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#show(), PAUSE_MS);
  }

  async #show() {
    const ticket = this.querySelector("[data-ticket]").value.trim().replace("#", "");
    try {
      const { html } = await post("/templates/preview", { html: this.#box.html, ticket });
      this.#shown.replaceChildren(pieces(html));
      markPlaceholders(this.#shown);
    } catch (problem) {
      this.#shown.textContent = problem.message;
    }
  }

  // ---- keeping it -----------------------------------------------------------------------------------------------

  async #save() {
    if (this.#saving || this.#pictures.busy || this.#shelf.busy) return;
    this.#saving = true;
    const button = this.querySelector("[type=submit]");
    button.setAttribute("aria-busy", "true");
    markFaults(this.#form, []);
    try {
      const { template } = await post(this.#form.getAttribute("action"), this.#fields);
      this.#saved = this.#written();
      location.assign(`/templates?edit=${template.id}`);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      markFaults(this.#form, problem.facts.errors ?? []);
      if (!problem.facts.errors) this.#complain(problem.message);
    } finally {
      button.removeAttribute("aria-busy");
      this.#saving = false;
    }
  }

  /** It is gone at once, and can be restored while the toast is shown. */
  async #forget() {
    try {
      const { template } = await post(`${this.#form.getAttribute("action")}/delete`);
      this.#saved = this.#written();
      document.querySelector(".templates__table [aria-current]")?.remove();
      document.querySelector(".templates").classList.remove("is-open");
      history.replaceState({}, "", "/templates");
      this.remove();
      toast({ title: say("template_deleted", { name: template.name }), iconName: "trash", until: Date.now() + 6000, action: { label: say("undo"), key: "Z", run: () => again(template) } });
    } catch (problem) {
      this.#complain(problem.message);
    }
  }

  #complain(words) {
    const line = this.querySelector(".composer__fault");
    line.textContent = words;
    line.hidden = !words;
  }
}

customElements.define("template-editor", TemplateEditor);

async function again({ id }) {
  await post(`/templates/${id}/restore`);
  location.assign(`/templates?edit=${id}`);
}
