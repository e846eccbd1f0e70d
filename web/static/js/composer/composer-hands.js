// What hands do in the composer besides writing: its buttons and its keys.

import { undoNewest } from "../live/desk-toast.js";
import { beginsWord } from "./template-picker.js";
import { PANELS_ASKED, signal } from "../lib/signals.js";

/** Hear what hands do in this composer. */
export function takeHands(composer) {
  for (const [kind, hear] of Object.entries({ click: pressed, keydown: keyed, beforeinput: typed })) {
    composer.addEventListener(kind, (event) => hear(composer, event));
  }
}

const nextOf = (tab, by) => {
  const tabs = [...tab.parentElement.children];
  return tabs.at((tabs.indexOf(tab) + by + tabs.length) % tabs.length);
};

/** A button of the composer. */
function pressed(composer, event) {
  const button = event.target.closest("button");
  if (!button) return;
  const { kind, send } = button.dataset;
  if (button.getAttribute("role") === "tab") composer.write(kind);
  else if (send !== undefined) composer.choice.choose(send) || composer.sending.send();
  else if (button.matches("[data-send-on]")) composer.sending.send({ next: true });
  else if (button.matches("[data-send-next]")) composer.choice.thenNext = !composer.choice.thenNext;
  else if (button.matches("[data-templates]")) composer.picker.open(composer.box, { shelf: composer.shelf });
  else if (button.matches("[data-colleagues]")) composer.colleagues.open(composer.box);
}

/** An @ that begins a word of a note, however it is typed: with AltGr, or by a finger. */
function typed(composer, event) {
  if (event.data !== "@" || event.inputType !== "insertText" || composer.mode !== "note") return;
  if (!composer.box.root.contains(event.target) || !beginsWord(composer.box)) return;
  event.preventDefault();
  composer.colleagues.open(composer.box, { typed: true });
}

/** A key within the composer. */
function keyed(composer, event) {
  const command = event.ctrlKey || event.metaKey;
  if (event.key === "Enter" && (command || event.altKey)) {
    event.preventDefault();
    event.stopPropagation();
    const status = event.shiftKey && composer.mode === "answer" ? "closed" : undefined;
    if (!event.repeat) composer.sending.send({ status, next: event.altKey });
  } else if (event.key.toLowerCase() === "z" && command && !event.shiftKey && !composer.touched && composer.box.isEmpty) {
    event.preventDefault(); // nothing is written yet that could be undone: what was sent is
    undoNewest();
  } else if (event.key === "/" && !command && composer.box.root.contains(event.target) && beginsWord(composer.box)) {
    event.preventDefault();
    composer.picker.open(composer.box, { slash: true, shelf: composer.shelf });
  } else if (event.key.toLowerCase() === "h" && command && event.shiftKey) {
    event.preventDefault();
    signal(PANELS_ASKED);
  } else if (event.target.matches("[role=tab]") && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
    const tab = nextOf(event.target, (event.key === "ArrowRight") === (document.documentElement.dir !== "rtl") ? 1 : -1);
    composer.mode = tab.dataset.kind;
    tab.focus();
  }
}
