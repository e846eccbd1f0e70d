"""Deleting hides a ticket at once; administrators can restore it for thirty days; then it is erased."""

from dataclasses import dataclass

from app.actions.change import Change, action, by, change
from app.actions.people.second_factor import CodeNeeded, WrongCode
from app.actions.people.signing import administrator_by_password, check_code
from app.core.errors import BadFields, Forbidden, TooLate
from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.permissions import Act, permit
from app.nouns.ticket import RESTORABLE_MS, Ticket
from app.text.languages import _


@dataclass(frozen=True, slots=True, repr=False)
class Approval:
    """What an administrator types where an operator deletes; `code` counts where they have a second factor."""

    email: str
    password: str
    code: str = ""


@action
async def delete(desk: Desk, operator: Operator, ticket_id: int, approval: Approval | None, now_ms: int) -> Ticket:
    """Hide the ticket; return it. An operator needs `approval`: an administrator's address, password and second factor.

    Raises LockHeld, Forbidden for a wrong password, BadFields(code): the door counts both as failed sign-ins of that account.
    """
    approver = None
    if not operator.is_administrator and approval:
        approver = await administrator_by_password(desk, approval.email, approval.password)
        if approver is None:
            raise Forbidden(_("That address and password do not belong to an administrator."))
    async with change(desk, ticket_id, now_ms) as tx:
        permit(operator, Act.DELETE, tx.ticket, approved=approver is not None)
        if approver and approval:
            await _check_code(tx, approver, approval.code)
        ticket = tx.ticket
        await tx.save(deleted_ms=now_ms, updated_ms=ticket.updated_ms)
        tx.record(
            "ticket.deleted",
            by(operator),
            subject=ticket.subject,
            customer={"name": ticket.customer.name, "email": ticket.customer.email},
            approved_by={"id": approver.id, "name": approver.name} if approver else None,
        )
    return tx.ticket


async def _check_code(tx: Change, approver: Operator, code: str) -> None:
    """Use the approver's code up, if they have a second factor. Raises BadFields(code)."""
    try:
        await check_code(tx, approver.id, code)
    except CodeNeeded:
        words = _("%(name)s signs in with a second factor. Enter a code of theirs.") % {"name": approver.name}
        raise BadFields({"code": words}) from None
    except WrongCode as error:
        raise BadFields({"code": str(error)}) from None


@action
async def restore(desk: Desk, operator: Operator, ticket_id: int, now_ms: int) -> Ticket:
    """Bring a deleted ticket back. Administrators only; TooLate after thirty days."""
    async with change(desk, ticket_id, now_ms) as tx:
        permit(operator, Act.RESTORE, tx.ticket)
        if tx.ticket.deleted_ms is None:
            return tx.ticket
        if tx.ticket.deleted_ms < now_ms - RESTORABLE_MS:
            raise TooLate(_("This ticket was deleted more than 30 days ago and is being erased."))
        await tx.save(deleted_ms=None, updated_ms=tx.ticket.updated_ms)
        tx.record("ticket.restored", by(operator))
    return tx.ticket
