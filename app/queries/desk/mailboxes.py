"""The mailboxes of the console's settings, as the database keeps them."""

from typing import Any

from sqlalchemy import select

from app.config.mail_place import KeptMailbox
from app.core.errors import NotFound
from app.database import Database
from app.desk import Desk
from sql.tables import mailboxes

_ALL = select(mailboxes).order_by(mailboxes.c.id)


async def mailbox_rows(db: Database) -> list[Any]:
    """Their rows, oldest first."""
    return list(await db.fetch_all(_ALL))


def mailbox_by_id(desk: Desk, mailbox_id: int) -> KeptMailbox:
    """The mailbox as this process knows it. Raises NotFound."""
    found = next((one for one in desk.settings.mailboxes if one.id == mailbox_id), None)
    if found is None:
        raise NotFound
    return found
