"""Which files exist for a key."""

from sqlalchemy import select

from app.core.errors import NotFound
from app.credentials.api_key import KeyScope
from app.desk import Desk
from app.nouns.message import Attachment, MessageKind
from app.queries.api.keys import KeyHolder
from app.queries.ticket.messages import attachment_by_key, message_by_id
from app.queries.ticket.tickets import ticket_for
from sql.tables import attachments


async def file_for(desk: Desk, holder: KeyHolder, key: str) -> Attachment:
    """The file, if its message exists for the key (a note's with the scope for notes alone), or the key uploaded it.

    Raises NotFound.
    """
    found = await attachment_by_key(desk, key)
    if found is None:
        raise NotFound
    if found.ticket_id is None:
        uploader = await desk.db.fetch_val(select(attachments.c.api_key_id).where(attachments.c.id == found.id))
        if uploader != holder.key.id:
            raise NotFound
        return found
    await ticket_for(desk, holder.reader, found.ticket_id)
    message = await message_by_id(desk, found.message_id or 0)
    if message is None or message.recalled_ms is not None:
        raise NotFound
    if message.kind is MessageKind.NOTE and not holder.may(KeyScope.NOTES_READ):
        raise NotFound
    return found
