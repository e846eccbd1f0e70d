// The door greets by the reader's own clock.

import { say } from "./page.js";

const hour = new Date().getHours();
const greeting = hour < 5 ? "evening" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
document.querySelector("[data-greeting]").textContent = say(greeting);
