// A browser that its reader is notified on while no console is open: it says who is signed in here now, and which console is in view.

import { live } from "../live/live.js";
import { keep, recall } from "../lib/memory.js";
import { page } from "../lib/page.js";
import { post } from "../lib/requests.js";

const SESSION = "push-session"; // the one that the desk knows this browser by
const EVERY_MS = 20_000; // the desk waits for twice as long

/** What the browser is subscribed as; null where it is not, or cannot be. */
export async function subscription() {
  const worker = await navigator.serviceWorker?.getRegistration("/");
  return (await worker?.pushManager?.getSubscription()) ?? null;
}

/** After a new sign-in: the subscription ends with that session now, or with whoever had it before. */
async function renew() {
  if (recall(SESSION) === page.push) return;
  const own = await subscription();
  if (own) await post("/me/push/renew", { endpoint: own.endpoint });
  keep(SESSION, page.push);
}

/** Whoever has a console in view is told there, and not on their phone too. */
function seen() {
  if (!document.hidden) live.send("seen", {});
}

if (page.push) {
  addEventListener("load", () => renew().catch(() => {})); // the next page tries again
  live.addEventListener("connected", seen);
  document.addEventListener("visibilitychange", seen);
  setInterval(seen, EVERY_MS);
}
