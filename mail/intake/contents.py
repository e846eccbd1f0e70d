"""A mail's content, prepared for the ticket: clean HTML, files within the limits, who wrote it."""

from dataclasses import dataclass
from pathlib import PurePath

from app.config.settings import Settings
from app.credentials.mail_links import without_links_proof
from app.desk import Desk
from app.files.kinds import Upload
from app.html_safety import SafeHtml, text_to_html
from app.html_safety.cleaning import clean_mail_html_async
from app.nouns.ticket import Customer
from app.queries.ticket.tickets import newest_with_details
from app.text.address_keys import address_key
from app.text.languages import DEFAULT, _, ngettext
from mail.intake.calendar_card import card_html, card_of, card_text
from mail.letter.letter import Letter
from mail.reading.clear_signed import holds_encrypted
from mail.reading.markup.html_text import html_to_text

MEGABYTE = 1024 * 1024
NAME_CHARS = 120
NAMES = 30  # of files that were too many


@dataclass(frozen=True)
class MessageContents:
    """A mail's text, HTML and files in the form a message stores."""

    text: str
    html: SafeHtml | None
    quoted_text: str | None
    quoted_html: SafeHtml | None
    files: tuple[Upload, ...]


async def contents_of(desk: Desk, letter: Letter) -> MessageContents:
    """Clean and measure. An invitation becomes a card above the text.

    A file over a limit is left out and named at the end of text and HTML; the original mail has it.
    """
    own = without_links_proof((letter.html_own if letter.html_own is not None else letter.html) or "")
    text, past = without_links_proof(letter.text.strip("\n")), without_links_proof(letter.html_quoted or "")
    files, notes = _within_limits(letter, desk.settings)
    if letter.encrypted:
        notes.insert(0, _encrypted_note(letter))
    if letter.is_opened:
        notes.append(_("[This email is signed. The signature has not been checked.]"))
    card = card_of(letter.invitation, desk.settings.zone) if letter.invitation else []
    if card:
        own = card_html(card) + (own or text_to_html(text))
    if own and notes:
        own += text_to_html("\n".join(notes))
    # A short plain half beside a page with history: without the page's words its fold would have none to open.
    quoted = without_links_proof(letter.quoted) or (html_to_text(past) if past else "")
    return MessageContents(
        text="\n\n".join(one for one in (card_text(card), text, *notes) if one),
        html=await clean_mail_html_async(own) if own else None,
        quoted_text=quoted or None,
        quoted_html=await clean_mail_html_async(past) if past else None,
        files=files,
    )


@dataclass(frozen=True)
class WritingCustomer:
    """Who wrote: the customer, the language they are written in, and whether phone, city … are an earlier ticket's."""

    customer: Customer
    language: str = DEFAULT
    details_known: bool = False


async def sender_of(desk: Desk, letter: Letter) -> WritingCustomer:
    """The customer, with phone and city of their newest ticket that has them, one with a proved address before others.

    A mail has neither; what was only typed may have been typed by someone else in their name.
    """
    email = letter.from_email
    name = letter.from_name.strip()[:NAME_CHARS] or email.partition("@")[0] or _("Unknown sender")
    earlier = await newest_with_details(desk, address_key(email)) if email else None
    if earlier is None:
        return WritingCustomer(Customer(name, email), desk.settings.language)
    known = earlier.customer
    address = (known.phone, known.address, known.city, known.country)
    return WritingCustomer(Customer(name, email, *address), earlier.language, details_known=any(address))


def _encrypted_note(letter: Letter) -> str:
    if holds_encrypted(letter.text):
        return _("[The encrypted part of this email cannot be read here.]")
    return _("[This email is encrypted and cannot be read here. Its content is in the attached file.]")


def _within_limits(letter: Letter, settings: Settings) -> tuple[tuple[Upload, ...], list[str]]:
    taken: list[Upload] = []
    left_out: list[str] = []
    total_bytes = 0
    for one in letter.attachments:
        if not one.kept:
            continue
        fits = one.size_bytes <= settings.max_file_bytes and total_bytes + one.size_bytes <= settings.max_message_bytes
        if not fits:
            facts = {"name": PurePath(one.name).name, "size": -(-one.size_bytes // MEGABYTE)}
            left_out.append(
                _("[%(name)s, %(size)d MB, is too large to keep here. It is in the original email.]") % facts
            )
            continue
        total_bytes += one.size_bytes
        taken.append(Upload(one.name, one.content_type, one.payload, one.inline, one.content_id or ""))
    if unkept := [PurePath(one.name).name for one in letter.attachments if not one.kept]:
        facts = {"count": len(unkept), "names": ", ".join(unkept[:NAMES]), "more": " …" if len(unkept) > NAMES else ""}
        words = ngettext(
            "[%(count)d more file is in the original email: %(names)s%(more)s]",
            "[%(count)d more files are in the original email: %(names)s%(more)s]",
            len(unkept),
        )
        left_out.append(words % facts)
    return tuple(taken), left_out
