"""Signing in and out: sessions live on the server, the cookie holds only a random token."""

import hashlib
import secrets

from sqlalchemy import ColumnElement, and_, delete, insert, select, update

from app.actions.absence import note_seen
from app.actions.change import act, action, by
from app.clock import DAY_MS, HOUR_MS, MINUTE_MS
from app.desk import Desk
from app.event import SYSTEM, Actor
from app.operator import Operator
from app.queries.people import operator_by_email, operator_by_id
from sql.tables import operators, sessions

IDLE_MS = 12 * HOUR_MS
ABSOLUTE_MS = 7 * DAY_MS
USER_AGENT_LENGTH = 255


@action
async def sign_in(
    desk: Desk, email: str, password: str, client_ip: str, user_agent: str, now_ms: int
) -> tuple[str, Operator] | None:
    """A new session: the token for the cookie, and who it is; None if address and password do not match.

    It takes the same time for an unknown, a deactivated and a known person. The rate limit is the door's, before this.
    """
    operator = await operator_by_email(desk, email)
    stored = await _known_password(desk, operator, password)
    token = secrets.token_urlsafe(32)
    if (
        operator is None
        or stored is None
        or not await _begin(desk, operator, stored, token, client_ip, user_agent, now_ms)
    ):
        await _refuse(desk, operator, client_ip, now_ms)
        return None
    return token, operator


async def _known_password(desk: Desk, operator: Operator | None, password: str) -> str | None:
    """What is stored, if it is this person's password; for nobody, and for somebody deactivated, as slowly, and never."""
    key = operator.id if operator else 0
    stored: str | None = await desk.db.fetch_val(select(operators.c.password).where(operators.c.id == key))
    if not await desk.passwords.matches(password, stored if operator and operator.is_active else None):
        return None
    if stored is not None and desk.passwords.needs_new_form(stored):
        fresh = await desk.passwords.store(password)
        if await desk.db.rowcount(update(operators).where(_unchanged(key, stored)).values(password=fresh)):
            return fresh
    return stored


def _unchanged(operator_id: int, stored: str) -> ColumnElement[bool]:
    """That the password is still the one that was looked at, and its owner still signs in."""
    return and_(operators.c.id == operator_id, operators.c.password == stored, operators.c.deactivated_ms.is_(None))


async def _begin(
    desk: Desk, operator: Operator, stored: str, token: str, client_ip: str, user_agent: str, now_ms: int
) -> bool:
    """Make the session; False if the password was changed, or the person deactivated, while it was being checked.

    The check takes a fifth of a second, and who changes a password ends the sessions that there are by then.
    """
    async with act(desk, now_ms) as held:
        seen = {"seen_ms": await desk.db.now_ms()}
        if not await desk.db.rowcount(update(operators).where(_unchanged(operator.id, stored)).values(seen)):
            return False
        row = {
            "token_sha256": digest_of(token),
            "operator_id": operator.id,
            "client_ip": client_ip[:64],
            "user_agent": user_agent[:USER_AGENT_LENGTH],
            "created_ms": now_ms,
            "seen_ms": now_ms,
            "expires_ms": now_ms + ABSOLUTE_MS,
        }
        await desk.db.execute(insert(sessions).values(row))
        held.record("person.signed_in", by(operator), client_ip=client_ip[:64])
    return True


async def _refuse(desk: Desk, operator: Operator | None, client_ip: str, now_ms: int) -> None:
    """Log it, for an unknown address too: the time that it takes must not tell which it was.

    What was typed there is not kept: it may have been a password, typed one field too early.
    """
    async with act(desk, now_ms) as held:
        actor = Actor("system", operator.name, operator.id) if operator else SYSTEM
        held.record("person.sign_in_refused", actor, known=operator is not None, client_ip=client_ip[:64])


async def administrator_by_password(desk: Desk, email: str, password: str) -> Operator | None:
    """The administrator with this address and password: who approves an act of an operator."""
    operator = await operator_by_email(desk, email)
    stored = await _known_password(desk, operator, password)
    return operator if operator and stored is not None and operator.is_administrator else None


async def operator_of_session(desk: Desk, token: str, now_ms: int) -> Operator | None:
    """Who is signed in with this token; None if the session has ended, idled out, or never was."""
    row = await desk.db.fetch_one(select(sessions).where(sessions.c.token_sha256 == digest_of(token)))
    if row is None or row.expires_ms <= now_ms or row.seen_ms <= now_ms - IDLE_MS:
        return None
    operator = await operator_by_id(desk, row.operator_id)
    if operator is None or not operator.is_active:
        return None
    if row.seen_ms < now_ms - MINUTE_MS:
        seen = update(sessions).where(sessions.c.token_sha256 == row.token_sha256).values(seen_ms=now_ms)
        await desk.db.execute(seen)
        await note_seen(desk, [operator.id], await desk.db.now_ms())
    return operator


@action
async def sign_out(desk: Desk, token: str, now_ms: int) -> None:
    """End this session. What the operator holds stays theirs."""
    operator = await operator_of_session(desk, token, now_ms)
    async with act(desk, now_ms) as held:
        ended = await desk.db.rowcount(delete(sessions).where(sessions.c.token_sha256 == digest_of(token)))
        if operator and ended:
            held.record("person.signed_out", by(operator), person=operator.id, why="signed_out")


async def forget_ended_sessions(desk: Desk, now_ms: int) -> int:
    """Remove the rows of sessions that nobody can use any more; return how many."""
    ended = (sessions.c.expires_ms <= now_ms) | (sessions.c.seen_ms <= now_ms - IDLE_MS)
    return await desk.db.rowcount(delete(sessions).where(ended))


def digest_of(token: str) -> str:
    """What the database keeps of a token: whoever has the table cannot sign in with it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
