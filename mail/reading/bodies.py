"""Which parts of a message are its text and which are files that came with it."""

from typing import Final

from mail.letter import limits
from mail.reading.cms import CmsKind, read_cms
from mail.reading.contents import Body, LetterContents
from mail.reading.decoding.charsets import decode_text
from mail.reading.decoding.cleaning import clean_body
from mail.reading.files import attach, attach_message
from mail.reading.gestures import REACTION_TYPE, emoji_in
from mail.reading.headers.fields import normal_line_ends, split_headers
from mail.reading.mime import Part
from mail.reading.multiparts import Budget, read_parts
from mail.reading.texts import add_html, add_plain, looks_like_page

_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_PLAIN: Final = frozenset({"text/plain", "text/enriched", "text/richtext", "text/markdown", "text/x-markdown"})
_MESSAGES: Final = frozenset({"message/rfc822", "message/global", "message/news"})
_SIGNATURES: Final = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_ENVELOPES: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_ENCRYPTED: Final = frozenset({"application/pgp-encrypted"})
_FOR_OTHER_SCREENS: Final = frozenset({"text/x-amp-html", "text/watch-html"})
_REPORTS: Final = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
    }
)
_RETURNED: Final = frozenset({"text/rfc822-headers", "message/global-headers"})


def contents_of(part: Part, charset_hint: str = "") -> LetterContents:
    """Return what the tree under `part` holds; `charset_hint` is tried on texts that name no charset."""
    contents = LetterContents(charset_hint=charset_hint)
    _collect(part, contents, hidden=False)
    if not contents.bodies and len(contents.named_texts) == 1:
        _read_named(contents.named_texts[0], contents)
    if not any(body.text().strip() for body in contents.bodies[:1]) and len(contents.bodies) > 1:
        contents.bodies = [body for body in contents.bodies if (body.plain or body.html or "").strip()]
    contents.bodies = _said_once(contents.bodies)
    return contents


def _read_named(part: Part, contents: LetterContents) -> None:
    """Read the only text of a mail, which a scanner or fax server named like a file."""
    named = next((file for file in reversed(contents.attachments) if file.payload == part.payload), None)
    if named is not None:
        contents.attachments.remove(named)
    (add_html if part.content_type in _HTML else add_plain)(part, contents)


def _open(part: Part, contents: LetterContents) -> None:
    """Take the message out of an S/MIME envelope that merely signs it; one that encrypts is kept as it is."""
    envelope = read_cms(part.payload)
    if envelope.kind is CmsKind.SIGNED and contents.room.envelopes > 0:
        contents.room.envelopes -= 1
        contents.signed = contents.is_opened = True
        content = normal_line_ends(envelope.content)
        headers, at = split_headers(content, top=False, flaws=[])
        _collect(read_parts(headers, content, at, len(content), Budget([])), contents, hidden=False)
        return
    said = part.parameters.get("smime-type", "")
    contents.encrypted |= envelope.kind is CmsKind.ENCRYPTED or said in {"enveloped-data", "authenveloped-data"}
    contents.signed |= envelope.kind is CmsKind.SIGNED or said == "signed-data"
    attach(part, contents)


def _said_once(bodies: list[Body]) -> list[Body]:
    """Join a plain text and a page behind it with the same words: Apple Mail sends them side by side."""
    joined: list[Body] = []
    for body in bodies:
        last = joined[-1] if joined else None
        if last and last.html is None and body.plain is None and _words(last.text()) == _words(body.text()):
            joined[-1] = Body(plain=last.plain, html=body.html)
        else:
            joined.append(body)
    return joined


def _words(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _collect(part: Part, contents: LetterContents, *, hidden: bool) -> None:  # noqa: C901, PLR0912 - one branch a type of part, flat
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
    elif kind in _FOR_OTHER_SCREENS:
        return  # the same words again, for a watch or an AMP viewer
    elif kind == REACTION_TYPE:
        contents.reaction = contents.reaction or emoji_in(part.payload)
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
    elif kind in _ENVELOPES:
        _open(part, contents)
    elif kind in _ENCRYPTED:
        contents.encrypted = True
        attach(part, contents)
    elif hidden or not _is_text(part, contents):
        if kind in _HTML | _PLAIN and part.disposition != "attachment" and not part.too_deep:
            contents.named_texts.append(part)
        attach(part, contents)
    elif kind in _HTML or looks_like_page(part):
        add_html(part, contents)
    else:
        add_plain(part, contents)


def _is_text(part: Part, contents: LetterContents) -> bool:
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


def _collect_alternative(part: Part, contents: LetterContents) -> None:
    """Take the plain and the HTML wording as one body; files that hide in either half come along."""
    body = Body()
    for child in part.children:
        inner = LetterContents(contents.room, contents.charset_hint)
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
        contents.reaction = contents.reaction or inner.reaction
        contents.reports += inner.reports
        contents.returned += inner.returned
        contents.signed |= inner.signed
        contents.encrypted |= inner.encrypted
        contents.is_opened |= inner.is_opened
        contents.named_texts += inner.named_texts
    if body.plain is not None or body.html is not None:
        contents.bodies.append(body)


def _collect_related(part: Part, contents: LetterContents, *, hidden: bool) -> None:
    """Take the root (RFC 2387 §3.2) as the page and the rest as files it shows."""
    start = part.parameters.get("start", "").strip("<> ")
    root = next((child for child in part.children if start and child.content_id == start), part.children[0])
    _collect(root, contents, hidden=hidden)
    for child in part.children:
        if child is not root:
            _collect(child, contents, hidden=not child.children and child.content_type not in _HTML | _PLAIN)


def _text_of(part: Part, longest_chars: int) -> str:
    return clean_body(decode_text(part.payload[: 4 * longest_chars], part.charset or "utf-8"))[:longest_chars]
