// Plain requests to the desk. A refusal is a Problem that carries what the server said.

import { say } from "./page.js";
import { pieces } from "./pieces.js";
import { DESK_AWAY, signal } from "./signals.js";

/** A key that names one drawn form or one save: the same again is the same message, the same text. */
export const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The desk refused, or could not be reached (`status` 0). `facts` is the problem's JSON. */
export class Problem extends Error {
  constructor(status, facts) {
    super(facts.detail || facts.title || say("not_saved"));
    this.status = status;
    this.facts = facts;
  }

  /** Which kind of refusal: the last word of the problem's type. */
  get slug() {
    return this.facts.slug || String(this.facts.type || "").split(/[/:]/).pop();
  }
}

/** Whether the desk may have done it all the same: its answer was lost, or its database went away. */
export const isUnheard = (problem) => problem instanceof Problem && (problem.status === 0 || problem.slug === "database-away");

async function reach(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, { detail: say(options.method === "POST" ? "not_saved" : "not_loaded") });
  }
  if (response.status === 401 || (response.redirected && new URL(response.url).pathname === "/sign-in")) {
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
    throw new Problem(401, { detail: say("signed_out") });
  }
  if (!response.ok) {
    const problem = new Problem(response.status, await response.json().catch(() => ({})));
    if (problem.slug === "database-away") signal(DESK_AWAY); // live.js hears it
    throw problem;
  }
  return response;
}

/** The body of a form: multipart where files are in it, else the small kind. */
function bodyOf(fields) {
  if (fields instanceof FormData) {
    return [...fields.values()].some((value) => value instanceof File) ? fields : new URLSearchParams(fields);
  }
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) body.append(name, one ?? "");
  }
  return body;
}

/** Do something at the desk; what it answers, as an object. */
export async function post(path, fields = {}, options = {}) {
  const body = bodyOf(fields);
  const response = await reach(path, { method: "POST", body, headers: { Accept: "application/json" }, ...options });
  return response.status === 204 ? {} : response.json();
}

/** Read facts. */
export async function getJson(path) {
  return (await reach(path, { headers: { Accept: "application/json" } })).json();
}

/** Read a whole page, drawn by the server, to take from it what is wanted. */
export async function getPage(path, options = {}) {
  return pieces(await (await reach(path, { headers: { Accept: "text/html" }, ...options })).text());
}

/** Read one piece of a page, drawn by the server, ready to be put in place. */
export async function getFragment(path, fragment, options = {}) {
  const headers = { Accept: "text/html", "Deskbell-Part": fragment };
  return pieces(await (await reach(path, { headers, ...options })).text());
}
