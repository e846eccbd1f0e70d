// A key that an input method takes (Japanese, Chinese, Korean, …) is its own: Enter ends a conversion and sends nothing, Escape
// drops one and closes nothing. This is the one place for it, in front of every other script: each page's script imports it first.

/** Safari ends the composition before its last key comes: such a key still has the number 229 (UI Events, §7.3.1). */
const isTaken = (event) => event.isComposing || event.keyCode === 229;

let isDown = false; // a key that is the input method's

addEventListener("keydown", (event) => {
  isDown = isTaken(event);
  if (isDown) event.stopImmediatePropagation();
}, { capture: true });
addEventListener("keyup", () => { isDown = false; }, { capture: true });
addEventListener("cancel", (event) => isDown && event.preventDefault(), { capture: true }); // a dialog stays

// Some input methods let Enter through as a character too, which would send the form. A phone's "Go" is meant so.
addEventListener("keypress", (event) => {
  if (event.isComposing && event.key === "Enter" && !/Android/.test(navigator.userAgent)) event.preventDefault();
}, { capture: true });
