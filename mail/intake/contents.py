"""What a letter carries, made ready for the ticket: clean HTML, files within the limits, who wrote it."""

from dataclasses import dataclass
from pathlib import PurePath

from sqlalchemy import bindparam, select

from app.database import Record
from app.desk import Desk
from app.files import Upload
from app.html_safety import SafeHtml, text_to_html
from app.html_safety.cleaning import clean_mail_html_async
from app.languages import DEFAULT, _
from app.settings import Settings
from app.ticket import Customer
from mail.intake.calendar_card import card_html, card_of, card_text
from mail.letter import Letter
from mail.reading.html_text import html_to_text
from sql.tables import tickets

MEGABYTE = 1024 * 1024
NAME_CHARS = 120
_KNOWN = (tickets.c.phone, tickets.c.address, tickets.c.city, tickets.c.country, tickets.c.language)
_NEWEST = (
    select(*_KNOWN)
    .where(tickets.c.email_key == bindparam("sender"), tickets.c.deleted_ms.is_(None), tickets.c.spam_ms.is_(None))
    .order_by(tickets.c.id.desc())
    .limit(1)
)
_NEWEST_COMPLETE = _NEWEST.where(tickets.c.phone != "", tickets.c.city != "")


@dataclass(frozen=True)
class Contents:
    """A letter's text, HTML and files as a message takes them."""

    text: str
    html: SafeHtml | None
    quoted_text: str | None
    quoted_html: SafeHtml | None
    files: tuple[Upload, ...]


async def contents_of(desk: Desk, letter: Letter) -> Contents:
    """Clean and measure. An invitation stands above the text as a card.

    A file over a limit is left out and named at the end of text and page: the raw mail has it.
    """
    own = letter.html_own if letter.html_own is not None else letter.html
    files, notes = _within_limits(letter, desk.settings)
    if letter.encrypted:
        notes.insert(0, _("[This mail is encrypted, and the desk has no key to it. What it says is in its file.]"))
    card = card_of(letter.invitation, desk.settings.zone) if letter.invitation else []
    if card:
        own = card_html(card) + (own or text_to_html(letter.text.strip("\n")))
    if own and notes:
        own += text_to_html("\n".join(notes))
    # A short plain half beside a page with history: without the page's words its fold would have none to open.
    quoted = letter.quoted or (html_to_text(letter.html_quoted) if letter.html_quoted else "")
    return Contents(
        text="\n\n".join(part for part in (card_text(card), letter.text.strip("\n"), *notes) if part),
        html=await clean_mail_html_async(own) if own else None,
        quoted_text=quoted or None,
        quoted_html=await clean_mail_html_async(letter.html_quoted) if letter.html_quoted else None,
        files=files,
    )


async def sender_of(desk: Desk, letter: Letter) -> tuple[Customer, str]:
    """The customer, with phone and city of their newest ticket that has them, and the language they are written in.

    A mail carries neither; what lies in the bin may be somebody else's in their name.
    """
    email = letter.from_email
    name = letter.from_name.strip()[:NAME_CHARS] or email.partition("@")[0] or _("Unknown sender")
    earlier = await _earlier(desk, email.lower()) if email else None
    if earlier is None:
        return Customer(name, email), DEFAULT
    address = (earlier.phone, earlier.address, earlier.city, earlier.country)
    return Customer(name, email, *address), str(earlier.language)


async def _earlier(desk: Desk, email_key: str) -> Record | None:
    last = await desk.db.fetch_one(_NEWEST, {"sender": email_key})
    if last is None or (last.phone and last.city):
        return last
    return await desk.db.fetch_one(_NEWEST_COMPLETE, {"sender": email_key}) or last


def _within_limits(letter: Letter, settings: Settings) -> tuple[tuple[Upload, ...], list[str]]:
    taken: list[Upload] = []
    left_out: list[str] = []
    total_bytes = 0
    for one in letter.attachments:
        fits = one.size_bytes <= settings.max_file_bytes and total_bytes + one.size_bytes <= settings.max_message_bytes
        if not fits:
            facts = {"name": PurePath(one.name).name, "size": -(-one.size_bytes // MEGABYTE)}
            left_out.append(
                _("[%(name)s, %(size)d MB, is too large for the desk. It is in the original mail.]") % facts
            )
            continue
        total_bytes += one.size_bytes
        taken.append(Upload(one.name, one.content_type, one.payload, one.inline, one.content_id or ""))
    return tuple(taken), left_out
