// Messages that wait for the line although their ticket is open no more: sent when it is back, each once.

import { live } from "./live.js";
import { toast } from "./desk-toast.js";
import { keep } from "../lib/memory.js";
import { say } from "../lib/page.js";
import { Problem, post } from "../lib/requests.js";

const waiting = new Map(); // ticket and kind → what will be sent: {ticket, mode, path, fields, place}

const nameOf = (ticket, mode) => `${ticket}:${mode}`;

/** This message waits; `fields` has the key that makes it one however often it is sent, `place` is where its text is kept here. */
export function waitToSend(message) {
  waiting.set(nameOf(message.ticket, message.mode), message);
}

/** Its ticket is open again, and its composer sends it; undefined where nothing waits. */
export function takeBack(ticket, mode) {
  const message = waiting.get(nameOf(ticket, mode));
  waiting.delete(nameOf(ticket, mode));
  return message;
}

/** How many wait here. */
export const waitingCount = () => waiting.size;

async function sendAll() {
  for (const [name, message] of [...waiting]) {
    waiting.delete(name);
    await send(message);
  }
}

async function send({ ticket, path, fields, place }) {
  const number = `#${ticket}`;
  try {
    await post(`/tickets/${ticket}/${path}`, fields);
    keep(place, "");
    toast({ title: say("sent_when_back", { number }), iconName: "check" });
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem; // its text is still kept here, and found when the ticket is opened
    toast({ title: say("not_sent_when_back", { number }), text: problem.message, iconName: "warning", until: Date.now() + 20_000 });
  }
}

live.addEventListener("connected", sendAll);
