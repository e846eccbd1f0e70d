"""If tickets are only opened with the form, the sender of a mail gets a link to it."""

from dataclasses import dataclass

from app.actions.change import act, action
from app.actions.mail.attempts import keep
from app.actions.mail.mailing import queue_mail
from app.desk import Desk
from app.nouns.inbound_mail import InboundOutcome
from app.nouns.outbound_mail import MailKind


@dataclass(frozen=True, slots=True)
class FormReply:
    """To whom, in which language, and to which of their mails (its Message-ID) the desk answers with its form."""

    email: str
    language: str
    message_id: str


@action
async def answer_with_form(
    desk: Desk, inbound_id: int, outcome: InboundOutcome, reason: str, reply: FormReply, now_ms: int
) -> None:
    """Keep the mail with this outcome and tell its sender of the form: both, or neither."""
    async with act(desk, now_ms) as tx:
        await queue_mail(
            tx,
            kind=MailKind.USE_FORM,
            recipients=[reply.email],
            language=reply.language,
            ticket_id=None,
            details={"in_reply_to": reply.message_id},
            due_ms=now_ms,
        )
        await keep(desk, inbound_id, outcome, reason, now_ms)
