// The height of the text: it grows with what is typed up to a limit; who wants more room drags the upper edge, or uses
// the arrow keys on it. What someone chose stays so.

import { recall, keep } from "../lib/memory.js";

const LEAST = 68;
const STEP = 24;
const KEPT = "composer-height";

/** Let the upper edge of this composer be moved. */
export function resizable(composer) {
  const grip = composer.querySelector(".composer__grip");
  const most = () => Math.round(innerHeight * 0.6);
  const set = (height, save = true) => {
    const chosen = Math.max(LEAST, Math.min(Math.round(height), most()));
    composer.style.setProperty("--text-height", `${chosen}px`);
    composer.classList.toggle("is-sized", chosen > LEAST);
    grip.setAttribute("aria-valuenow", String(chosen));
    grip.setAttribute("aria-valuemax", String(most()));
    if (save) keep(KEPT, chosen > LEAST ? String(chosen) : "");
  };
  set(Number(recall(KEPT)) || LEAST, false);

  grip.addEventListener("pointerdown", (down) => {
    const begun = composer.box.root.offsetHeight;
    grip.setPointerCapture(down.pointerId);
    const move = (event) => set(begun + down.clientY - event.clientY);
    grip.addEventListener("pointermove", move);
    grip.addEventListener("lostpointercapture", () => grip.removeEventListener("pointermove", move), { once: true });
  });
  grip.addEventListener("dblclick", () => set(LEAST));
  grip.addEventListener("keydown", (event) => {
    const now = composer.box.root.offsetHeight;
    const to = { ArrowUp: now + STEP, ArrowDown: now - STEP, Home: LEAST, End: most() }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(to);
  });
}
