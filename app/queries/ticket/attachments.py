"""Who may have an attachment: asked at each request, never decided by knowing its key alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core.errors import NotFound
from app.desk import Desk
from app.nouns.message import Attachment, MessageKind
from app.nouns.operator import Operator
from app.queries.template.templates import usable_by
from app.queries.ticket.messages import attachment_by_key, message_by_id
from app.queries.ticket.tickets import ticket_for
from sql.tables import attachments, template_pictures, templates

OF_STRANGERS = attachments.c.operator_id.is_(None) & attachments.c.api_key_id.is_(None)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that a stranger sent before their message. `is_sent`: a message has it now."""

    key: str
    name: str
    size_bytes: int
    sha256: str
    is_sent: bool


async def kept_files(desk: Desk, keys: Sequence[str]) -> tuple[KeptFile, ...]:
    """Strangers' files by their keys, in their order; those that were swept meanwhile are left out."""
    columns = (attachments.c.key, attachments.c.name, attachments.c.size_bytes, attachments.c.sha256)
    query = select(*columns, attachments.c.message_id).where(attachments.c.key.in_(keys), OF_STRANGERS)
    found = {row.key: row for row in await desk.db.fetch_all(query)}
    rows = [found[key] for key in keys if key in found]
    return tuple(KeptFile(row.key, row.name, row.size_bytes, row.sha256, row.message_id is not None) for row in rows)


async def attachment_for(desk: Desk, operator: Operator, key: str) -> Attachment:
    """The attachment, if the operator may see its ticket, uploaded it and has not sent it, or may use its template.

    Raises NotFound.
    """
    found = await attachment_by_key(desk, key)
    if found is None:
        raise NotFound
    if found.ticket_id is not None:
        await ticket_for(desk, operator, found.ticket_id)
    elif await _uploader_of(desk, key) != operator.id and not await _in_template_for(desk, operator, found):
        raise NotFound
    return found


async def attachment_on_ticket_page(desk: Desk, key: str) -> Attachment | None:
    """The attachment, if it hangs on a message that its ticket's customer may see now; the door checks whose page."""
    found = await attachment_by_key(desk, key)
    if found is None or found.message_id is None:
        return None
    message = await message_by_id(desk, found.message_id)
    shown = message is not None and message.is_for_customer and message.kind is not MessageKind.NOTE
    return found if shown else None


async def _uploader_of(desk: Desk, key: str) -> int | None:
    uploader: int | None = await desk.db.fetch_val(select(attachments.c.operator_id).where(attachments.c.key == key))
    return uploader


async def _in_template_for(desk: Desk, operator: Operator, attachment: Attachment) -> bool:
    """Whether it is in a template that the operator may use."""
    joined = templates.join(template_pictures, template_pictures.c.template_id == templates.c.id)
    query = select(templates.c.id).select_from(joined).limit(1)
    of_this = template_pictures.c.attachment_id == attachment.id
    return await desk.db.fetch_val(query.where(of_this, usable_by(operator))) is not None
