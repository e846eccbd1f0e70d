// <answer-composer>: the reply and the internal note of one ticket. Nothing that arrives changes its height, text or caret.

import { page, say } from "./page.js";
import { Problem, post } from "./requests.js";
import { Draft } from "./drafts.js";
import { RichText } from "./rich-text.js";
import { clock } from "./times.js";
import { live } from "./live.js";
import { toast } from "./desk-toast.js";
import { answerSent, lostRace } from "./outcomes.js";

const TYPING_MS = 2000;
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

class AnswerComposer extends HTMLElement {
  connectedCallback() {
    this.ticket = this.dataset.ticket;
    this.key = { answer: this.dataset.requestKey, note: newKey() };
    this.boxes = {};
    this.drafts = {};
    for (const kind of ["answer", "note"]) this.prepare(kind);
    this.statusName = this.rememberedStatus();
    this.drawSend();
    this.addEventListener("click", (event) => this.pressed(event));
    this.addEventListener("keydown", (event) => this.keyed(event));
    this.addEventListener("files-changed", () => this.draft?.touch());
    this.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.querySelector("[data-files]").addEventListener("change", (event) => {
      this.shelf.add(event.target.files);
      event.target.value = "";
    });
    this.querySelector("[data-pictures]").addEventListener("change", (event) => {
      this.putPictures(event.target.files);
      event.target.value = "";
    });
    this.takeDrops();
    this.leaving = () => this.leave();
    this.pasting = ({ detail }) => this.paste(detail.html);
    document.addEventListener("deskbell:insert", this.pasting);
    this.reconnected = () => this.waiting && this.send();
    addEventListener("pagehide", this.leaving);
    live.addEventListener("connected", this.reconnected);
    this.mode = this.dataset.mode || "answer";
  }

  disconnectedCallback() {
    this.leave();
    document.removeEventListener("deskbell:insert", this.pasting);
    removeEventListener("pagehide", this.leaving);
    live.removeEventListener("connected", this.reconnected);
  }

  prepare(kind) {
    const root = this.querySelector(`.composer__text[data-kind="${kind}"]`);
    const begin = root.querySelector("template")?.innerHTML ?? "";
    root.replaceChildren();
    const box = new RichText(root, { changed: () => this.typed(kind), moved: () => this.drawFormats() });
    const draft = new Draft(this.ticket, kind, () => this.fields(kind), (at) => this.savedAt(at));
    this.boxes[kind] = box;
    this.drafts[kind] = draft;
    const lost = draft.lost(Number(root.dataset.savedMs || 0));
    box.html = lost ?? begin;
    if (lost) draft.touch();
    root.addEventListener("paste", (event) => this.pasted(event));
  }

  get shelf() {
    return this.querySelector("file-shelf");
  }

  get box() {
    return this.boxes[this.mode];
  }

  get draft() {
    return this.drafts[this.mode];
  }

  get mode() {
    return this.dataset.mode;
  }

  /** "answer" or "note": in note mode the whole box looks like one. */
  set mode(mode) {
    this.dataset.mode = mode;
    for (const tab of this.querySelectorAll("[role=tab]")) {
      tab.setAttribute("aria-selected", String(tab.dataset.kind === mode));
      tab.tabIndex = tab.dataset.kind === mode ? 0 : -1;
    }
    for (const kind of ["answer", "note"]) this.boxes[kind].root.hidden = kind !== mode;
    this.drawSend();
    this.drawFormats();
  }

  /** Who holds the ticket for this reader: "mine", "free" (an answer takes it), "other" or "lost" (theirs, with my text). */
  set lock(lock) {
    if (lock === "other" && this.dataset.lock !== "other" && !this.boxes.answer.isEmpty) lock = "lost";
    this.dataset.lock = lock;
    this.drawSend();
  }

  get lock() {
    return this.dataset.lock;
  }

  get mayAnswer() {
    return this.lock === "mine" || this.lock === "free";
  }

  /** Open it in a mode with the caret in its text. */
  write(mode) {
    if (mode === "answer" && !this.mayAnswer && this.lock !== "lost") return;
    this.mode = mode;
    this.dataset.open = "";
    this.box.focusEnd();
  }

