"""A mail of the outbox gets its words and bytes."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.config.settings import Settings
from app.desk import Desk
from app.nouns.outbound_mail import MailKind, OutboundMail
from app.nouns.reasons import reason
from app.text.choosing import nearest
from app.text.languages import available, speaking
from mail.composing import to_copied, to_customers, to_operators, to_people, to_third_parties, weekly
from mail.composing.addresses import checked_address, sender_of
from mail.composing.context import ComposeCache, ComposeContext, context_of
from mail.composing.faults import CannotCompose
from mail.composing.look import look_of
from mail.composing.outgoing_mail import OutgoingMail, to_bytes

KINDS: Final[Mapping[MailKind, Callable[[ComposeContext], Awaitable[OutgoingMail]]]] = {
    MailKind.ANSWER: to_customers.answer,
    MailKind.COPY: to_copied.copy,
    MailKind.CONFIRMATION: to_customers.confirmation,
    MailKind.LOST_CODE: to_customers.lost_code,
    MailKind.USE_FORM: to_customers.use_form,
    MailKind.TO_THIRD_PARTY: to_third_parties.to_third_party,
    MailKind.NEW_MESSAGE: to_operators.new_message,
    MailKind.DIGEST: to_operators.digest,
    MailKind.WEEKLY: weekly.weekly,
    MailKind.ASSIGNED: to_operators.assigned,
    MailKind.TAKEN_AWAY: to_operators.taken_away,
    MailKind.MENTIONED: to_operators.mentioned,
    MailKind.UNDELIVERED: to_operators.undelivered,
    MailKind.PASSWORD_RESET: to_people.password_reset,
    MailKind.INVITATION: to_people.invitation,
}


@dataclass(frozen=True)
class Composed:
    """A mail with its envelope."""

    sender: str
    recipients: tuple[str, ...]
    mime: bytes


async def compose(desk: Desk, mail: OutboundMail, known: ComposeCache | None = None) -> Composed:
    """Write this mail, in its reader's language; in the desk's where there is no such catalogue. Raises CannotCompose with words for the operator.

    `known`: what was read for the others of its bunch.
    """
    with speaking(nearest(mail.language, available()) or desk.settings.language):
        if mail.kind not in KINDS:
            raise CannotCompose(reason("kind_unknown", kind=mail.kind))
        context = context_of(desk, mail, known)
        context = replace(context, look=await look_of(desk, mail.kind, context.loop_mark))
        outgoing = replace(await KINDS[mail.kind](context), sender=await context.author())
        mime = await asyncio.to_thread(to_bytes, outgoing)  # base64 of large files would hold up the loop
    return Composed(context.sender[1], context.recipients, mime)


def enveloped(settings: Settings, recipients: Sequence[str], mime: bytes) -> Composed:
    """Bytes that were made before, for those who have not got them yet."""
    return Composed(sender_of(settings)[1], tuple(checked_address(address) for address in recipients), mime)
