// Markup and nodes. The only place where a text becomes markup: what comes here was drawn, or cleaned, by the desk.

/** Markup that the desk drew, as nodes. */
export function pieces(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** Nodes as markup: the way back. */
export function markup(nodes) {
  const template = document.createElement("template");
  template.content.append(nodes.cloneNode(true));
  return template.innerHTML;
}

/** The content of a `<template>` of the page, as markup; "" if there is none. */
export const markupIn = (place) => place.querySelector("template")?.innerHTML ?? "";
