"""Links to set a password: requested on the sign-in page, or sent with an invitation."""

from enum import StrEnum

from sqlalchemy import delete, insert, select, update

from app.actions.change import Change, act, action
from app.actions.mail.mailing import queue_mail
from app.core.clock import HOUR_MS, MINUTE_MS
from app.core.errors import Conflict, NotFound
from app.credentials.codes import digest_of
from app.credentials.link_tokens import new_nonce, token_of
from app.desk import Desk
from app.nouns.event import SYSTEM, Actor
from app.nouns.operator import Operator
from app.nouns.outbound_mail import MailKind, OutboxState
from app.queries.people.people import operator_by_email, operator_by_id
from app.text.languages import _
from sql.tables import operators, outbox, password_links


class Purpose(StrEnum):
    """What the link is for: the kind of its mail."""

    RESET = MailKind.PASSWORD_RESET.value
    INVITATION = MailKind.INVITATION.value


LASTS_MS = {Purpose.RESET: 30 * MINUTE_MS, Purpose.INVITATION: 72 * HOUR_MS}


@action
async def send_reset_link(desk: Desk, email: str, now_ms: int) -> bool:
    """Mail a link that sets a new password to the person with this address, if there is one who may sign in.

    The result is for tests: the requester gets the same response either way, so addresses cannot be tried out.
    """
    operator = await operator_by_email(desk, email)
    if operator is None or not operator.is_active:
        return False
    async with act(desk, now_ms) as tx:
        await send_link(tx, operator, Purpose.RESET, SYSTEM)
    return True


@action
async def invite(desk: Desk, operator_id: int, now_ms: int, actor: Actor = SYSTEM) -> None:
    """Email an invitation to someone who has not set a password yet; earlier ones stop working.

    Raises NotFound, Conflict.
    """
    operator = await operator_by_id(desk, operator_id)
    if operator is None:
        raise NotFound
    async with act(desk, now_ms) as tx:
        if not operator.is_active:
            raise Conflict(_("%(name)s is deactivated.") % {"name": operator.name})
        if await _has_password(tx, operator.id):
            raise Conflict(
                _("%(name)s already has a password and can reset it on the sign-in page.") % {"name": operator.name}
            )
        await send_link(tx, operator, Purpose.INVITATION, actor)


async def send_link(tx: Change, operator: Operator, purpose: Purpose, actor: Actor) -> None:
    """Queue the mail with a new link, in the place of an earlier one for the same purpose."""
    await tx.db.fetch_one(select(operators.c.id).where(operators.c.id == operator.id).with_for_update())
    await _forget(tx, operator.id, purpose)
    nonce = new_nonce()
    row = {
        "token_sha256": digest_of(token_of(tx.desk.settings, nonce)),
        "operator_id": operator.id,
        "purpose": purpose.value,
        "email_key": operator.email.lower(),
        "created_ms": tx.now_ms,
        "expires_ms": tx.now_ms + LASTS_MS[purpose],
    }
    await tx.db.execute(insert(password_links).values(row))
    await queue_mail(
        tx,
        kind=MailKind(purpose),
        recipients=[operator.email],
        language=operator.language,
        ticket_id=None,
        operator_id=operator.id,
        details={"nonce": nonce, "expires_ms": row["expires_ms"], "by": actor.name},
        due_ms=tx.now_ms,
    )
    tx.record("person.link_sent", actor, person=operator.id, purpose=purpose.value)


async def forget_links(tx: Change, operator_id: int) -> None:
    """Invalidate all links of the person, and cancel those not yet sent."""
    for purpose in Purpose:
        await _forget(tx, operator_id, purpose)


async def _forget(tx: Change, operator_id: int, purpose: Purpose) -> None:
    theirs = (password_links.c.operator_id == operator_id) & (password_links.c.purpose == purpose.value)
    await tx.db.execute(delete(password_links).where(theirs))
    waiting = (
        (outbox.c.operator_id == operator_id)
        & (outbox.c.kind == MailKind(purpose))
        & (outbox.c.state == OutboxState.QUEUED)
    )
    await tx.db.execute(update(outbox).where(waiting).values(state=OutboxState.RECALLED))


async def _has_password(tx: Change, operator_id: int) -> bool:
    known = select(operators.c.password).where(operators.c.id == operator_id)
    return await tx.db.fetch_val(known) is not None


async def forget_over_links(desk: Desk, now_ms: int) -> int:
    """Remove expired links; return how many."""
    return await desk.db.rowcount(delete(password_links).where(password_links.c.expires_ms <= now_ms))
