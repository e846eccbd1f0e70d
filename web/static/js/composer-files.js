// How files come into a message: picked, dropped or pasted. Pictures that are pasted stand in the text itself.

import { post } from "./requests.js";

const isPicture = (file) => file.type.startsWith("image/");

/** Let this composer take files. */
export function takeFiles(composer) {
  pickWith(composer, "[data-attach]", "[data-files]", (files) => composer.shelf.add(files));
  pickWith(composer, "[data-picture]", "[data-pictures]", (files) => putPictures(composer, files));
  composer.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    composer.classList.add("is-dropping");
  });
  composer.addEventListener("dragleave", (event) => {
    if (!composer.contains(event.relatedTarget)) composer.classList.remove("is-dropping");
  });
  composer.addEventListener("drop", (event) => {
    composer.classList.remove("is-dropping");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    event.stopPropagation();
    composer.shelf.add(event.dataTransfer.files);
  }, { capture: true });
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

function pasted(composer, event) {
  const files = [...(event.clipboardData?.files ?? [])];
  if (!files.length || event.clipboardData.types.includes("text/html")) return; // a table copied from a sheet is text
  event.preventDefault();
  event.stopImmediatePropagation();
  putPictures(composer, files.filter(isPicture));
  composer.shelf.add(files.filter((file) => !isPicture(file)));
}

/** Pictures stand in the text where the caret is; they go to the desk first. */
async function putPictures(composer, files) {
  for (const file of files) {
    const form = new FormData();
    form.append("file", file);
    form.append("inline", "1");
    try {
      const { attachment } = await post("/uploads", form);
      const picture = document.createElement("img");
      picture.src = attachment.url;
      picture.alt = attachment.name;
      composer.box.insert(picture.outerHTML);
    } catch (problem) {
      composer.complain(problem.message);
    }
  }
}
