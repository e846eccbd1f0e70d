// How files come into a message: picked, dropped or pasted. Pictures that are pasted, or dropped onto the text, are shown in it.

import { pieces } from "../lib/pieces.js";
import { isPicture } from "../editor/text-pictures.js";

/** Let this composer take files. It has `shelf`, `box` and `pictures` of the text that is written now. */
export function takeFiles(composer) {
  pickWith(composer, "[data-attach]", "[data-files]", (files) => composer.shelf.add(files));
  pickWith(composer, "[data-picture]", "[data-pictures]", (files) => composer.pictures.put(files));
  composer.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    composer.classList.add("is-dropping");
  });
  composer.addEventListener("dragleave", (event) => {
    if (!composer.contains(event.relatedTarget)) composer.classList.remove("is-dropping");
  });
  composer.addEventListener("drop", (event) => dropped(composer, event), { capture: true });
  composer.addEventListener("paste", (event) => pasted(composer, event), { capture: true }); // before the editor sees it
}

function pickWith(composer, button, input, take) {
  const field = composer.querySelector(input);
  composer.querySelector(button).addEventListener("click", () => field.click());
  field.addEventListener("change", () => {
    take([...field.files]);
    field.value = "";
  });
}

function dropped(composer, event) {
  composer.classList.remove("is-dropping");
  const files = [...event.dataTransfer.files];
  if (!files.length) return;
  event.preventDefault();
  event.stopPropagation();
  const { box } = composer;
  const onText = box.root.contains(event.target);
  if (onText) box.moveTo(event.clientX, event.clientY);
  composer.pictures.put(onText ? files.filter(isPicture) : []);
  composer.shelf.add(onText ? files.filter((file) => !isPicture(file)) : files);
}

function pasted(composer, event) {
  const files = [...(event.clipboardData?.files ?? [])];
  if (!files.length || hasWords(event.clipboardData)) return; // a table copied from a sheet comes as a picture too
  event.preventDefault();
  event.stopImmediatePropagation();
  composer.pictures.put(files.filter(isPicture));
  composer.shelf.add(files.filter((file) => !isPicture(file)));
}

/** Whether there is text besides the files: a browser's "copy picture" brings one <img> as HTML, which is none. */
function hasWords(clipboard) {
  const html = clipboard.getData("text/html");
  if (!html) return false;
  const nodes = pieces(html.replace(/<style[\s\S]*?<\/style>/gi, ""));
  return Boolean(nodes.textContent.trim() || nodes.querySelector("table"));
}
