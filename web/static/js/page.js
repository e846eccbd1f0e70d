// What the server says about this page and its reader: two JSON blocks, read once.

const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "{}");

/** Who looks, and with which limits: `me`, `limits`, `lastEvent`, `mail`. */
export const page = read("page-facts");

const words = read("page-words");

/** The text of this name in the reader's language, with `%(name)s` filled from `values`. */
export function say(name, values = {}) {
  const text = words[name] ?? name;
  return text.replace(/%\((\w+)\)s/g, (mark, key) => (key in values ? String(values[key]) : mark));
}

/** The first word of a name: "Maria is answering". */
export const firstName = (name) => (name || "").trim().split(/\s+/)[0] || name;
