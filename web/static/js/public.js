// What every customers' page does when scripts run; without them it works too.

import "./copy-text.js";
import "./file-drop.js";
import "./message-frame.js";
import { drawTimes } from "./times.js";

drawTimes();
document.getElementById("faults")?.focus();

for (const choice of document.querySelectorAll(".language-choice")) {
  choice.classList.add("language-choice--immediate");
  choice.querySelector("select").addEventListener("change", () => choice.requestSubmit());
}

// A form is sent once: the second press of an impatient hand does nothing, and the server would know it anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
});
