"""What each kind of problem means, and what to do about it: the page that a problem's `type` leads to."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem, by its slug in the address."""

    slug: str
    status: int
    title: str
    about: str


PROBLEMS: Final = {
    one.slug: one
    for one in (
        ProblemKind("bad-request", 400, "Bad request", "The request could not be read, for example because a header is broken or the body is not a JSON object. `detail` says what. Fix the request before you send it again."),
        ProblemKind("bad-fields", 422, "Fields are at fault", "One or more fields or parameters are missing, wrong or unknown. `errors` lists each with what to do. Nothing was changed."),
        ProblemKind("no-key", 401, "No valid key", "The request has no API key, or one that is unknown, revoked or expired, or that belongs to an operator who has left. Send `Authorization: Bearer KEY`; an administrator can create a key in the console under API keys."),
        ProblemKind("insecure-transport", 403, "Not over HTTPS", "The key was sent over plain HTTP from another machine. It could have been read on the way: revoke it, create another and use HTTPS. Behind a reverse proxy, set `DESKBELL_TRUSTED_PROXIES` and have the proxy send `X-Forwarded-Proto`."),
        ProblemKind("missing-scope", 403, "Scope missing", "The key may not do this; `scope` names what it lacks. Scopes are chosen when a key is made: create another one."),
        ProblemKind("forbidden", 403, "Not allowed", "The desk's rules do not allow this. `detail` says what would make it possible."),
        ProblemKind("not-found", 404, "Not found", "It does not exist, or not for this key: the answer is the same. Tickets of members-only groups exist for keys that name the group."),
        ProblemKind("method-not-allowed", 405, "Method not allowed", "The address exists, but not for this method. `Allow` lists those it takes."),
        ProblemKind("lock-held", 409, "Assigned to someone else", "Another operator has the ticket; `holder` says who. Only they can answer or change it until they drop it or hand it over."),
        ProblemKind("not-held", 409, "Unassigned", "Nobody has the ticket, and this needs an assignee. Take it first."),
        ProblemKind("newer-messages", 409, "The customer wrote meanwhile", "There are messages newer than `seen`. Read them, then send again with the `seen` from this problem."),
        ProblemKind("conflict", 409, "Conflict", "This does not fit the ticket as it is now. `detail` says why."),
        ProblemKind("too-late", 409, "Too late", "The time in which this was possible is over."),
        ProblemKind("already-stored", 409, "Already stored", "The same request key came with other content before. The first result stays."),
        ProblemKind("other-draft", 409, "Another draft", "Another window has saved a draft. It is used in the console only."),
        ProblemKind("changed-meanwhile", 412, "Changed meanwhile", "The ticket is not at the version in `If-Match` any longer; nothing was done. Read it again, decide, and send its new `ETag`."),
        ProblemKind("too-large", 413, "Too large", "The body, a file or all files together are over the limit. `detail` says which limit."),
        ProblemKind("unsupported-media-type", 415, "Wrong content type", "Send JSON as `application/json`, and files as `multipart/form-data`."),
        ProblemKind("idempotency-key-reused", 422, "Idempotency-Key reused", "The key was used with a different request before. Use a new one for each request; repeat it only to send the very same request again."),
        ProblemKind("too-many", 429, "Too many requests", "The key is over its pace. `Retry-After` says how many seconds to wait; `RateLimit` tells on each answer what is left."),
        ProblemKind("signed-out", 401, "Signed out", "There is no session, or it has ended. It concerns the console only."),
        ProblemKind("unexpected", 500, "Our fault", "Something failed that should not. The log has the rest under the number in `incident`; tell your administrator. Repeating with the same Idempotency-Key does nothing twice."),
        ProblemKind("busy", 503, "Busy", "The desk could not do it this moment; nothing was changed. Send the same request again after `Retry-After`."),
        ProblemKind("database-away", 503, "Database away", "The desk's database cannot be reached. Send the same request again after `Retry-After`; with an Idempotency-Key nothing happens twice."),
        ProblemKind("storage-full", 507, "Storage full", "The desk has no space left, and nothing was stored. Tell your administrator."),
    )
}  # fmt: skip
