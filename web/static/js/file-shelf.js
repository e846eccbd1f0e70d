// <file-shelf>: the files that will go with an answer, picked, dropped or pasted, each with its progress.

import { page, say } from "./page.js";
import { icon } from "./icons.js";
import { fileIcon, fileSize } from "./files.js";

class FileShelf extends HTMLElement {
  connectedCallback() {
    for (const file of this.querySelectorAll("[data-key]")) this.removable(file);
    this.hidden = this.childElementCount === 0;
  }

  /** The keys of all files that are with the desk already, in order. */
  get ready() {
    return [...this.querySelectorAll("[data-key]")].map((file) => file.dataset.key);
  }

  get busy() {
    return this.querySelector(".file--loading") !== null;
  }

  add(files) {
    for (const file of files) this.upload(file);
  }

  clear() {
    this.replaceChildren();
    this.announce();
  }

  upload(file) {
    const shelf = this.draw(file.name, file.size, file.type);
    if (file.size > page.limits.max_file_bytes) {
      const limit = fileSize(page.limits.max_file_bytes);
      this.fail(shelf, say("file_too_large", { name: file.name, size: fileSize(file.size), limit }));
      return;
    }
    const form = new FormData();
    form.append("file", file);
    const request = new XMLHttpRequest(); // fetch cannot tell how much of an upload has gone out
    request.open("POST", this.dataset.to || "/uploads");
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) shelf.querySelector("progress").value = event.loaded / event.total;
    });
    request.addEventListener("load", () => this.settled(shelf, request));
    request.addEventListener("error", () => this.fail(shelf, say("file_not_sent", { name: file.name })));
    request.send(form);
    shelf.addEventListener("file-removed", () => request.abort());
    this.announce();
  }

  settled(shelf, request) {
    const facts = this.facts(request);
    if (request.status >= 300 || !facts.attachment) {
      this.fail(shelf, facts.detail || say("file_not_sent", { name: shelf.title }));
      return;
    }
    shelf.classList.remove("file--loading");
    shelf.querySelector("progress").remove();
    shelf.dataset.key = facts.attachment.key;
    this.announce();
  }

  facts(request) {
    try {
      return JSON.parse(request.responseText);
    } catch {
      return {};
    }
  }

  fail(shelf, words) {
    shelf.classList.remove("file--loading");
    shelf.classList.add("file--failed");
    shelf.querySelector("progress")?.remove();
    shelf.querySelector("small").textContent = words;
    shelf.setAttribute("role", "alert");
    this.announce();
  }

  draw(name, size, type) {
    const shelf = document.createElement("span");
    shelf.className = "file file--loading";
    shelf.title = name;
    const label = document.createElement("span");
    label.className = "file__name";
    label.textContent = name;
    const small = document.createElement("small");
    small.textContent = fileSize(size);
    const progress = document.createElement("progress");
    progress.setAttribute("aria-label", say("file_uploading", { name }));
    progress.value = 0;
    shelf.append(icon(fileIcon(name, type)), label, small, progress);
    this.append(shelf);
    this.removable(shelf);
    return shelf;
  }

  removable(shelf) {
    if (shelf.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "file__remove";
    button.setAttribute("aria-label", say("file_remove", { name: shelf.title }));
    button.append(icon("cross", 12));
    button.addEventListener("click", () => {
      shelf.dispatchEvent(new CustomEvent("file-removed"));
      const next = shelf.nextElementSibling?.querySelector("button");
      shelf.remove();
      this.announce();
      (next ?? this.closest("form")?.querySelector("[data-attach]"))?.focus();
    });
    shelf.append(button);
  }

  announce() {
    this.hidden = this.childElementCount === 0;
    this.dispatchEvent(new CustomEvent("files-changed", { bubbles: true }));
  }
}

customElements.define("file-shelf", FileShelf);
