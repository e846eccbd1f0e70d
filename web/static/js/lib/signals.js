// What the scripts of a page tell each other: every event of ours, under one prefix. What the desk tells is `Live`'s own.

const named = (name) => `deskbell:${name}`;

export const ANSWER_RECALLED = named("answer-recalled"); // an answer was taken back in its undo time: {ticket, draft, kind}
export const COUNTS_DRAWN = named("counts-drawn"); // the figures in the rail are new
export const CREW_CHANGED = named("crew-changed"); // who is at the desk, and where, has changed
export const DESK_AWAY = named("desk-away"); // an act was answered with: the desk cannot reach its database
export const DRAFT_TOLD = named("draft-told"); // the desk has a draft of what is being written
export const OWN_MARKS_CHANGED = named("own-marks-changed"); // the reader's drafts, or notes that name them, are on other tickets: {tickets}
export const FILE_REMOVED = named("file-removed"); // a file was taken off its shelf
export const FILES_CHANGED = named("files-changed"); // the files of a text have changed
export const INSERT_ASKED = named("insert"); // a card of a panel is to stand at the cursor: {html, attachments, panel, titles}
export const LINK_ASKED = named("link-asked"); // the address of a link is asked for
export const LIST_SHOWN = named("list-shown"); // another list stands in its place: {list}
export const PANELS_ASKED = named("panels-asked"); // the panels are to be shown
export const PASTED_PICTURES = named("pasted-pictures"); // what was pasted holds pictures: {pictures, lost}
export const PEOPLE_TOUCHED = named("people-touched"); // a person or group was changed from here: the form that did it
export const PREFERENCES_CHANGED = named("preferences-changed"); // the reader wants the console otherwise
export const SELECTION_CHANGED = named("selection-changed"); // other rows of the list are chosen
export const TICKET_CHOSEN = named("ticket-chosen"); // a ticket is to be opened: {ticket, message}
export const TICKET_CLOSED = named("ticket-closed"); // the open ticket is gone for this reader: {words}
export const TICKET_HEARD = named("ticket-heard"); // something has happened on a ticket: the event
export const TICKET_OPENED = named("ticket-opened"); // another ticket stands in the pane
export const TICKET_READ = named("ticket-read"); // the reader has seen what is new on the open ticket
export const TICKET_TOUCHED = named("ticket-touched"); // the reader did something: {ticket}, or none where any may have changed

/** Tell whoever listens, on `from` and above it. */
export function signal(name, detail, from = document) {
  from.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
}
