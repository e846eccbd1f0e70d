// What every customers' page does when scripts run; without them it works too.

import "./keys/composing.js";
import "./public/copy-text.js";
import "./public/file-drop.js";
import "./elements/message-frame.js";
import "./public/meant-address.js";
import { forget, forgetAll, keep, restore } from "./public/kept-text.js";
import { HASTE_MS, send } from "./public/sending.js";
import { drawTimes } from "./lib/times.js";

drawTimes();
document.getElementById("faults")?.focus();
for (const form of document.querySelectorAll("form[data-kept]")) restore(form);

for (const choice of document.querySelectorAll(".language-choice")) {
  choice.classList.add("language-choice--immediate");
  choice.querySelector("select").addEventListener("change", () => choice.requestSubmit());
}

for (const change of ["input", "change"]) {
  document.addEventListener(change, ({ target }) => target.form?.dataset.kept && keep(target.form));
}

document.addEventListener("change", ({ target }) => {
  const usual = document.getElementById("usual-wait");
  if (target.id === "group" && usual) usual.textContent = target.selectedOptions[0].dataset.usual;
});

document.addEventListener("reset", ({ target: form }) => forget(form));

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.dataset.kept) {
    event.preventDefault();
    send(form, submitter, event.timeStamp);
    return;
  }
  if (form.getAttribute("action") === "/t/leave") forgetAll();
  once(event, form);
});

/** The second press of an impatient hand does nothing. Later it may be the only one: nobody tells of the browser's Stop. */
function once(event, form) {
  if (event.timeStamp - (form.pressedAt ?? -HASTE_MS) < HASTE_MS) {
    event.preventDefault();
    return;
  }
  form.pressedAt = event.timeStamp;
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => event.submitter?.removeAttribute("aria-busy"), HASTE_MS);
}
