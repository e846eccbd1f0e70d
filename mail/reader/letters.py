"""Raw bytes to a Letter: the entry point of parsing."""

from dataclasses import replace
from typing import Final
from urllib.parse import quote

from app.nouns.reasons import reason
from mail.bounces import read_bounce
from mail.judging.calendars import read_invitation
from mail.judging.lists import original_sender
from mail.judging.screening import screen
from mail.letter import limits
from mail.letter.letter import Letter, LetterAttachment, LetterKind
from mail.quoting.context import MailContext, context_of
from mail.quoting.html_quotes import split_html
from mail.quoting.html_signatures import marked_signature, without_signature
from mail.quoting.quotes import trim_text
from mail.reader.letter_headers import take_headers
from mail.reading.bodies import contents_of
from mail.reading.clear_signed import holds_encrypted
from mail.reading.contents import LetterContents
from mail.reading.decoding.charsets import bounded_guesses
from mail.reading.enclosed import enclosed_text
from mail.reading.gestures import show_reaction
from mail.reading.headers.fields import normal_line_ends, split_headers
from mail.reading.headers.words import named_charset
from mail.reading.markup.html_text import html_to_text
from mail.reading.multiparts import Budget, read_parts
from mail.reading.written_in import language_of

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LINK_CHARS: Final = 200
_NO_OWN: Final[frozenset[str]] = frozenset()


def read_letter(raw: bytes, *, own_addresses: frozenset[str] = _NO_OWN) -> Letter:
    """Read a message as far as it can be read; never raises, reads no more than `mail.letter.limits` allow.

    `own_addresses` are the desk's own addresses in lower case. A mail that cannot be parsed is returned as kind
    `broken`, with everything read so far.
    """
    letter = Letter()
    try:
        with bounded_guesses():
            _read(letter, raw, own_addresses)
    except MemoryError:
        raise  # of the process, not of the letter: who reads on would do so in what is left
    except (Exception, RecursionError) as error:  # noqa: BLE001 - a stranger's bytes must not stop the mailbox; the flaw is named
        letter.kind = LetterKind.BROKEN
        letter.flaws.append(reason("flaw_unread", why=type(error).__name__))
        letter.suppress_auto_reply = True
    return letter


def _read(letter: Letter, raw: bytes, own_addresses: frozenset[str]) -> None:
    if raw.startswith(_OLE):
        letter.attachments.append(
            LetterAttachment("message.msg", "application/vnd.ms-outlook", raw[: limits.RAW_BYTES])
        )
        _mark_broken(letter, reason("flaw_outlook_file"))
        return
    too_large = len(raw) > limits.RAW_BYTES
    raw = normal_line_ends(raw[: limits.RAW_BYTES])
    headers, at = split_headers(raw, top=True, flaws=letter.flaws)
    budget = Budget(letter.flaws)
    top = read_parts(headers, raw, at, len(raw), budget)
    take_headers(letter, headers, top.charset)
    _unlist(letter, own_addresses)
    contents = contents_of(top, named_charset(headers.first("subject")) or named_charset(headers.first("from")))
    _take_contents(letter, contents, own_addresses)
    bounce = read_bounce(letter, top, contents)
    letter.bounced = bounce.bounced
    letter.is_surely_bounce = bounce.is_bounce and bounce.is_sure
    letter.complaint = bounce.complaint
    letter.reported_message_id = bounce.reported_message_id
    letter.returned_headers = bounce.returned_headers
    screen(letter, own_addresses=own_addresses, is_bounce=bounce.is_bounce, is_receipt=bounce.is_receipt)
    if letter.kind is LetterKind.MESSAGE:
        show_reaction(letter, contents.reaction)
    _show_enclosed(letter, contents)
    letter.language = language_of(next(iter(letter.headers.get("content-language", [])), ""), letter.text)
    if too_large:
        _mark_broken(letter, reason("flaw_too_large"))
    elif not headers.fields or not (
        letter.from_email or letter.to or letter.subject or letter.message_id or letter.text or letter.attachments
    ):
        _mark_broken(letter, reason("flaw_no_headers"))


