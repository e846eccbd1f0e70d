// On which tickets the reader has begun to write: known from the page, from what is typed here, and from every count of the rail.

import { page } from "../lib/page.js";
import { OwnMarks } from "./own-marks.js";

const drafted = new OwnMarks(page.drafted);

/** Whether the reader has a draft on this ticket. */
export const isDrafted = (ticket) => drafted.has(ticket);

/** The desk has counted: on these. */
export const setDrafted = (tickets) => drafted.set(tickets);

/** One was begun; where one has ended there may be another of its kinds, and the desk counts. */
export const draftBegan = (ticket) => drafted.add(ticket);
