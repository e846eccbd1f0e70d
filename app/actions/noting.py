"""Internal notes: operators among themselves. They can never reach the customer."""

from collections.abc import Sequence

from app.actions.answering import clean_and_text, is_empty
from app.actions.change import action, by, change
from app.actions.drafts import discard_draft
from app.actions.messages import add_message, count_attachments, earlier_with_key, key_of, preview_of
from app.actions.pasting import attach_pasted
from app.actions.uploading import attach_uploads
from app.desk import Desk
from app.errors import BadFields
from app.languages import _
from app.message import MessageKind
from app.operator import Operator
from app.permissions import Act, permit


@action
async def add_note(
    desk: Desk,
    operator: Operator,
    ticket_id: int,
    html: str,
    request_key: str,
    attachment_keys: Sequence[str],
    now_ms: int,
) -> int:
    """Store a note; return the message's id. Everybody who sees the ticket may write one, whoever holds it."""
    clean, text = await clean_and_text(html)
    if is_empty(clean, text, attachment_keys):
        raise BadFields({"html": _("The note is empty. Write something first.")})
    key = key_of(request_key, MessageKind.NOTE, operator.id)
    async with change(desk, ticket_id, now_ms) as held:
        permit(operator, Act.NOTE, held.ticket)
        if earlier := await earlier_with_key(held, key):
            return earlier
        message_id = await add_message(
            held,
            kind=MessageKind.NOTE.value,
            source="operator",
            operator_id=operator.id,
            author_name=operator.name,
            author_email=operator.email,
            text=text,
            html=clean,
            shared=False,
            request_key=key,
            released_ms=now_ms,
        )
        await attach_uploads(held, operator, message_id, attachment_keys)
        await attach_pasted(held, operator, message_id, clean)
        await count_attachments(held)
        await discard_draft(desk, operator, ticket_id, MessageKind.NOTE)
        details = {"message_kind": "note", "shared": False, "preview": preview_of(text)}
        held.record("message.added", by(operator), message_id, **details)
    return message_id
