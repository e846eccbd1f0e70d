"""Ending sessions: one, or all of a person's; every window of theirs is closed within a second."""

from sqlalchemy import delete, select

from app.actions.change import act, action
from app.actions.people.deactivating import end_sessions
from app.actions.people.push_devices import forget_devices_of_session
from app.core.errors import NotFound
from app.desk import Desk
from app.nouns.event import Actor
from app.queries.people.people import operator_by_id
from sql.tables import sessions


@action
async def end_session(desk: Desk, operator_id: int, session: str, now_ms: int, actor: Actor) -> None:
    """End this session (the digest of its token) of the person. Raises NotFound if they have no such session."""
    async with act(desk, now_ms) as tx:
        this = (sessions.c.token_sha256 == session) & (sessions.c.operator_id == operator_id)
        row = await tx.db.fetch_one(select(sessions).where(this).with_for_update())
        if row is None:
            raise NotFound
        await tx.db.execute(delete(sessions).where(this))
        await forget_devices_of_session(tx, session)
        facts = {"client_ip": row.client_ip, "user_agent": row.user_agent}
        tx.record("person.signed_out", actor, person=operator_id, why="ended", **facts)


@action
async def end_all_sessions(desk: Desk, operator_id: int, now_ms: int, actor: Actor, *, but_session: str = "") -> None:
    """End every session of the person, or all but this one. Raises NotFound."""
    operator = await operator_by_id(desk, operator_id)
    if operator is None:
        raise NotFound
    async with act(desk, now_ms) as tx:
        await end_sessions(tx, operator, actor, "ended", but_session=but_session)
