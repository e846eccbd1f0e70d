"""Senders whose answers go to the address in their Reply-To: an operator has said so once."""

from sqlalchemy import bindparam, select

from app.desk import Desk
from app.text.address_keys import address_key
from sql.tables import reply_to_senders

_SENDER = select(reply_to_senders.c.email_key).where(reply_to_senders.c.email_key == bindparam("sender"))


async def uses_reply_to(desk: Desk, email: str) -> bool:
    """Whether an operator has decided so for this sender."""
    return await desk.db.fetch_one(_SENDER, {"sender": address_key(email)}) is not None
