"""Which parts of a message are its text and which are files that came with it."""

from typing import Final

from mail import limits
from mail.reading.charsets import decode_text
from mail.reading.cleaning import clean_body
from mail.reading.contents import Body, Contents
from mail.reading.files import attach, attach_message
from mail.reading.mime import Part
from mail.reading.texts import add_html, add_plain, looks_like_page

_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_PLAIN: Final = frozenset({"text/plain", "text/enriched", "text/richtext", "text/markdown", "text/x-markdown"})
_MESSAGES: Final = frozenset({"message/rfc822", "message/global", "message/news"})
_SIGNATURES: Final = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_ENCRYPTED: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_REPORTS: Final = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
    }
)
_RETURNED: Final = frozenset({"text/rfc822-headers", "message/global-headers"})


def contents_of(part: Part) -> Contents:
    """Return what stands in the tree under `part`."""
    contents = Contents()
    _collect(part, contents, hidden=False)
    if not any(body.text().strip() for body in contents.bodies[:1]) and len(contents.bodies) > 1:
        contents.bodies = [body for body in contents.bodies if (body.plain or body.html or "").strip()]
    return contents


def _collect(part: Part, contents: Contents, *, hidden: bool) -> None:  # noqa: C901, PLR0912 - one branch a type of part, flat
    kind = part.content_type
    if part.children:
        if kind == "multipart/alternative":
            _collect_alternative(part, contents)
        elif kind == "multipart/related":
            _collect_related(part, contents, hidden=hidden)
        else:
            contents.signed |= kind == "multipart/signed"
            contents.encrypted |= kind == "multipart/encrypted"
            for child in part.children:
                _collect(child, contents, hidden=hidden)
    elif kind in _MESSAGES:
        contents.returned.append(part)
        attach_message(part, contents)
    elif kind in _REPORTS:
        contents.reports.append(part)
    elif kind in _RETURNED:
        contents.returned.append(part)
    elif kind == "text/calendar" or (kind == "application/ics" and not contents.calendars):
        contents.calendars.append(_text_of(part, limits.CALENDAR_CHARS))
        attach(part, contents)
    elif kind in _SIGNATURES:
        contents.signed = True
        attach(part, contents)
    elif kind in _ENCRYPTED:
        contents.encrypted |= part.parameters.get("smime-type", "") != "signed-data"
        attach(part, contents)
    elif hidden or not _is_text(part, contents):
        attach(part, contents)
    elif kind in _HTML or looks_like_page(part):
        add_html(part, contents)
    else:
        add_plain(part, contents)


def _is_text(part: Part, contents: Contents) -> bool:
    """Say whether a leaf is text to be read in place and not a file."""
    kind = part.content_type
    if kind not in _HTML and kind not in _PLAIN and not (kind.startswith("multipart/") or kind == "message/partial"):
        return False
    if part.disposition == "attachment" or part.too_deep:
        return False
    # A name makes it a file, unless nothing else has been said yet: some mailers name the letter's own text.
    return not part.file_name or (
        not contents.bodies and part.disposition != "inline" and not _has_extension(part.file_name)
    )


def _has_extension(name: str) -> bool:
    stem, dot, extension = name.rpartition(".")
    return bool(stem and dot) and 0 < len(extension) <= 5 and " " not in extension  # noqa: PLR2004 - .html is the longest common one


def _collect_alternative(part: Part, contents: Contents) -> None:
    """Take the plain and the HTML wording as one body; files that hide in either half come along."""
    body = Body()
    for child in part.children:
        inner = Contents()
        _collect(child, inner, hidden=False)
        plain = [one.plain for one in inner.bodies if one.plain is not None]
        pages = [one.html for one in inner.bodies if one.html is not None]
        if pages:
            page = "\n".join(one.page() for one in inner.bodies) if child.children else pages[0]
            body.html = page if body.html is None or not body.html.strip() else body.html
        elif plain and (body.plain is None or not body.plain.strip()):
            body.plain = "\n\n".join(plain)
        contents.attachments += inner.attachments
        contents.calendars += inner.calendars
        contents.reports += inner.reports
        contents.returned += inner.returned
        contents.signed |= inner.signed
        contents.encrypted |= inner.encrypted
    if body.plain is not None or body.html is not None:
        contents.bodies.append(body)


def _collect_related(part: Part, contents: Contents, *, hidden: bool) -> None:
    """Take the root (RFC 2387 §3.2) as the page and the rest as files it shows."""
    start = part.parameters.get("start", "").strip("<> ")
    root = next((child for child in part.children if start and child.content_id == start), part.children[0])
    _collect(root, contents, hidden=hidden)
    for child in part.children:
        if child is not root:
            _collect(child, contents, hidden=not child.children and child.content_type not in _HTML | _PLAIN)


def _text_of(part: Part, longest_chars: int) -> str:
    return clean_body(decode_text(part.payload[: 4 * longest_chars], part.charset or "utf-8"))[:longest_chars]