def _unlist(letter: Letter, own_addresses: frozenset[str]) -> None:
    """If the desk's own list has replaced From, another header names the author, which nothing proves."""
    if own_addresses and letter.from_email.lower() not in own_addresses:
        return
    if (writer := original_sender(letter)) is not None:
        letter.listed_from, letter.from_email, letter.from_name = letter.from_email, writer.email, writer.name
        letter.unverified.append("listed")


def _show_enclosed(letter: Letter, contents: LetterContents) -> None:
    """Where a person sent nothing but another message, its words are what they say; the message stays as a file."""
    if (
        letter.kind is LetterKind.MESSAGE
        and not letter.text.strip()
        and letter.html is None
        and len(contents.returned) == 1
    ):
        letter.text = letter.whole_text = enclosed_text(contents.returned[0])


def _mark_broken(letter: Letter, why: str) -> None:
    letter.kind = LetterKind.BROKEN
    letter.flaws.append(why)
    letter.suppress_auto_reply = True


def _take_contents(letter: Letter, contents: LetterContents, own_addresses: frozenset[str]) -> None:
    letter.signed, letter.encrypted, letter.is_opened = contents.signed, contents.encrypted, contents.is_opened
    letter.invitation = next(
        (found for text in contents.calendars if (found := read_invitation(text)) is not None), None
    )
    letter.whole_text = "\n\n".join(text for body in contents.bodies if (text := body.text().strip("\n")).strip())[
        : 2 * limits.TEXT_CHARS
    ]
    if any(body.html is not None for body in contents.bodies):
        letter.html = "\n".join(body.page() for body in contents.bodies)
    letter.attachments = [_placed(file, letter.html or "") for file in contents.attachments]
    if left_out := sum(not file.kept for file in letter.attachments):
        letter.flaws.append(reason("flaw_many_files", most=limits.FILES, count=left_out))
    _part_quotes(letter, own_addresses, only_html=all(body.plain is None for body in contents.bodies))
    letter.encrypted |= holds_encrypted(letter.text)


def _placed(file: LetterAttachment, html: str) -> LetterAttachment:
    """Mark a file that the page shows in place; some programs percent-encode the id there."""
    if not file.content_id or "cid:" not in html:
        return file
    shown = f"cid:{file.content_id}" in html or f"cid:{quote(file.content_id)}" in html
    return replace(file, inline=True) if shown else file


def _part_quotes(letter: Letter, own_addresses: frozenset[str], *, only_html: bool) -> None:
    """Part text and HTML; where the text shows no sign of history but the HTML surely does, the HTML decides.

    A plain half spells out links and so is longer than the HTML's words by a little.
    """
    context = context_of(letter, own_addresses)
    trimmed = trim_text(letter.whole_text, context)
    letter.text, letter.quoted = trimmed.own, trimmed.quoted
    if letter.html and not context.forwarded:
        _part_page(letter, letter.html, context, spelled_out=0 if only_html else _LINK_CHARS)


def _part_page(letter: Letter, html: str, context: MailContext, *, spelled_out: int) -> None:
    """Part the page by what clients mark in it as history or signature, and let the text follow it."""
    own_html, rest = split_html(html, context) or (html, "")
    own = html_to_text(own_html)
    if rest and len(letter.text) > len(own) + spelled_out and len(own) < len(letter.whole_text):
        again = trim_text(own, context)
        letter.text = again.own
        letter.quoted = "\n\n".join(piece for piece in (again.quoted, html_to_text(rest)) if piece)
    if (at := marked_signature(own_html)) >= 0:
        signature = html_to_text(own_html[at:])
        said = without_signature(letter.text, signature)
        if said != letter.text:
            letter.quoted = "\n\n".join(piece for piece in (letter.text[len(said) :].strip(), letter.quoted) if piece)
            letter.text = said
        own_html, rest = html[:at], html[at:]
    if rest:
        letter.html_own, letter.html_quoted = own_html, rest
