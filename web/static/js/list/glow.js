// The brass wash over a row that someone else has just changed. It stays until it was seen for a second.

const SEEN_MS = 1000;
const AT_MOST = 3;
const glowing = new Map(); // item → timer, or null while it is out of sight

const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!glowing.has(target)) continue;
    clearTimeout(glowing.get(target));
    glowing.set(target, isIntersecting && !document.hidden ? setTimeout(() => fade(target), 2400 + SEEN_MS) : null);
  }
}, { threshold: 0.6 });

document.addEventListener("visibilitychange", () => {
  for (const item of glowing.keys()) {
    watcher.unobserve(item);
    watcher.observe(item);
  }
});

/** Let this row glow; false when three glow already (then only the pill counts). */
export function glow(item) {
  if (glowing.has(item)) fade(item);
  if (glowing.size >= AT_MOST) return false;
  item.classList.add("is-live");
  glowing.set(item, null);
  watcher.observe(item);
  return true;
}

function fade(item) {
  clearTimeout(glowing.get(item));
  glowing.delete(item);
  watcher.unobserve(item);
  item.classList.remove("is-live");
}
