// What the server says about this page and its reader: two JSON blocks, read once.

const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "{}");

/** Who looks, and with which limits: `me`, `limits`, `lastEvent`, `mail`. */
export const page = read("page-facts");

const words = read("page-words");

const language = document.documentElement.lang || "en";
const plural = new Intl.PluralRules(language);
const number = new Intl.NumberFormat(language);
const list = new Intl.ListFormat(language);

/** The text of this name in the reader's language, with `%(name)s` filled from `values`; of a text with plural forms the one for `count`. */
export function say(name, values = {}) {
  return fill(words[name] ?? name, values);
}

/** The same for a text that came otherwise than with the page. */
export function fill(given, values = {}) {
  return formOf(given, values.count).replace(/%\((\w+)\)s/g, (mark, key) => (key in values ? shown(values[key]) : mark));
}

/** The form for this count of a text that has several: `{one: …, other: …}` by the categories of CLDR. */
export const formOf = (given, count) => (typeof given === "string" ? given : given[plural.select(count)] ?? given.other);

const shown = (value) => (typeof value === "number" ? number.format(value) : String(value));

/** "Anna, Ben and Carla". */
export const listed = (names) => list.format(names);

/** The first word of a name: "Maria has this ticket". */
export const firstName = (name) => (name || "").trim().split(/\s+/)[0] || name;
