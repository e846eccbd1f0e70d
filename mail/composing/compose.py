"""A row of the outbox becomes a mail."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.desk import Desk
from app.languages import speaking
from app.reasons import reason
from app.settings import Settings
from mail.composing import to_customers, to_operators, to_people, to_third_parties
from mail.composing.addresses import checked_address, sender_of
from mail.composing.facts import Ground, Row, ground_of
from mail.composing.faults import CannotCompose
from mail.composing.sheet import Sheet, to_bytes

KINDS: Final[Mapping[str, Callable[[Ground], Awaitable[Sheet]]]] = {
    "answer": to_customers.answer,
    "confirmation": to_customers.confirmation,
    "lost_code": to_customers.lost_code,
    "use_form": to_customers.use_form,
    "to_third_party": to_third_parties.to_third_party,
    "new_message": to_operators.new_message,
    "assigned": to_operators.assigned,
    "taken_away": to_operators.taken_away,
    "undelivered": to_operators.undelivered,
    "password_reset": to_people.password_reset,
    "invitation": to_people.invitation,
}


@dataclass(frozen=True)
class Composed:
    """A mail with its envelope."""

    sender: str
    recipients: tuple[str, ...]
    mime: bytes


async def compose(desk: Desk, row: Row) -> Composed:
    """Make the mail of this row, in its language. Raises CannotCompose with words for the operator."""
    with speaking(row.language):
        if row.kind not in KINDS:
            raise CannotCompose(reason("kind_unknown", kind=row.kind))
        ground = ground_of(desk, row)
        sheet = await KINDS[row.kind](ground)
        mime = await asyncio.to_thread(to_bytes, sheet)  # base64 of large files would hold up the loop
    return Composed(ground.sender[1], ground.recipients, mime)


def enveloped(settings: Settings, recipients: Sequence[str], mime: bytes) -> Composed:
    """Bytes that were made before, for those who have not got them yet."""
    return Composed(sender_of(settings)[1], tuple(checked_address(address) for address in recipients), mime)
