// What this browser remembers of its reader's ways. Where nothing may be kept, the first choice is as good.

/** Keep a word; an empty one is forgotten. */
export function keep(name, word) {
  try {
    if (word) localStorage.setItem(name, word);
    else localStorage.removeItem(name);
  } catch {
    // Nothing is remembered.
  }
}

/** The word that was kept; "" where none is. */
export function recall(name) {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

/** The names of all words that are kept under a name that begins so. */
export function keptNames(beginning) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(beginning));
  } catch {
    return [];
  }
}

/** Keep a yes or a no. */
export const remember = (name, yes) => keep(name, yes ? "1" : "");

/** Whether it was a yes. */
export const remembered = (name) => recall(name) === "1";
