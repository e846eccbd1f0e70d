"""Links with which somebody sets a password: asked for on the sign-in page, or sent with an invitation."""

from enum import StrEnum

from sqlalchemy import delete, insert, select, update

from app.actions.change import Held, act, action
from app.actions.mailing import queue_mail
from app.actions.signing import digest_of
from app.clock import HOUR_MS, MINUTE_MS
from app.desk import Desk
from app.errors import Conflict, NotFound
from app.event import SYSTEM, Actor
from app.languages import _
from app.link_tokens import new_nonce, token_of
from app.operator import Operator
from app.queries.people import operator_by_email, operator_by_id
from sql.tables import operators, outbox, password_links


class Purpose(StrEnum):
    """What the link is for: the kind of its mail."""

    RESET = "password_reset"
    INVITATION = "invitation"


LASTS_MS = {Purpose.RESET: 30 * MINUTE_MS, Purpose.INVITATION: 72 * HOUR_MS}


@action
async def send_reset_link(desk: Desk, email: str, now_ms: int) -> bool:
    """Mail a link that sets a new password to the person with this address, if there is one who may sign in.

    The result is for tests: who asked gets the same answer either way, or could try addresses out.
    """
    operator = await operator_by_email(desk, email)
    if operator is None or not operator.is_active:
        return False
    async with act(desk, now_ms) as held:
        await send_link(held, operator, Purpose.RESET, SYSTEM)
    return True


@action
async def invite(desk: Desk, operator_id: int, now_ms: int, actor: Actor = SYSTEM) -> None:
    """Mail an invitation to somebody who has set no password yet; an earlier one opens nothing any more.

    Raises NotFound, Conflict.
    """
    operator = await operator_by_id(desk, operator_id)
    if operator is None:
        raise NotFound
    async with act(desk, now_ms) as held:
        if not operator.is_active:
            raise Conflict(_("%(name)s is deactivated.") % {"name": operator.name})
        if await _has_password(held, operator.id):
            raise Conflict(
                _("%(name)s has a password already, and can ask for a new one when signing in.")
                % {"name": operator.name}
            )
        await send_link(held, operator, Purpose.INVITATION, actor)


async def send_link(held: Held, operator: Operator, purpose: Purpose, actor: Actor) -> None:
    """Queue the mail with a new link, in the place of an earlier one for the same purpose."""
    await held.db.fetch_one(select(operators.c.id).where(operators.c.id == operator.id).with_for_update())
    await _forget(held, operator.id, purpose)
    nonce = new_nonce()
    row = {
        "token_sha256": digest_of(token_of(held.desk.settings, nonce)),
        "operator_id": operator.id,
        "purpose": purpose.value,
        "email_key": operator.email.lower(),
        "created_ms": held.now_ms,
        "expires_ms": held.now_ms + LASTS_MS[purpose],
    }
    await held.db.execute(insert(password_links).values(row))
    await queue_mail(
        held,
        kind=purpose.value,
        recipients=[operator.email],
        language=operator.language,
        ticket_id=None,
        operator_id=operator.id,
        details={"nonce": nonce, "expires_ms": row["expires_ms"], "by": actor.name},
        due_ms=held.now_ms,
    )
    held.record("person.link_sent", actor, person=operator.id, purpose=purpose.value)


async def forget_links(held: Held, operator_id: int) -> None:
    """Let no link of the person open anything any more, and take back what is not sent."""
    for purpose in Purpose:
        await _forget(held, operator_id, purpose)


async def _forget(held: Held, operator_id: int, purpose: Purpose) -> None:
    theirs = (password_links.c.operator_id == operator_id) & (password_links.c.purpose == purpose.value)
    await held.db.execute(delete(password_links).where(theirs))
    waiting = (outbox.c.operator_id == operator_id) & (outbox.c.kind == purpose.value) & (outbox.c.state == "queued")
    await held.db.execute(update(outbox).where(waiting).values(state="recalled"))


async def _has_password(held: Held, operator_id: int) -> bool:
    known = select(operators.c.password).where(operators.c.id == operator_id)
    return await held.db.fetch_val(known) is not None


async def forget_over_links(desk: Desk, now_ms: int) -> int:
    """Remove links whose time is over; return how many."""
    return await desk.db.rowcount(delete(password_links).where(password_links.c.expires_ms <= now_ms))
