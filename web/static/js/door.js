// The door greets by the reader's own clock.

import "./shown-password.js";
import { say } from "./page.js";

const hour = new Date().getHours();
const greeting = hour < 5 ? "evening" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
const heading = document.querySelector("[data-greeting]");
if (heading) heading.textContent = say(greeting);
