"""What the desk knows of a letter's sender and of the tickets it names, asked before it is judged."""

from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from sqlalchemy import select

from app.clock import HOUR_MS
from app.desk import Desk
from app.queries.addresses import addresses_on
from app.queries.inbound import opened_since
from app.queries.roster import Roster
from app.queries.tickets import is_called_spam, ticket_by_id
from app.reply_tokens import reply_tokens
from app.settings import Settings
from mail.letter import Letter
from mail.threading import Facts, Known, numbers_in
from sql.tables import inbound, messages, outbox

NUMBERS = 5  # of a subject; more is no subject of ours
REFERENCES = 20
LARGEST_ID = 2**53


def own_addresses(settings: Settings) -> frozenset[str]:
    """The addresses that this desk writes from and reads at, in lower case."""
    sender = parseaddr(settings.mail_from or "")[1]
    user = unquote(urlsplit(settings.mailbox_url or "").username or "")
    return frozenset(address.lower() for address in (sender, user) if "@" in address)


async def facts_of(desk: Desk, letter: Letter, people: Roster, now_ms: int, *, let_in: bool) -> Facts:
    """Everything that `decide` asks for."""
    own = own_addresses(desk.settings)
    by_token, token_place = _by_token(desk, letter)
    by_reference, reference_place = await _by_reference(desk, letter)
    by_number = tuple(one for one in numbers_in(letter.subject)[:NUMBERS] if one < LARGEST_ID)
    named = {one for one in (by_token, by_reference, *by_number) if one is not None}
    known = [await _known(desk, ticket_id) for ticket_id in named]
    is_operator = people.by_email(letter.from_email) if letter.from_email else None
    return Facts(
        by_token=by_token,
        by_reference=by_reference,
        reference_is_nearer=by_reference != by_token and reference_place < token_place,
        by_number=by_number,
        answers_third_party=await _answers_third_party(desk, letter),
        tickets={one.id: one for one in known if one is not None},
        from_operator=is_operator is not None and is_operator.is_active,
        from_desk=letter.from_email.lower() in own,
        dmarc=dmarc_of(letter, desk.settings),
        opened_lately=await opened_since(desk, letter.from_email.lower(), now_ms - HOUR_MS) if letter.from_email else 0,
        called_spam=await is_called_spam(desk, letter.from_email.lower()) if letter.from_email else False,
        new_tickets=desk.settings.mail_new_tickets,
        let_in=let_in,
    )


def dmarc_of(letter: Letter, settings: Settings) -> str:
    """`pass` or `fail` as the desk's own mail server judged it; empty where it did not.

    A verdict counts when its server is the one that the settings name; without such a setting, when it stands in the
    domain of the mailbox or of the desk's address. Anybody can
    send such a header along: so one `fail` outweighs any `pass`, and a `pass` counts for the domain in From only.
    """
    verdicts = [one for one in letter.authentication_results if _is_trusted(one.authserv_id, settings)]
    results = [(one.result_of("dmarc"), one.header_from) for one in verdicts if one.result_of("dmarc")]
    if any(result in {"fail", "permerror"} for result, _domain in results):
        return "fail"
    domain = letter.from_email.rpartition("@")[2].lower()
    passed = bool(results) and all(result == "pass" and of in {"", domain} for result, of in results)
    return "pass" if passed else ""


def _by_token(desk: Desk, letter: Letter) -> tuple[int | None, int]:
    """The ticket of the first valid token, recipients first, then the nearest parent; and its place among the parents.

    A recipient stands before every parent: -1.
    """
    tokens = reply_tokens(desk.settings)
    recipients = [*letter.delivered_to, *(address.email for address in [*letter.to, *letter.cc])]
    for candidate in recipients:
        if (ticket_id := tokens.verify(candidate)) is not None:
            return ticket_id, -1
    for place, candidate in enumerate(letter.references):
        if (ticket_id := tokens.verify(candidate)) is not None:
            return ticket_id, place
    return None, len(letter.references)


async def _by_reference(desk: Desk, letter: Letter) -> tuple[int | None, int]:
    """The ticket of the nearest earlier mail of the same sender that this one answers, and its place among the parents."""
    if not letter.references or not letter.from_email:
        return None, len(letter.references)
    query = (
        select(inbound.c.mime_message_id, messages.c.ticket_id)
        .select_from(inbound.join(messages, messages.c.inbound_id == inbound.c.id))
        .where(inbound.c.from_email == letter.from_email.lower())
        .where(inbound.c.mime_message_id.in_(letter.references[:REFERENCES]))
    )
    found = {row.mime_message_id: int(row.ticket_id) for row in await desk.db.fetch_all(query)}
    nearest = ((found[one], place) for place, one in enumerate(letter.references) if one in found)
    return next(nearest, (None, len(letter.references)))


async def _answers_third_party(desk: Desk, letter: Letter) -> bool:
    """Whether it answers a mail of ours to a third party: whoever answers for a hotel is the hotel."""
    ours = [one for one in letter.references[:REFERENCES] if reply_tokens(desk.settings).verify(one) is not None]
    if not ours:
        return False
    query = select(outbox.c.mime_message_id, outbox.c.kind).where(outbox.c.mime_message_id.in_(ours))
    kinds = {row.mime_message_id: row.kind for row in await desk.db.fetch_all(query)}
    nearest = next((kinds[one] for one in ours if one in kinds), "")
    return nearest == "to_third_party"


async def _known(desk: Desk, ticket_id: int) -> Known | None:
    ticket = await ticket_by_id(desk, ticket_id)
    if ticket is None:
        return None
    others = await addresses_on(desk, ticket_id)
    added = {one.email.lower() for one in others if one.role == "added"}
    return Known(
        ticket.id,
        frozenset({ticket.customer.email_key} | added),
        frozenset(one.email.lower() for one in others if one.role == "third_party"),
        is_deleted=ticket.is_deleted,
    )


def _own_domains(settings: Settings) -> frozenset[str]:
    hosts = [
        urlsplit(settings.mailbox_url or "").hostname or "",
        parseaddr(settings.mail_from or "")[1].rpartition("@")[2],
    ]
    return frozenset(host.lower() for host in hosts if "." in host)


def _is_trusted(authserv_id: str, settings: Settings) -> bool:
    if settings.authserv_id:
        return authserv_id == settings.authserv_id
    return _is_ours(authserv_id, _own_domains(settings))


def _is_ours(authserv_id: str, ours: frozenset[str]) -> bool:
    """Whether that server is one of these, or beside one of them in the same domain."""
    return any(authserv_id == one or authserv_id.endswith(f".{one}") or _beside(authserv_id, one) for one in ours)


def _beside(authserv_id: str, host: str) -> bool:
    """`mx1.example.org` beside `mail.example.org`: the same name but for its first label, and that no bare ending."""
    rest = host.partition(".")[2]
    return "." in rest and authserv_id.partition(".")[2] == rest
