// How the reader wants the console to be: kept by the desk, so that it follows them, and the same in all their windows.

import { page } from "./page.js";
import { post } from "./requests.js";
import { hear, tell } from "./windows.js";
import { LIST_SHOWN, PREFERENCES_CHANGED, signal } from "./signals.js";

const chosen = page.me?.preferences ?? {};

/** One of the reader's choices, as it is now. */
export const prefers = (name) => chosen[name];

/** Choose: at once here and in the reader's other windows, then kept by the desk. */
export async function prefer(changes) {
  take(changes);
  tell("preferences", changes);
  const typed = Object.entries(changes).map(([name, value]) => [name, typeof value === "boolean" ? String(Number(value)) : value]);
  await post("/me/preferences", Object.fromEntries(typed));
}

function take(changes) {
  Object.assign(chosen, changes);
  draw();
  signal(PREFERENCES_CHANGED);
}

/** Show what is chosen: theme, rows, and every switch that says so. */
function draw() {
  const root = document.documentElement;
  if (chosen.theme) root.dataset.theme = chosen.theme;
  else delete root.dataset.theme;
  document.cookie = `deskbell_theme=${chosen.theme ?? ""}; path=/; max-age=31536000; samesite=lax`; // for the sign-in page
  document.querySelector(".desk")?.classList.toggle("compact", Boolean(chosen.compact));
  for (const button of document.querySelectorAll("[data-compact]")) button.setAttribute("aria-pressed", String(Boolean(chosen.compact)));
  for (const choice of document.querySelectorAll("[data-theme][role=menuitemradio]")) {
    choice.setAttribute("aria-checked", String(choice.dataset.theme === (chosen.theme ?? "")));
  }
  for (const field of document.querySelectorAll("[data-prefer]")) field.checked = Boolean(chosen[field.dataset.prefer]);
  for (const field of document.querySelectorAll("[data-prefer-theme]")) field.checked = field.value === (chosen.theme ?? "");
}

hear("preferences", take);
document.addEventListener(LIST_SHOWN, draw);
if (page.me) draw();