  fields(kind) {
    return {
      html: this.boxes[kind].html,
      status: kind === "answer" ? this.statusName : "",
      attachments: this.mode === kind ? this.shelf.ready.join(",") : "",
    };
  }

  // ---- typing ---------------------------------------------------------------------------------------------------

  typed(kind) {
    this.drafts[kind].touch();
    this.querySelector(".composer__saved").textContent = "";
    const now = performance.now();
    if (now - (this.toldAt ?? -Infinity) > TYPING_MS) {
      this.toldAt = now;
      live.send("typing", { ticket: Number(this.ticket), kind });
    }
  }

  savedAt(at) {
    this.querySelector(".composer__saved").textContent = say("draft_saved", { clock: clock(at) });
  }

  drawFormats() {
    for (const button of this.querySelectorAll("[data-format]")) {
      button.setAttribute("aria-pressed", String(Boolean(this.box?.has(button.dataset.format))));
    }
  }

  pressed(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const { format, kind, send } = button.dataset;
    if (format === "link") this.askLink();
    else if (format) this.box.toggle(format);
    else if (button.getAttribute("role") === "tab") this.write(kind);
    else if (button.matches("[data-attach]")) this.querySelector("[data-files]").click();
    else if (button.matches("[data-picture]")) this.querySelector("[data-pictures]").click();
    else if (send !== undefined) this.choose(send);
    else if (button.matches("[data-copy]")) this.copy();
    else if (button.matches("[data-link-set]")) this.setLink();
  }

