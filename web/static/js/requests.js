// Plain requests to the desk. A refusal is a Problem that carries what the server said.

import { say } from "./page.js";
import { pieces } from "./pieces.js";

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

async function reach(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, { detail: say("not_saved") });
  }
  if (response.status === 401 || (response.redirected && new URL(response.url).pathname === "/sign-in")) {
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
    throw new Problem(401, { detail: say("signed_out") });
  }
  if (!response.ok) throw new Problem(response.status, await response.json().catch(() => ({})));
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

/** Read one piece of a page, drawn by the server, ready to be put in place. */
export async function getPart(path, part, options = {}) {
  const headers = { Accept: "text/html", "Deskbell-Part": part };
  return pieces(await (await reach(path, { headers, ...options })).text());
}
