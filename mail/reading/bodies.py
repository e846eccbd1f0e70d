"""Which parts of a message are its text and which are files that came with it."""

import html as html_entities
from dataclasses import dataclass, field
from typing import Final

from mail import limits
from mail.letter import LetterAttachment
from mail.reading.charsets import decode_text
from mail.reading.cleaning import clean_body, clean_line
from mail.reading.file_names import clean_file_name, message_name, name_for
from mail.reading.flowed import unflow
from mail.reading.headers import normal_line_ends, split_headers
from mail.reading.html_text import html_to_text
from mail.reading.mime import Part
from mail.reading.transfer import uuencoded_files
from mail.reading.words import header_text

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
_STUB_CHARS: Final = 200
_STUB_FACTOR: Final = 5


@dataclass
class Body:
    """One stretch of the letter's text: plain, HTML, or both saying the same."""

    plain: str | None = None
    html: str | None = None

    def text(self) -> str:
        """Return the words, from HTML where there is no plain text worth the name."""
        if self.html is None:
            return self.plain or ""
        if self.plain is not None and len(self.plain.strip()) >= _STUB_CHARS:
            return self.plain
        from_html = html_to_text(self.html)
        # "Your program cannot show HTML" and empty halves stand in for the letter in many newsletters and forms.
        if (
            self.plain is None
            or not self.plain.strip()
            or len(from_html) > _STUB_FACTOR * len(self.plain) + _STUB_CHARS
        ):
            return from_html
        return self.plain

    def page(self) -> str:
        """Return it as HTML; plain text is escaped."""
        if self.html is not None:
            return self.html
        return f'<pre style="white-space: pre-wrap">{html_entities.escape(self.plain or "", quote=False)}</pre>'


@dataclass
class Contents:
    """What a tree of parts holds: text in order, files, reports."""

    bodies: list[Body] = field(default_factory=list)
    attachments: list[LetterAttachment] = field(default_factory=list)
    reports: list[Part] = field(default_factory=list)
    """message/delivery-status and its kin."""
    returned: list[Part] = field(default_factory=list)
    """Messages and header blocks that came along; a bounce returns them, a person forwards them."""
    calendars: list[str] = field(default_factory=list)
    signed: bool = False
    encrypted: bool = False


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
        _attach_message(part, contents)
    elif kind in _REPORTS:
        contents.reports.append(part)
    elif kind in _RETURNED:
        contents.returned.append(part)
    elif kind == "text/calendar" or (kind == "application/ics" and not contents.calendars):
        contents.calendars.append(_text_of(part, limits.CALENDAR_CHARS))
        _attach(part, contents)
    elif kind in _SIGNATURES:
        contents.signed = True
        _attach(part, contents)
    elif kind in _ENCRYPTED:
        contents.encrypted |= part.parameters.get("smime-type", "") != "signed-data"
        _attach(part, contents)
    elif hidden or not _is_text(part, contents):
        _attach(part, contents)
    elif kind in _HTML:
        _add_html(part, contents)
    else:
        _add_plain(part, contents)


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


def _add_plain(part: Part, contents: Contents) -> None:
    payload = part.payload
    if b"\nbegin " in payload or payload.startswith(b"begin "):
        payload = _take_uuencoded(payload, contents)
    # RFC 2152's UTF-7 is honoured here and nowhere else: plain text is escaped wherever it is shown.
    label = part.charset.lower()
    text = payload.decode("utf-7", "replace") if "utf-7" in label and payload.isascii() else decode_text(payload, label)
    text = clean_body(text)
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    if part.content_type in {"text/enriched", "text/richtext"}:
        text = html_to_text(text.replace("\n\n", "<br>").replace("<<", "&lt;"))
    if len(text) > limits.TEXT_CHARS:
        _attach(part, contents)
        text = text[: limits.TEXT_CHARS]
    contents.bodies.append(Body(plain=text))


def _add_html(part: Part, contents: Contents) -> None:
    page = clean_body(decode_text(part.payload, part.charset or _charset_in_page(part.payload)))
    if len(page) > limits.HTML_CHARS:
        # Too large to sanitise in time: its words are shown, the page itself is kept as a file.
        _attach(part, contents)
        contents.bodies.append(Body(plain=html_to_text(page[: 4 * limits.HTML_CHARS])[: limits.TEXT_CHARS]))
        return
    contents.bodies.append(Body(html=page))


def _charset_in_page(payload: bytes) -> str:
    """Return what `<meta charset>` says where the part's header says nothing."""
    head = payload[:2048].lower()
    at = head.find(b"charset=")
    return (
        head[at + 8 : at + 40].decode("latin-1").strip("\"' ").split('"')[0].split("'")[0].split(">")[0].split(";")[0]
        if at >= 0
        else ""
    )


def _take_uuencoded(payload: bytes, contents: Contents) -> bytes:
    kept: list[bytes] = []
    at = 0
    for start, end, raw_name, content in uuencoded_files(payload):
        name = clean_file_name(header_text(raw_name)) or name_for(
            "application/octet-stream", len(contents.attachments) + 1
        )
        contents.attachments.append(LetterAttachment(name, "application/octet-stream", content))
        kept.append(payload[at:start])
        at = end
    return b"".join([*kept, payload[at:]])


def _attach(part: Part, contents: Contents) -> None:
    name = clean_file_name(part.file_name) or name_for(part.content_type, len(contents.attachments) + 1)
    payload = part.payload
    if part.content_type.startswith("multipart/") or (not payload and not part.file_name):
        payload = part.body
    if not payload and not part.file_name:
        return
    content_type = part.content_type
    contents.attachments.append(LetterAttachment(name, content_type, payload, content_id=part.content_id))


def _attach_message(part: Part, contents: Contents) -> None:
    payload = part.payload
    name = clean_file_name(part.file_name)
    if not name:
        headers, _ = split_headers(normal_line_ends(payload.lstrip(b"\r\n")), top=True, flaws=[])
        name = message_name(clean_line(header_text(headers.first("subject")), limits.SUBJECT_CHARS))
    contents.attachments.append(LetterAttachment(name, "message/rfc822", payload, content_id=part.content_id))


def _text_of(part: Part, longest_chars: int) -> str:
    return clean_body(decode_text(part.payload[: 4 * longest_chars], part.charset or "utf-8"))[:longest_chars]
