// <file-drop>: names the chosen files, takes dropped and pasted ones, and says before the upload what does not fit.
// Without scripts its <input type=file> is all there is, and works.

import { fileIcon, fileSize } from "./files.js";
import { icon } from "./icons.js";
import { say } from "./page.js";

class FileDrop extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.chosen = [];
    this.draw();
    this.input.addEventListener("change", () => this.add(this.input.files));
    const place = this.classList.contains("file-drop--small") ? this.closest("form") : this;
    for (const kind of ["dragenter", "dragover"]) place.addEventListener(kind, (event) => this.hover(event));
    place.addEventListener("dragleave", () => this.classList.remove("file-drop--over"));
    place.addEventListener("drop", (event) => this.dropped(event));
    this.closest("form").addEventListener("paste", (event) => this.pasted(event));
  }

  draw() {
    this.input.classList.add("unseen");
    this.list = document.createElement("ul");
    this.list.className = "file-drop__list";
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "file-drop__choose";
    this.small = this.classList.contains("file-drop--small");
    const name = document.createElement("span");
    name.textContent = say(this.small ? "files_attach" : "files_choose");
    this.button.append(icon("paperclip"), name);
    this.button.setAttribute("aria-label", name.textContent);
    this.button.addEventListener("click", () => this.input.click());
    this.fault = document.createElement("p");
    this.fault.className = "field__fault";
    this.fault.setAttribute("role", "alert");
    this.input.tabIndex = -1; // the button stands for it
    this.append(this.list, this.button);
    if (!this.small) this.append(Object.assign(document.createElement("span"), { textContent: say("files_drop") }));
    this.after(this.fault);
  }

  hover(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.classList.add("file-drop--over");
  }

  dropped(event) {
    this.classList.remove("file-drop--over");
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.add(event.dataTransfer.files);
  }

  pasted(event) {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    this.add(event.clipboardData.files);
  }

  add(files) {
    this.fault.textContent = "";
    const limit = Number(this.dataset.maxFile);
    for (const file of files) {
      if (this.chosen.some((other) => other.name === file.name && other.size === file.size)) continue;
      if (file.size > limit) {
        this.complain(say("file_too_large", { name: file.name, size: fileSize(file.size), limit: fileSize(limit) }));
      } else if (this.chosen.length >= Number(this.dataset.maxFiles)) {
        this.complain(say("files_too_many", { count: this.dataset.maxFiles }));
      } else {
        this.chosen.push(file);
      }
    }
    this.show();
  }

  complain(words) {
    this.fault.textContent = words;
  }

  show() {
    const transfer = new DataTransfer();
    for (const file of this.chosen) transfer.items.add(file);
    this.input.files = transfer.files;
    this.list.replaceChildren(...this.chosen.map((file) => this.chip(file)));
  }

  chip(file) {
    const item = document.createElement("li");
    item.className = "file";
    const name = Object.assign(document.createElement("span"), { className: "cut", textContent: file.name, title: file.name });
    const size = Object.assign(document.createElement("small"), { textContent: fileSize(file.size) });
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "file__remove";
    remove.setAttribute("aria-label", say("file_remove", { name: file.name }));
    remove.append(icon("cross", 13));
    remove.addEventListener("click", () => {
      this.chosen = this.chosen.filter((other) => other !== file);
      this.show();
      this.button.focus();
    });
    item.append(icon(fileIcon(file.name, file.type)), name, size, remove);
    return item;
  }
}

customElements.define("file-drop", FileDrop);
