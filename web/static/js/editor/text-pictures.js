// Pictures in a text: shown in place immediately, and uploaded meanwhile. Until they are there they are pale.

import { say } from "../lib/page.js";
import { refusal, upload } from "../lib/uploading.js";
import { PASTED_PICTURES } from "../lib/signals.js";

const WIDEST = 536; // px: the width of a mail's text (mail/composing/pictures.py)
const SHOWN = /^image\/(png|jpeg|gif|webp)$/;

/** Whether a browser and a mail can show this file inside a text. */
export const isPicture = (file) => SHOWN.test(file.type);

/** The pictures of one RichText. `say` hears what is on its way or went wrong; `changed` when one has arrived. */
export class TextPictures {
  #box; #told; #changed;
  #loading = new Map();

  constructor(box, { told, changed }) {
    this.#box = box;
    this.#told = told;
    this.#changed = changed;
    box.root.addEventListener(PASTED_PICTURES, ({ detail }) => this.#pasted(detail));
  }

  get busy() {
    return this.#loading.size > 0;
  }

  /** Put them at the caret, one after the other. */
  async put(files) {
    for (const file of files) await this.#putOne(file);
  }

  async #putOne(file) {
    const fault = refusal(file);
    if (fault) {
      this.#told(fault, { failed: true });
      return;
    }
    const address = URL.createObjectURL(file);
    const size = await sizeOf(address);
    if (!size) {
      URL.revokeObjectURL(address);
      this.#told(say("picture_not_read", { name: file.name }), { failed: true });
      return;
    }
    this.#loading.set(address, 0);
    this.#box.insertPicture({ src: address, alt: file.name.replace(/\.\w+$/, ""), ...shownSize(size) });
    this.#tell();
    try {
      const progress = (part) => { this.#loading.set(address, part); this.#tell(); };
      const { url } = await upload(file, { inline: true, progress }).done;
      this.#box.sent.set(address, url);
      for (const picture of this.#box.root.querySelectorAll(`img[src="${address}"]`)) picture.setAttribute("src", url);
      this.#loading.delete(address);
      this.#tell();
    } catch (problem) {
      this.#loading.delete(address);
      for (const picture of this.#box.root.querySelectorAll(`img[src="${address}"]`)) picture.remove();
      this.#told(problem.message, { failed: true });
    }
    this.#changed();
  }

  /** A paste had pictures written out in it, and some that lie where only the other program can reach them. */
  async #pasted({ pictures, lost }) {
    this.#told("", { failed: true });
    for (const [place, source] of pictures.entries()) {
      const blob = await (await fetch(source)).blob();
      await this.#putOne(new File([blob], `picture-${place + 1}.${blob.type.split("/")[1]}`, { type: blob.type }));
    }
    if (lost) this.#told(say("pictures_lost", { count: lost }), { failed: true });
  }

  #tell() {
    const parts = [...this.#loading.values()];
    const percent = Math.round((100 * parts.reduce((sum, part) => sum + part, 0)) / (parts.length || 1));
    this.#told(parts.length ? say("pictures_uploading", { percent }) : "");
  }
}

async function sizeOf(address) {
  const picture = new Image();
  picture.src = address;
  try {
    await picture.decode();
  } catch {
    return null;
  }
  return { width: picture.naturalWidth, height: picture.naturalHeight };
}

/** As it will be in the email: never wider than its text. */
function shownSize({ width, height }) {
  const shown = Math.min(width, WIDEST);
  return { width: String(shown), height: String(Math.max(1, Math.round((height * shown) / width))) };
}
