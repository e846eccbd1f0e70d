"""The request headers that decide whether something is done, and whether it is done again."""

import re

from pydantic import BaseModel
from starlette.requests import Request

from app.core.errors import BadFields
from app.nouns.request_keys import RequestKey
from app.text.limits import at_most_characters
from web.api.answering import digest_of_body
from web.api.operation import ApiRequest

LONGEST = 255
ETAG = re.compile(r'\s*((?:W/)?"[^"]*")\s*(?:,|$)')


def if_match(request: Request) -> set[int] | None:
    """The versions in `If-Match`; None: any will do. A weak or foreign tag is no version of ours (RFC 9110 §13.1.1)."""
    given = request.headers.get("if-match", "").strip()
    if not given or given == "*":
        return None
    tags = [tag.strip('"') for tag in ETAG.findall(given)]
    return {int(tag) for tag in tags if tag.isascii() and tag.isdigit() and len(tag) <= 18}  # noqa: PLR2004  64 bits


def idempotency_key(request: Request) -> str:
    """The `Idempotency-Key`, quoted (as the draft has it) or not; "" for none. Raises BadFields."""
    given = request.headers.get("idempotency-key", "").strip()
    if len(given) >= 2 and given[0] == given[-1] == '"':  # noqa: PLR2004  both quotes
        given = given[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    if len(given) > LONGEST:
        raise BadFields({"Idempotency-Key": at_most_characters(LONGEST)})
    return given


def request_key_of(request: ApiRequest, body: BaseModel) -> RequestKey | None:
    """The key as the desk keeps it: the API key's own, for this very body. None where none came."""
    typed = idempotency_key(request.http)
    return RequestKey(typed, "api", request.holder.key.id, digest_of_body(body)) if typed else None
