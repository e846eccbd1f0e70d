// The fate of a text that was typed here: whether it stands in the thread, sent from another window or device.

import { page } from "../lib/page.js";
import { markup, pieces } from "../lib/pieces.js";

const words = (text) => text.replace(/\s+/g, " ").trim();

/** The words of some markup, for comparing. */
export const wordsOf = (html) => words(pieces(html.replace(/<(?:br|\/p|\/div|\/li|\/td)\b/g, " $&")).textContent);

/**
 * Whether the reader's own messages of this kind after the message `after` have all these words ("sent"), are others ("other"),
 * or there is none ("").
 */
export function hasLeft(thread, kind, html, after = 0) {
  const own = [...thread.querySelectorAll(`.message--${kind}[data-operator="${page.me?.id}"]`)];
  const since = own.filter((message) => Number(message.id.replace("message-", "")) > Number(after));
  const said = wordsOf(html);
  if (since.some((message) => wordsOf(markup(message.querySelector(".message__text"))).includes(said))) return "sent";
  return since.length ? "other" : "";
}
