// What every customers' page does when scripts run; without them it works too.

import { drawTimes } from "./times.js";

drawTimes();

for (const choice of document.querySelectorAll(".language-choice")) {
  choice.classList.add("language-choice--immediate");
  choice.querySelector("select").addEventListener("change", () => choice.requestSubmit());
}
