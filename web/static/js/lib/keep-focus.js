// Keeps the focus when what has it is redrawn.

const NAMES = ["id", "popovertarget", "data-act", "data-key", "data-step", "data-panel", "data-ticket-link", "data-edit", "name"];

/** Change something inside of `scope`: the focus goes to the same control of the new drawing, else to `otherwise`. */
export function keepFocus(scope, change, otherwise) {
  const before = document.activeElement;
  change();
  if (before.isConnected || document.activeElement !== document.body) return;
  const like = selectorOf(before);
  const again = like && [...scope.querySelectorAll(like)].find((one) => one.checkVisibility() && !one.disabled);
  (again || otherwise())?.focus({ preventScroll: true });
}

function selectorOf(element) {
  const name = NAMES.find((one) => element.hasAttribute(one));
  return name ? `${element.localName}[${name}="${CSS.escape(element.getAttribute(name))}"]` : "";
}
