"""The second factor of a sign-in: set up, renewed, removed, and used, each code once."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.actions.change import Change, act, action, by
from app.actions.people.deactivating import end_sessions
from app.config.desk_name import desk_name
from app.core.errors import BadFields, Conflict, DeskError, NotFound
from app.credentials.one_time_codes import (
    is_one_time,
    matching_step,
    new_recovery_codes,
    new_secret,
    recovery_digest,
    setup_uri,
)
from app.credentials.sealing import Unreadable, seal, unseal
from app.desk import Desk
from app.nouns.event import Actor
from app.nouns.operator import Operator
from app.queries.people.people import operator_by_id
from app.queries.people.second_factors import place_of
from app.text.languages import _
from sql.tables import operators, recovery_codes, second_factors

NO_STEP = -1


class CodeNeeded(DeskError):
    """The password is right; a code of the second factor is needed as well."""

    status = 401
    slug = "code-needed"

    def __init__(self) -> None:
        super().__init__(_("Enter the code of your authenticator app as well."))


class WrongCode(DeskError):
    """The code is none of the person's, or was used before."""

    status = 401
    slug = "wrong-code"

    def __init__(self) -> None:
        super().__init__(_wrong_code_words())


@dataclass(frozen=True, slots=True, repr=False)
class Setup:
    """A secret that counts once a code of it is confirmed, and the address from which an app reads it."""

    secret: str
    uri: str


@action
async def begin_second_factor(desk: Desk, operator: Operator, now_ms: int) -> Setup:
    """Make a new secret; one that holds already goes on to hold until a code of the new one is confirmed."""
    secret = new_secret()
    sealed = seal(desk.settings, place_of(operator.id), secret)
    async with act(desk, now_ms) as tx:
        values: dict[str, Any] = {"pending_secret": sealed, "pending_ms": now_ms}
        mine = second_factors.c.operator_id == operator.id
        if not await tx.db.rowcount(update(second_factors).where(mine).values(values)):
            row = {"operator_id": operator.id, "last_step": NO_STEP, **values}
            await tx.db.execute(insert(second_factors).values(row))
    return Setup(secret, setup_uri(secret, operator.email, desk_name(desk.settings)))


@action
async def confirm_second_factor(desk: Desk, operator: Operator, code: str, now_ms: int, session: str = "") -> list[str]:
    """Activate the new secret; return the recovery codes, which are never shown again.

    All sessions but this one (the digest of its token) end. Raises BadFields(code), Conflict where none was begun.
    """
    async with act(desk, now_ms) as tx:
        row = await _locked(tx, operator.id)
        if row is None or row.pending_secret is None:
            raise Conflict(_("This setup has expired. Start again."))
        step = matching_step(_opened(desk, operator.id, row.pending_secret), code, now_ms)
        if step is None:
            raise BadFields({"code": _wrong_code_words()})
        values = {"secret": row.pending_secret, "pending_secret": None, "pending_ms": None, "last_step": step}
        await tx.db.execute(update(second_factors).where(second_factors.c.operator_id == operator.id).values(values))
        await tx.db.execute(update(operators).where(operators.c.id == operator.id).values(second_factor_ms=now_ms))
        codes = await _renew(tx, operator.id)
        changes = {"second_factor": [operator.has_second_factor, True]}
        tx.record("person.changed", by(operator), person=operator.id, changes=changes)
        await end_sessions(tx, operator, by(operator), "second_factor", but_session=session)
    return codes


@action
async def renew_recovery_codes(desk: Desk, operator: Operator, now_ms: int) -> list[str]:
    """New recovery codes; the earlier ones stop working. Raises Conflict without a second factor."""
    async with act(desk, now_ms) as tx:
        await _locked(tx, operator.id)
        now = await operator_by_id(desk, operator.id)
        if now is None or not now.has_second_factor:
            raise Conflict(_("No second factor is set up. Set one up first."))
        codes = await _renew(tx, operator.id)
        tx.record("person.changed", by(operator), person=operator.id, changes={"recovery_codes": [None, None]})
    return codes


@action
async def remove_second_factor(desk: Desk, operator_id: int, now_ms: int, actor: Actor) -> None:
    """Let the password alone sign the person in. Raises NotFound, Conflict where their role needs a second factor.

    Another's is reset by an administrator, whatever the role needs: then every session of the person ends, and where it
    is needed they set a new one up at their next sign-in.
    """
    async with act(desk, now_ms) as tx:
        await _locked(tx, operator_id)
        operator = await operator_by_id(desk, operator_id)
        if operator is None:
            raise NotFound
        if not operator.has_second_factor:
            return
        is_own = actor.operator_id == operator_id
        if is_own and operator.must_have_second_factor(desk.settings.second_factor_for):
            raise Conflict(_("Your role needs a second factor. You can replace it, but not remove it."))
        for table in (recovery_codes, second_factors):
            await tx.db.execute(delete(table).where(table.c.operator_id == operator_id))
        await tx.db.execute(update(operators).where(operators.c.id == operator_id).values(second_factor_ms=None))
        tx.record("person.changed", actor, person=operator_id, changes={"second_factor": [True, False]})
        if not is_own:
            await end_sessions(tx, operator, actor, "second_factor_reset")


async def use_code(tx: Change, operator_id: int, typed: str) -> str | None:
    """Use a code up: `totp` or `recovery`, by which kind it was; None if it is none, or was used before (RFC 6238 §5.2).

    Of two who use one at once, one does: the update decides.
    """
    if is_one_time(typed):
        return "totp" if await _use_step(tx, operator_id, typed) else None
    digest = recovery_digest(tx.desk.settings, operator_id, typed)
    mine = (recovery_codes.c.operator_id == operator_id) & (recovery_codes.c.code_sha256 == digest)
    unused = mine & recovery_codes.c.used_ms.is_(None)
    used = await tx.db.rowcount(update(recovery_codes).where(unused).values(used_ms=tx.now_ms))
    return "recovery" if used else None


async def _use_step(tx: Change, operator_id: int, typed: str) -> bool:
    row = await _locked(tx, operator_id)
    if row is None or row.secret is None:
        return False
    step = matching_step(_opened(tx.desk, operator_id, row.secret), typed, tx.now_ms)
    if step is None:
        return False
    newer = (second_factors.c.operator_id == operator_id) & (second_factors.c.last_step < step)
    return bool(await tx.db.rowcount(update(second_factors).where(newer).values(last_step=step)))


async def _locked(tx: Change, operator_id: int) -> Any:
    """The person's row, locked until the commit; None if there is none."""
    mine = second_factors.c.operator_id == operator_id
    await tx.db.execute(update(second_factors).where(mine).values(last_step=second_factors.c.last_step))
    return await tx.db.fetch_one(select(second_factors).where(mine))


async def _renew(tx: Change, operator_id: int) -> list[str]:
    await tx.db.execute(delete(recovery_codes).where(recovery_codes.c.operator_id == operator_id))
    codes = new_recovery_codes()
    for code in codes:
        digest = recovery_digest(tx.desk.settings, operator_id, code)
        await tx.db.execute(insert(recovery_codes).values(operator_id=operator_id, code_sha256=digest))
    return codes


def _opened(desk: Desk, operator_id: int, sealed: str) -> str:
    try:
        return unseal(desk.settings, place_of(operator_id), sealed)
    except Unreadable:
        words = _("The desk's secret key was changed since this was set up. Ask an administrator to reset it.")
        raise Conflict(words) from None


def _wrong_code_words() -> str:
    return _("This code is not valid. Enter the latest one, and check your phone's clock.")
