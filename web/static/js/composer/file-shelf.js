// <file-shelf>: the files that will go with a message, picked, dropped or pasted, each with its progress.

import { say } from "../lib/page.js";
import { icon } from "../lib/icons.js";
import { fileIcon, fileSize } from "../lib/files.js";
import { refusal, upload } from "../lib/uploading.js";
import { FILES_CHANGED, FILE_REMOVED, signal } from "../lib/signals.js";

const STORED = "[data-key]";
const GOING = ".file:not(.file--failed)";
const SHOWN = /^image\/(png|jpeg|gif|webp)$/;

class FileShelf extends HTMLElement {
  #isOther;

  connectedCallback() {
    for (const file of this.querySelectorAll(STORED)) this.#removable(file);
    this.#draw();
  }

  /** The keys of all files that are with the desk already, in order. */
  get ready() {
    return [...this.querySelectorAll(STORED)].map((file) => file.dataset.key);
  }

  get busy() {
    return this.querySelector(".file--loading") !== null;
  }

  /** How many files will go, and how many bytes they are together; those that failed will not. */
  get count() {
    return this.querySelectorAll(GOING).length;
  }

  get bytes() {
    return [...this.querySelectorAll(GOING)].reduce((sum, file) => sum + Number(file.dataset.size || 0), 0);
  }

  /** Whether it is of the message that is written now: the others keep their files, out of sight. */
  set current(yes) {
    this.#isOther = !yes;
    this.#draw();
  }

  add(files) {
    for (const file of files) this.#take(file);
  }

  /** Files that are with the desk already, of an answer that was undone. */
  restore(files) {
    for (const file of files) if (!this.ready.includes(file.key)) this.#keep(this.#put(file), file);
    this.#draw();
  }

  clear() {
    this.replaceChildren();
    this.#announce();
  }

  async #take(file) {
    const fault = refusal(file, this.bytes);
    const shelf = this.#put(file);
    this.#announce();
    if (fault) {
      this.#fail(shelf, fault);
      return;
    }
    const bar = shelf.querySelector("progress");
    const { done, abort } = upload(file, { to: this.dataset.to, progress: (part) => { bar.value = part; } });
    shelf.addEventListener(FILE_REMOVED, abort);
    try {
      this.#keep(shelf, await done);
      this.#announce();
    } catch (problem) {
      if (problem.name !== "AbortError") this.#fail(shelf, problem.message);
    }
  }

  /** It is with the desk: from now on it is sent along, and a picture or a PDF can be looked at (file-viewer.js). */
  #keep(shelf, { key, name, type, url }) {
    shelf.classList.remove("file--loading");
    shelf.querySelector("progress").remove();
    shelf.dataset.key = key;
    const preview = SHOWN.test(type) ? "picture" : type === "application/pdf" && "pdf";
    if (!preview) return;
    const link = Object.assign(document.createElement("a"), { className: "file__name", textContent: name, href: url, download: "" });
    Object.assign(link.dataset, { preview, name });
    shelf.querySelector(".file__name").replaceWith(link);
  }

  #fail(shelf, words) {
    shelf.classList.remove("file--loading");
    shelf.classList.add("file--failed");
    shelf.querySelector("progress")?.remove();
    shelf.querySelector("small").textContent = words;
    shelf.setAttribute("role", "alert");
    this.#announce();
  }

  #put(file) {
    const { name, size } = file;
    const shelf = Object.assign(document.createElement("span"), { className: "file file--loading", title: name });
    shelf.dataset.size = size;
    const label = Object.assign(document.createElement("span"), { className: "file__name", textContent: name });
    const small = Object.assign(document.createElement("small"), { textContent: fileSize(size) });
    const progress = Object.assign(document.createElement("progress"), { value: 0 });
    progress.setAttribute("aria-label", say("file_uploading", { name }));
    shelf.append(thumb(file), label, small, progress);
    this.append(shelf);
    this.#removable(shelf);
    return shelf;
  }

  #removable(shelf) {
    if (shelf.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "file__remove";
    button.setAttribute("aria-label", say("file_remove", { name: shelf.title }));
    button.append(icon("cross", 12));
    button.addEventListener("click", () => {
      signal(FILE_REMOVED, undefined, shelf);
      const next = shelf.nextElementSibling?.querySelector("button");
      shelf.remove();
      this.#announce();
      (next ?? this.closest("form")?.querySelector("[data-attach]"))?.focus();
    });
    shelf.append(button);
  }

  #draw() {
    this.hidden = this.#isOther || this.childElementCount === 0;
  }

  #announce() {
    this.#draw();
    signal(FILES_CHANGED, undefined, this);
  }
}

customElements.define("file-shelf", FileShelf);

/** A small picture of a file that is one; from this machine, so that it is there before the upload. */
function thumb(file) {
  if (!SHOWN.test(file.type) || !(file instanceof Blob)) return icon(fileIcon(file.name, file.type));
  const picture = Object.assign(document.createElement("img"), { className: "file__thumb", alt: "", width: 28, height: 28 });
  picture.src = URL.createObjectURL(file);
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
  return picture;
}
