// <file-drop>: names the chosen files, takes dropped and pasted ones, and says before the upload what does not fit, and how
// much all of them are. A refused file is not sent; the text and the others are. Without scripts its <input type=file> is
// all there is, and works.

import { fileIcon, fileSize } from "../lib/files.js";
import { icon } from "../lib/icons.js";
import { say } from "../lib/page.js";

class FileDrop extends HTMLElement {
  #input; #limits; #allowed; #chosen; #list; #button; #small; #faults;

  connectedCallback() {
    if (this.#input) return; // it was moved, into the form that the desk drew again
    this.#input = this.querySelector("input[type=file]");
    this.#limits = this.querySelector(".file-drop__limits");
    this.#allowed = this.#limits.textContent;
    this.#chosen = [];
    this.#draw();
    this.#input.addEventListener("change", () => this.#add(this.#input.files));
    const place = this.classList.contains("file-drop--small") ? this.closest("form") : this;
    for (const kind of ["dragenter", "dragover"]) place.addEventListener(kind, (event) => this.#hover(event));
    place.addEventListener("dragleave", () => this.classList.remove("file-drop--over"));
    place.addEventListener("drop", (event) => this.#dropped(event));
    this.closest("form").addEventListener("paste", (event) => this.#pasted(event));
  }

  #draw() {
    this.#input.classList.add("unseen");
    this.#list = document.createElement("ul");
    this.#list.className = "file-drop__list";
    this.#button = document.createElement("button");
    this.#button.type = "button";
    this.#button.className = "file-drop__choose";
    this.#small = this.classList.contains("file-drop--small");
    const name = document.createElement("span");
    name.textContent = say(this.#small ? "files_attach" : "files_choose");
    this.#button.append(icon("paperclip"), name);
    this.#button.setAttribute("aria-label", name.textContent);
    this.#button.setAttribute("aria-describedby", this.#limits.id);
    this.#button.addEventListener("click", () => this.#input.click());
    this.#faults = document.createElement("div");
    this.#faults.className = "file-drop__faults";
    this.#faults.setAttribute("role", "alert");
    this.#input.tabIndex = -1; // the button stands for it
    this.#limits.before(this.#list, this.#button);
    if (!this.#small) this.#limits.before(Object.assign(document.createElement("span"), { textContent: say("files_drop") }));
    this.append(this.#faults);
  }

  #hover(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.classList.add("file-drop--over");
  }

  #dropped(event) {
    this.classList.remove("file-drop--over");
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.#add(event.dataTransfer.files);
  }

  /** A picture, say. Office programs copy a picture of the text beside the text: then the text is meant. */
  #pasted(event) {
    if (!event.clipboardData?.files.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    this.#add(event.clipboardData.files);
  }

  #add(files) {
    this.#faults.replaceChildren();
    for (const file of files) {
      if (this.#chosen.some((other) => other.name === file.name && other.size === file.size)) continue;
      const fault = this.#refusal(file);
      if (fault) this.#complain(fault);
      else this.#chosen.push(file);
    }
    this.#show();
  }

  /** Why this file cannot go beside the chosen ones; "" if it can. */
  #refusal(file) {
    const shown = { name: file.name, size: fileSize(file.size) };
    const { maxFile, maxFiles, maxTotal } = this.dataset;
    if (!file.size) return say("file_empty", shown);
    if (file.size > Number(maxFile)) return say("file_too_large", { ...shown, limit: fileSize(Number(maxFile)) });
    if (this.#chosen.length >= Number(maxFiles)) return `${file.name}: ${say("files_too_many", { count: Number(maxFiles) })}`;
    if (this.#bytes + file.size > Number(maxTotal)) return say("files_too_large", { ...shown, limit: fileSize(Number(maxTotal)) });
    return "";
  }

  get #bytes() {
    return this.#chosen.reduce((sum, file) => sum + file.size, 0);
  }

  #complain(words) {
    this.#faults.append(Object.assign(document.createElement("p"), { className: "field__fault", textContent: words }));
  }

  /** Leave out what cannot be read: a folder, or a file that was changed or removed after it was chosen. Whether there was any. */
  async dropUnreadable() {
    const read = await Promise.allSettled(this.#chosen.map((file) => file.slice(0, 1).arrayBuffer()));
    const gone = this.#chosen.filter((file, place) => read[place].status === "rejected");
    if (!gone.length) return false;
    this.#chosen = this.#chosen.filter((file) => !gone.includes(file));
    this.#faults.replaceChildren();
    for (const { name } of gone) this.#complain(say("file_unreadable", { name }));
    this.#show();
    return true;
  }

  #show() {
    const transfer = new DataTransfer();
    for (const file of this.#chosen) transfer.items.add(file);
    this.#input.files = transfer.files;
    this.#list.replaceChildren(...this.#chosen.map((file) => this.#chip(file)));
    const { maxFiles, maxTotal } = this.dataset;
    const sum = { chosen: this.#chosen.length, count: Number(maxFiles), size: fileSize(this.#bytes), limit: fileSize(Number(maxTotal)) };
    this.#limits.textContent = this.#chosen.length ? say("files_chosen", sum) : this.#allowed;
  }

  #chip(file) {
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
      this.#chosen = this.#chosen.filter((other) => other !== file);
      this.#faults.replaceChildren();
      this.#show();
      this.#button.focus();
    });
    item.append(icon(fileIcon(file.name, file.type)), name, size, remove);
    return item;
  }
}

customElements.define("file-drop", FileDrop);
