// What this browser remembers of its reader's ways. Where nothing may be kept, the first choice is as good.

/** Keep a yes or a no. */
export function remember(name, yes) {
  try {
    if (yes) localStorage.setItem(name, "1");
    else localStorage.removeItem(name);
  } catch {
    // Nothing is remembered.
  }
}

/** Whether it was a yes. */
export function remembered(name) {
  try {
    return localStorage.getItem(name) === "1";
  } catch {
    return false;
  }
}
