// The door greets by the reader's own clock.

import "./keys/composing.js";
import "./elements/shown-password.js";
import { say } from "./lib/page.js";

const zone = document.querySelector("[data-own-time-zone]");
if (zone) zone.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

for (const button of document.querySelectorAll("[data-fill-in]")) { // the accounts of a demo
  const { form } = button;
  button.hidden = false;
  button.addEventListener("click", () => {
    form.elements.email.value = button.dataset.fillIn;
    form.elements.password.value = button.dataset.password;
    form.querySelector(".button--primary").focus();
  });
}

const hour = new Date().getHours();
const greeting = hour < 5 ? "evening" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
const heading = document.querySelector("[data-greeting]");
if (heading) heading.textContent = say(greeting);
