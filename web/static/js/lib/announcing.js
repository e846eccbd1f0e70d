// What a screen reader says unasked: one line that waits its turn, and one that interrupts. Both stand in the page from
// the start, because a region that is drawn together with its words is often not read.

const PAUSE_MS = 60; // between nothing and the words: so that the same words are read twice when they are said twice

/** Say it to who cannot see it. `urgent` interrupts: a lock that is lost, an answer that did not leave. */
export function announce(words, { urgent = false } = {}) {
  const line = document.getElementById(urgent ? "said-at-once" : "said");
  if (!line) return;
  line.textContent = "";
  clearTimeout(line.timer);
  line.timer = setTimeout(() => { line.textContent = words; }, PAUSE_MS);
}
