"""Signing in and out: sessions live on the server, the cookie holds only a random token."""

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, insert, select, update

from app.actions.change import Change, act, action, by
from app.actions.people.absence import note_seen
from app.actions.people.push_devices import forget_devices_of_session
from app.actions.people.second_factor import CodeNeeded, WrongCode, use_code
from app.core.clock import DAY_MS, MINUTE_MS
from app.credentials.codes import digest_of
from app.desk import Desk
from app.nouns.event import SYSTEM, Actor
from app.nouns.operator import Operator
from app.queries.people.people import operator_by_email
from app.queries.people.roster import roster
from app.queries.people.sessions import IDLE_MS
from sql.tables import counters, operators, sessions

ABSOLUTE_MS = 7 * DAY_MS
USER_AGENT_LENGTH = 255
_SIGNED_IN = (
    select(
        operators,
        sessions.c.seen_ms.label("session_seen_ms"),
        sessions.c.expires_ms.label("session_expires_ms"),
        select(counters.c.value).where(counters.c.name == "events").scalar_subquery().label("newest_event"),
    )
    .join_from(sessions, operators, operators.c.id == sessions.c.operator_id)
    .where(sessions.c.token_sha256 == bindparam("token"))
)


@dataclass(frozen=True, slots=True, repr=False)
class ProvedPassword:
    """Whose password was given, and what is stored of it: a session begins only while that is unchanged."""

    operator: Operator
    stored: str


async def sign_in(
    desk: Desk, email: str, password: str, client_ip: str, user_agent: str, now_ms: int, code: str = ""
) -> tuple[str, Operator] | None:
    """A new session: the token for the cookie, and who it is; None if address and password do not match.

    Raises CodeNeeded, WrongCode. The rate limit is the door's, before this.
    """
    proved = await prove_password(desk, email, password, client_ip, now_ms)
    token = await begin_session(desk, proved, code, client_ip, user_agent, now_ms) if proved else None
    return (token, proved.operator) if proved and token else None


@action
async def prove_password(desk: Desk, email: str, password: str, client_ip: str, now_ms: int) -> ProvedPassword | None:
    """The person signing in with this address and password; None if they do not match, which is logged.

    It takes the same time for an unknown, a deactivated and a known person.
    """
    operator = await operator_by_email(desk, email)
    stored = await _known_password(desk, operator, password)
    if operator is None or stored is None:
        await _refuse(desk, operator, client_ip, now_ms)
        return None
    return ProvedPassword(operator, stored)


async def _known_password(desk: Desk, operator: Operator | None, password: str) -> str | None:
    """The stored password if it matches; unknown and deactivated people fail just as slowly."""
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


@action
async def begin_session(
    desk: Desk, proved: ProvedPassword, code: str, client_ip: str, user_agent: str, now_ms: int
) -> str | None:
    """Make the session and use the code up; return the token for the cookie. Raises CodeNeeded, WrongCode.

    None if the password was changed, or the person deactivated, while it was being checked, which takes a fifth of a
    second: who changes a password ends the sessions that there are by then.
    """
    try:
        token = await _begin(desk, proved, code, client_ip, user_agent, now_ms)
    except WrongCode:
        await _refuse(desk, proved.operator, client_ip, now_ms, by_code=True)
        raise
    if token is None:
        await _refuse(desk, proved.operator, client_ip, now_ms)
    return token


async def _begin(
    desk: Desk, proved: ProvedPassword, code: str, client_ip: str, user_agent: str, now_ms: int
) -> str | None:
    operator, token = proved.operator, secrets.token_urlsafe(32)
    async with act(desk, now_ms) as tx:
        seen = {"seen_ms": await tx.db.now_ms()}
        if not await tx.db.rowcount(update(operators).where(_unchanged(operator.id, proved.stored)).values(seen)):
            return None
        by_code = await check_code(tx, operator.id, code)
        row = {
            "token_sha256": digest_of(token),
            "operator_id": operator.id,
            "client_ip": client_ip[:64],
            "user_agent": user_agent[:USER_AGENT_LENGTH],
            "created_ms": now_ms,
            "seen_ms": now_ms,
            "expires_ms": now_ms + ABSOLUTE_MS,
        }
        await tx.db.execute(insert(sessions).values(row))
        tx.record("person.signed_in", by(operator), client_ip=client_ip[:64], **by_code)
    return token


