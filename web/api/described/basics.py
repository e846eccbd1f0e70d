"""What holds for every call: the beginning of the docs, in Markdown, from which the page is drawn too."""

import re
from typing import Final, NamedTuple

BASICS: Final = """\
All addresses begin with `{base}`. Answers are JSON in UTF-8; times are UTC milliseconds. The same as a document for
tools: [OpenAPI 3.1](/api/v1/openapi.json).

## Keys

Send `Authorization: Bearer KEY` with each request. Administrators create keys in the console under API keys, or with
`deskbell key add NAME --scopes tickets:read`. Keys are accepted over HTTPS only, except on the desk's own machine. A key
does what its scopes say and nothing else: {scopes}.

Tickets of members-only groups exist for keys that name the group. To all others they are not found and not counted.

## Lists

`limit` sets the length of a page; one that is too large is refused, not cut. Go on with `next_cursor` as `cursor`, or
follow `Link: rel="next"`. `count=true` also tells how many there are. An unknown parameter is refused, so a mistyped
filter never returns everything.

## Writing

With an `Idempotency-Key`, sending the same request again gives the first result and does nothing twice, however long ago
it was. With another body it is refused. Each API key has its own.

With a ticket's `ETag` in `If-Match`, whatever changes the ticket or writes to it is done only while nobody else has changed
it; otherwise 412. A repeat by `Idempotency-Key` gives the first result all the same.

## Pace

`RateLimit-Policy` and `RateLimit` on each answer say how many requests a key may make and how many are left. One too many
is answered with 429 and `Retry-After`.

## Problems

Whatever goes wrong is an `application/problem+json` (RFC 9457). Its `type` is the address of a page that explains it;
`errors` names the fields at fault.
"""
_MARKED = re.compile(r"`(?P<code>[^`]+)`|\[(?P<words>[^\]]+)\]\((?P<href>[^)]+)\)")


def basics(base: str, scopes: list[str]) -> list[str]:
    """The headings (`## …`) and paragraphs, each on one line."""
    told = BASICS.format(base=base, scopes=", ".join(f"`{scope}`" for scope in scopes))
    return [" ".join(paragraph.split()) for paragraph in told.split("\n\n")]


class Span(NamedTuple):
    """A piece of a paragraph: text, code, or a link to somewhere."""

    text: str
    is_code: bool = False
    href: str = ""


def spans(paragraph: str) -> list[Span]:
    """The paragraph's pieces, as a page draws them."""
    found, end = [], 0
    for match in _MARKED.finditer(paragraph):
        code = match["code"]
        marked = Span(code, is_code=True) if code else Span(match["words"], href=match["href"])
        found += [Span(paragraph[end : match.start()]), marked]
        end = match.end()
    return [*found, Span(paragraph[end:])]
