"""The page with which a person leafs through the pictures: by words, theme, width, and only those with faults."""

import json
from dataclasses import asdict
from pathlib import Path

from tests.pictures.camera import Picture

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Deskbell in pictures</title>
<style>
  :root { color-scheme: light dark; font: 14px/1.4 system-ui, sans-serif; }
  body { margin: 0; background: light-dark(#e6e9e7, #161b19); }
  form { position: sticky; inset-block-start: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center;
    padding: 10px 16px; background: light-dark(#fff, #222927); box-shadow: 0 1px 4px #0004; }
  input[type=search] { min-inline-size: 260px; padding: 6px 8px; font: inherit; }
  main { display: flex; flex-wrap: wrap; gap: 24px 16px; align-items: start; padding: 16px; }
  figure { margin: 0; }
  figure img { display: block; block-size: 300px; inline-size: auto; max-inline-size: 100%; object-fit: cover; object-position: top;
    background: #8884; box-shadow: 0 1px 6px #0005; cursor: zoom-in; }
  figcaption { max-inline-size: 480px; padding-block-start: 4px; overflow-wrap: anywhere; }
  details { color: light-dark(#a4241d, #ff9d92); }
  dialog { max-inline-size: 98vw; max-block-size: 98vh; padding: 0; border: 0; overflow: auto; background: Canvas; }
  dialog::backdrop { background: #000c; }
  dialog p { position: sticky; inset-block-start: 0; margin: 0; padding: 6px 12px; background: Canvas; }
  dialog img { display: block; max-inline-size: 100%; margin-inline: auto; }
</style>
<form>
  <b>Deskbell in pictures</b>
  <input type="search" name="words" placeholder="page, dialog, mail …" aria-label="Words">
  <span id="themes"></span><span id="widths"></span>
  <label><input type="checkbox" name="faults"> only what sticks out</label>
  <output></output>
</form>
<main></main>
<dialog><p></p><img alt=""></dialog>
<script>
const pictures = PICTURES;
const form = document.querySelector("form"), main = document.querySelector("main"), dialog = document.querySelector("dialog");
let shown = [], at = 0;
for (const [key, place] of [["theme", "#themes"], ["width", "#widths"]])
  for (const value of new Set(pictures.map((one) => String(one[key]))))
    document.querySelector(place).insertAdjacentHTML("beforeend",
      `<label><input type="checkbox" name="${key}" value="${value}" checked> ${value}</label> `);
function draw() {
  const asked = new FormData(form), words = asked.get("words").toLowerCase();
  shown = pictures.filter((one) => asked.getAll("theme").includes(one.theme) && asked.getAll("width").includes(String(one.width))
    && one.place.toLowerCase().includes(words) && (!asked.get("faults") || one.faults.length));
  document.querySelector("output").textContent = `${shown.length} of ${pictures.length}; click one, then leaf with the arrow keys`;
  main.replaceChildren(...shown.map((one, number) => {
    const figure = document.createElement("figure"), img = new Image(), text = document.createElement("figcaption");
    Object.assign(img, {loading: "lazy", src: one.file, alt: "", onclick: () => open(number)});
    text.textContent = `${one.place} · ${one.width} · ${one.theme}`;
    figure.append(img, text);
    if (one.faults.length) {
      const faults = document.createElement("details"), head = document.createElement("summary"), list = document.createElement("pre");
      head.textContent = `${one.faults.length} stick out`;
      list.textContent = one.faults.join("\\n");
      faults.append(head, list);
      text.append(faults);
    }
    return figure;
  }));
}
function open(number) {
  at = (number + shown.length) % shown.length;
  dialog.querySelector("img").src = shown[at].file;
  dialog.querySelector("p").textContent = `${shown[at].place} · ${shown[at].width} · ${shown[at].theme}`;
  if (!dialog.open) dialog.showModal();
}
dialog.addEventListener("click", () => dialog.close());
addEventListener("keydown", ({key}) => dialog.open && ({ArrowRight: 1, ArrowLeft: -1})[key] && open(at + ({ArrowRight: 1, ArrowLeft: -1})[key]));
form.addEventListener("input", draw);
form.addEventListener("submit", (event) => event.preventDefault());
draw();
</script>
"""


def write_leaves(folder: Path, pictures: list[Picture]) -> Path:
    """Write `index.html` beside the pictures; it needs nothing else."""
    path = folder / "index.html"
    told = json.dumps([asdict(one) for one in pictures]).replace("</", "<\\/")
    path.write_text(PAGE.replace("PICTURES", told), "utf-8")
    return path