  keyed(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      this.send();
    } else if (event.target.matches("[role=tab]") && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
      this.mode = this.mode === "answer" ? "note" : "answer";
      this.querySelector("[aria-selected=true]").focus();
    } else if (event.key === "Enter" && event.target.matches(".composer__address")) {
      event.preventDefault();
      this.setLink();
    } else if (event.key === "Escape" && event.target.matches(".composer__address")) {
      event.stopPropagation();
      this.querySelector(".composer__link").hidden = true;
      this.box.focus();
    }
  }

  askLink() {
    if (this.box.has("link")) {
      this.box.link("");
      return;
    }
    const row = this.querySelector(".composer__link");
    this.selection = this.box.editor.getSelection();
    row.hidden = !row.hidden;
    if (!row.hidden) row.querySelector("input").focus();
  }

  setLink() {
    const row = this.querySelector(".composer__link");
    const field = row.querySelector("input");
    const typed = field.value.trim();
    const address = /^(https?:|mailto:|tel:)/i.test(typed) || !typed ? typed : `https://${typed}`;
    row.hidden = true;
    field.value = "";
    this.box.editor.setSelection(this.selection);
    this.box.link(address);
  }

  /** A panel's card, at the caret; its pictures are found in the text again when it is sent. */
  paste(html) {
    if (this.mode === "answer" && !this.mayAnswer) return;
    this.dataset.open = "";
    this.box.insert(html);
  }

  // ---- files ----------------------------------------------------------------------------------------------------

  takeDrops() {
    this.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      this.classList.add("is-dropping");
    });
    this.addEventListener("dragleave", (event) => this.contains(event.relatedTarget) || this.classList.remove("is-dropping"));
    this.addEventListener("drop", (event) => {
      this.classList.remove("is-dropping");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.shelf.add(event.dataTransfer.files);
    });
  }

  pasted(event) {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const files = [...event.clipboardData.files];
    this.putPictures(files.filter((file) => file.type.startsWith("image/")));
    this.shelf.add(files.filter((file) => !file.type.startsWith("image/")));
  }

  /** Pictures stand in the text where the caret is; they go to the desk first. */
  async putPictures(files) {
    for (const file of files) {
      const form = new FormData();
      form.append("file", file);
      form.append("inline", "1");
      try {
        const { attachment } = await post("/uploads", form);
        const picture = document.createElement("img");
        picture.src = attachment.url;
        picture.alt = attachment.name;
        this.box.insert(picture.outerHTML);
      } catch (problem) {
        this.complain(problem.message);
      }
    }
  }

  // ---- sending --------------------------------------------------------------------------------------------------

  get memory() {
    return `send-status:${page.me?.id}:${this.dataset.group}`;
  }

  rememberedStatus() {
    const known = [...this.querySelectorAll("[data-send]")].map((choice) => choice.dataset.send);
    let last = this.dataset.status;
    try {
      last ||= localStorage.getItem(this.memory);
    } catch {
      // Nothing is remembered; the first choice is as good.
    }
    return known.includes(last) ? last : known[0];
  }

  choose(status) {
    this.statusName = status;
    try {
      localStorage.setItem(this.memory, status);
    } catch {
      // As above.
    }
    this.drawSend();
    this.send();
  }

  drawSend() {
    const main = this.querySelector(".composer__send");
    const label = main?.querySelector(".composer__send-label");
    if (!label) return;
    const note = this.mode === "note";
    const off = document.documentElement.classList.contains("is-offline");
    if (note) label.textContent = say("add_note");
    else if (off) label.textContent = say("send_when_back");
    else {
      const choice = this.querySelector(`[data-send="${this.statusName}"]`);
      label.textContent = this.lock === "free" && !choice ? say("take_and_send") : (choice?.dataset.label ?? say("send"));
    }
    main.title = label.textContent;
    main.disabled = !note && !this.mayAnswer;
    const others = this.querySelector(".composer__ways");
    if (others) others.hidden = note;
  }

  async send() {
    if (this.sending || (this.mode === "answer" && !this.mayAnswer)) return;
    if (this.shelf.busy) {
      this.complain(say("files_still_loading"));
      return;
    }
    this.sending = true;
    this.waiting = false;
    const { mode } = this;
    const main = this.querySelector(".composer__send");
    const busy = setTimeout(() => main.setAttribute("aria-busy", "true"), 150);
    try {
      const answer = await post(`/tickets/${this.ticket}/${mode}`, this.message(mode));
      this.sent(mode, answer);
    } catch (problem) {
      this.refused(problem);
    } finally {
      clearTimeout(busy);
      main.removeAttribute("aria-busy");
      this.sending = false;
    }
  }

  message(mode) {
    const common = { html: this.boxes[mode].html, request_key: this.key[mode], attachments: this.shelf.ready };
    if (mode === "note") return common;
    return { ...common, status: this.statusName, take: this.lock === "free" ? "1" : "0", seen: this.dataset.seen };
  }

  sent(mode, { message }) {
    this.complain("");
    this.drafts[mode].forget();
    this.boxes[mode].html = "";
    this.shelf.clear();
    this.drafts[mode].forget(); // clearing the shelf counted as a change
    this.key[mode] = newKey();
    this.querySelector(".composer__saved").textContent = "";
    if (mode === "note") {
      if (!this.mayAnswer) delete this.dataset.open;
      toast({ title: say("note_added"), iconName: "note" });
    } else {
      answerSent(this.ticket, message, this.dataset.customer);
    }
    this.dispatchEvent(new CustomEvent("ticket-touched", { bubbles: true }));
  }

  refused(problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.slug === "newer-messages") {
      this.dataset.seen = problem.facts.seen;
      this.complain(problem.message);
      this.dispatchEvent(new CustomEvent("ticket-touched", { bubbles: true }));
    } else if (problem.status === 0) {
      this.waiting = document.documentElement.classList.contains("is-offline");
      this.complain(this.waiting ? say("goes_out_when_back") : problem.message);
    } else if (problem.status === 409 && problem.facts.holder) {
      this.lock = "other";
      lostRace(this.ticket, problem);
      this.dispatchEvent(new CustomEvent("ticket-touched", { bubbles: true }));
    } else {
      this.complain(problem.message);
    }
  }

  /** Say what stopped the send, in the composer's own foot, where nothing else moves. */
  complain(words) {
    const line = this.querySelector(".composer__fault");
    line.textContent = words;
    line.hidden = !words;
  }

  /** An answer was taken back: its text stands here again. */
  restore(html) {
    if (!this.boxes.answer.isEmpty) return;
    this.boxes.answer.html = html;
    this.write("answer");
  }

  async copy() {
    await navigator.clipboard.writeText(this.boxes.answer.root.innerText);
    toast({ title: say("draft_copied"), iconName: "check" });
  }

  leave() {
    Object.values(this.drafts).forEach((draft) => draft.leave());
  }
}

customElements.define("answer-composer", AnswerComposer);
