"""Naming colleagues in a note: each is told at once, or by email, and sees it marked until they have read it."""

from collections.abc import Sequence

from sqlalchemy import delete, insert

from app.actions.change import Change
from app.actions.mail.mailing import tell_person
from app.actions.ticket.reading import hold_back_mentions
from app.html_safety import SafeHtml, has_mentions, with_mentions
from app.nouns.operator import Operator
from app.nouns.outbound_mail import MailKind
from app.nouns.permissions import may_see
from app.nouns.ticket import Ticket
from app.queries.people.people import operators
from sql.tables import mentions, outbox


def mentionable(operator: Operator, ticket: Ticket, active: Sequence[Operator]) -> list[Operator]:
    """Whom a note of this operator may name: everyone else who may see the ticket."""
    return [one for one in active if one.id != operator.id and may_see(one, ticket)]


async def checked_mentions(tx: Change, operator: Operator, html: SafeHtml) -> tuple[SafeHtml, list[Operator]]:
    """The note with the marks of those alone whom it may name; and who they are."""
    if not has_mentions(html):
        return html, []
    people = {one.id: one for one in mentionable(operator, tx.ticket, await operators(tx.desk))}
    clean, named = with_mentions(html, {number: " ".join(one.name.split()) for number, one in people.items()})
    return clean, [people[number] for number in named]


async def tell_mentioned(tx: Change, message_id: int, people: Sequence[Operator], mail_ms: int) -> None:
    """Mark the note as unseen for these people, and email those who are offline at `mail_ms`, when it is past undoing."""
    if people:
        rows = [{"operator_id": one.id, "message_id": message_id} for one in people]
        await tx.db.execute_many(insert(mentions), rows)
    for one in people:
        await tell_person(tx, MailKind.MENTIONED, one.id, message_id=message_id, due_ms=mail_ms)


async def withdraw_mentions(tx: Change, message_id: int) -> None:
    """The note was undone: nobody is told of it any more."""
    await tx.db.execute(delete(mentions).where(mentions.c.message_id == message_id))
    await hold_back_mentions(tx.db, outbox.c.message_id == message_id)