async def check_code(tx: Change, operator_id: int, code: str) -> dict[str, Any]:
    """What the log says about the second factor; nothing for a person without one, by the current row. Raises CodeNeeded, WrongCode."""
    since = select(operators.c.second_factor_ms).where(operators.c.id == operator_id)
    if await tx.db.fetch_val(since) is None:
        return {}
    if not code.strip():
        raise CodeNeeded
    kind = await use_code(tx, operator_id, code)
    if kind is None:
        raise WrongCode
    return {"second_factor": kind}


async def _refuse(desk: Desk, operator: Operator | None, client_ip: str, now_ms: int, *, by_code: bool = False) -> None:
    """Log it, for an unknown address too: the time that it takes must not tell which it was.

    What was typed there is not kept: it may have been a password, typed one field too early.
    """
    async with act(desk, now_ms) as tx:
        actor = Actor("system", operator.name, operator.id) if operator else SYSTEM
        facts: dict[str, Any] = {"second_factor": "wrong"} if by_code else {}
        tx.record("person.sign_in_refused", actor, known=operator is not None, client_ip=client_ip[:64], **facts)


async def administrator_by_password(desk: Desk, email: str, password: str) -> Operator | None:
    """The administrator with this address and password: who approves an act of an operator."""
    operator = await operator_by_email(desk, email)
    stored = await _known_password(desk, operator, password)
    return operator if operator and stored is not None and operator.is_administrator else None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, and the number of the newest event when that was looked up."""

    operator: Operator
    newest_event: int
    owes_second_factor: bool = False  # then nothing of the desk opens before they have set one up


async def signed_in_with(desk: Desk, token: str, now_ms: int) -> SignedIn | None:
    """Who is signed in with this token, as of the desk's newest event; None if the session has ended, expired or never existed.

    One statement in any case: the person's own row, and so their role, is always current.
    """
    row = await desk.db.fetch_one(_SIGNED_IN, {"token": digest_of(token)})
    if row is None or row.session_expires_ms <= now_ms or row.session_seen_ms <= now_ms - IDLE_MS:
        return None
    newest = int(row.newest_event or 0)
    operator = (await roster(desk, newest)).operator_of(row)
    if not operator.is_active:
        return None
    if row.session_seen_ms < now_ms - MINUTE_MS:
        seen = update(sessions).where(sessions.c.token_sha256 == digest_of(token)).values(seen_ms=now_ms)
        await desk.db.execute(seen)
        await note_seen(desk, [operator.id], await desk.db.now_ms())
    return SignedIn(operator, newest, operator.owes_second_factor(desk.settings.second_factor_for))


async def operator_of_session(desk: Desk, token: str, now_ms: int) -> Operator | None:
    """Who is signed in with this token; None if nobody is, or a second factor is still missing."""
    found = await signed_in_with(desk, token, now_ms)
    return found.operator if found and not found.owes_second_factor else None


@action
async def sign_out(desk: Desk, token: str, now_ms: int) -> None:
    """End this session. What the operator holds stays theirs."""
    found = await signed_in_with(desk, token, now_ms)
    async with act(desk, now_ms) as tx:
        ended = await tx.db.rowcount(delete(sessions).where(sessions.c.token_sha256 == digest_of(token)))
        await forget_devices_of_session(tx, digest_of(token))
        if found and ended:
            tx.record("person.signed_out", by(found.operator), person=found.operator.id, why="signed_out")


async def forget_ended_sessions(desk: Desk, now_ms: int) -> int:
    """Remove the rows of expired sessions; return how many."""
    ended = (sessions.c.expires_ms <= now_ms) | (sessions.c.seen_ms <= now_ms - IDLE_MS)
    return await desk.db.rowcount(delete(sessions).where(ended))
