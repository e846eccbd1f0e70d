// On which tickets a note names the reader, who has not read it yet.

import { page } from "../lib/page.js";
import { OwnMarks } from "./own-marks.js";

const mentioned = new OwnMarks(page.mentioned);

export const isMentioned = (ticket) => mentioned.has(ticket);

/** The desk has counted: on these. */
export const setMentioned = (tickets) => mentioned.set(tickets);

/** Whether this event is a note that names the reader. */
export const mentionsMe = ({ mentions }) => Boolean(mentions?.some(({ id }) => id === page.me?.id));
