// A switch or a theme of the reader's preferences, wherever it stands: kept at once.

import { prefer } from "../lib/preferences.js";
import { failed } from "../live/outcomes.js";

/** Ask the browser whether it shows notifications; true when it does. */
export async function askPermission() {
  if (!globalThis.Notification) return false;
  return (await Notification.requestPermission()) === "granted";
}

document.addEventListener("change", async (event) => {
  const { target } = event;
  const name = target.dataset.prefer;
  if (!name && !target.matches("[data-prefer-theme]")) return;
  try {
    if (name === "desktop" && target.checked) await askPermission();
    await prefer(name ? { [name]: target.checked } : { theme: target.value });
  } catch (problem) {
    failed(problem);
  }
});
