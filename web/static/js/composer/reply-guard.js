// <reply-guard>: what would be regretted, said before it is sent: a placeholder that nobody filled, "attached" without a
// file, someone in copy who was never on this ticket, more than one mail can carry. A second press sends; what nobody
// outside may read, and what no mail can carry, does not go at all.

import { attachmentWord } from "./attachment-words.js";
import { fileSize } from "../lib/files.js";
import { icon } from "../lib/icons.js";
import { listed, page, say } from "../lib/page.js";
import { namesIn } from "../editor/placeholders.js";

const MOST_TEXT_BYTES = 256 * 1024; // of the whole form, as web/requests/limits.py has it

class ReplyGuard extends HTMLElement {
  #said;

  /** Whether this may go out now. `message`: {box, shelf, languages, cc, known, form}. What is at fault is shown with what can be done. */
  lets(message) {
    const faults = faultsOf(message);
    const said = faults.map(({ words }) => words).join("\n");
    if (!faults.length || (said === this.#said && !faults.some(({ blocks }) => blocks))) {
      this.clear();
      return true;
    }
    this.#said = said;
    this.replaceChildren(...faults.map((fault) => this.#line(fault)), ...(faults.some(({ blocks }) => blocks) ? [] : [again()]));
    this.hidden = false;
    return false;
  }

  clear() {
    this.#said = "";
    this.replaceChildren();
    this.hidden = true;
  }

  #line({ words, iconName, blocks, act }) {
    const row = Object.assign(document.createElement("p"), { className: `reply-guard__line${blocks ? " is-blocking" : ""}` });
    row.append(icon(iconName, 14), Object.assign(document.createElement("span"), { textContent: words, dir: "auto" }));
    if (!act) return row;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: act.words });
    button.addEventListener("click", () => {
      row.remove();
      if (!this.querySelector(".reply-guard__line")) this.clear();
      act.run();
    });
    row.append(button);
    return row;
  }
}

customElements.define("reply-guard", ReplyGuard);

/** What is wrong: {words, blocks, iconName, act: {words, run}}. */
function faultsOf({ box, shelf, languages, cc, known, form }) {
  return [unfilled(box), tooMuch(shelf, form), nothingAttached(box, shelf, languages), ...strangers(cc, known)].filter(Boolean);
}

function unfilled(box) {
  const names = namesIn(box.root);
  if (!names.length) return null;
  const words = say("guard_unfilled", { names: listed(names.map((name) => `{{${name}}}`)) });
  return { words, blocks: true, iconName: "template", act: { words: say("guard_fill"), run: () => box.fill(box.unfilled[0]) } };
}

function tooMuch(shelf, form) {
  const limit = page.limits.max_message_bytes;
  const total = shelf?.bytes ?? 0;
  if (total > limit) return { words: say("guard_files_large", { size: fileSize(total), limit: fileSize(limit) }), blocks: true, iconName: "paperclip" };
  const bytes = new URLSearchParams(form).toString().length;
  if (bytes <= MOST_TEXT_BYTES) return null;
  return { words: say("guard_text_large", { size: fileSize(bytes), limit: fileSize(MOST_TEXT_BYTES) }), blocks: true, iconName: "file-text" };
}

function nothingAttached(box, shelf, languages) {
  if (!shelf || shelf.count || box.root.querySelector("img:not(td img)")) return null;
  const word = attachmentWord(ownWords(box.root), languages);
  if (!word) return null;
  const attach = () => shelf.closest("form").querySelector("[data-attach]").click();
  return { words: say("guard_no_file", { word }), iconName: "paperclip", act: { words: say("guard_attach"), run: attach } };
}

/** The text without what it quotes. */
function ownWords(root) {
  const copy = root.cloneNode(true);
  for (const quoted of copy.querySelectorAll("blockquote")) quoted.remove();
  return copy.textContent;
}

function strangers(cc, known) {
  if (!cc) return [];
  const seen = new Set(known.map((email) => email.toLowerCase()));
  const typed = cc.value.split(",").map((email) => email.trim()).filter(Boolean);
  return typed.filter((email) => !seen.has(email.toLowerCase())).map((email) => ({
    words: say("guard_stranger", { email }),
    iconName: "person",
    act: { words: say("guard_take_out"), run: () => takeOut(cc, email) },
  }));
}

function takeOut(cc, email) {
  cc.value = cc.value.split(",").map((one) => one.trim()).filter((one) => one && one !== email).join(", ");
  cc.dispatchEvent(new Event("input", { bubbles: true }));
}

const again = () => Object.assign(document.createElement("p"), { className: "reply-guard__again", textContent: say("guard_again") });
