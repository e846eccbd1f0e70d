"""Whether the database takes what is written: asked by writing."""

from typing import Final

from sqlalchemy import delete, insert

from app.actions.change import action
from app.credentials.codes import new_key
from app.desk import Desk
from sql.tables import leases

AS_LONG_AS_A_LETTER: Final = 64 * 1024


@action
async def try_to_write(desk: Desk) -> None:
    """Store as much as a message takes, and nothing for good.

    Raises what the database says; `desk.db.fullness` has noted whether there is room.
    """
    name = f"room:{new_key()}"
    async with desk.db.transaction():
        values = {"name": name, "holder": "", "until_ms": 0, "details": "." * AS_LONG_AS_A_LETTER}
        await desk.db.execute(insert(leases).values(values))
        await desk.db.execute(delete(leases).where(leases.c.name == name))
