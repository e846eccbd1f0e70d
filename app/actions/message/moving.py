"""Moving a message to the ticket it belongs to, with its files, its mail and its search words; and back.

The row itself moves, so whatever refers to the message (its mail, a later mail that answers it, the log) finds it
in its new place. Both tickets log the move.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select, update

from app.actions.change import Change, action, by, change
from app.actions.mail.mailing import tell_about_new_message
from app.actions.message.rows import count_attachments, preview_of
from app.actions.message.written import WrittenMessage
from app.actions.ticket.addresses import AddressRole, remember_addresses
from app.actions.ticket.indexing import index_again
from app.actions.ticket.other_tickets import other_ticket, same_customer
from app.actions.ticket.taking import release_gone
from app.core.errors import BadFields, Conflict, LockHeld, NotFound
from app.desk import Desk
from app.nouns.doubts import doubts_between, named
from app.nouns.message import FROM_OUTSIDE, Message, MessageKind
from app.nouns.operator import Operator
from app.nouns.permissions import Act, permit
from app.nouns.status import Status
from app.nouns.ticket import Ticket
from app.nouns.waiting import NEVER_MS, WAITED_ON
from app.queries.ticket.addresses import addresses_on
from app.queries.ticket.messages import message_by_id
from app.search.documents import Words, words_by_message
from app.text.address_keys import address_key
from app.text.languages import _
from sql.tables import attachments, inbound, messages, outbox

MOVABLE = FROM_OUTSIDE | {
    MessageKind.NOTE
}  # what the desk has sent stays: its number and its reply token name the ticket


@action
async def move_message(
    desk: Desk, operator: Operator, message_id: int, into_id: int, now_ms: int, *, confirmed: bool = False
) -> WrittenMessage:
    """Move a message to another ticket, where it counts as new; return it and that ticket.

    The operator must hold the ticket it leaves, and nobody else the other. What the customer sees may go only to a
    ticket of the same customer, `confirmed` by the operator if the addresses differ.
    Raises NotFound, LockHeld, NotHeld, Conflict, BadFields(into).
    """
    message = await message_there(desk, message_id)
    known = await words_by_message(desk, message.ticket_id, into_id)
    async with change(desk, message.ticket_id, now_ms) as source:
        permit(operator, Act.MERGE, source.ticket)
        moved = await movable_within(source, message_id)
        itself = _("This message is already on that ticket.")
        other = await other_ticket(desk, operator, source.ticket, into_id, itself)
        if must_stay_with_customer(moved):
            same_customer(source.ticket, other, confirmed=confirmed)
        async with change(desk, other.id, now_ms) as target:
            permit_there(operator, target.ticket)
            before = target.ticket
            await carry(source, target, moved, known)
            after = await _stir(target, moved)
            if not before.status.is_active:
                await release_gone(target)
            record_move(
                source,
                target,
                operator,
                moved,
                status=after.value,
                from_status=before.status.value,
                from_snoozed_until_ms=before.snoozed_until_ms,
                doubts=named(doubts_between(source.ticket, before)) if must_stay_with_customer(moved) else [],
            )
    return WrittenMessage(await message_there(desk, message_id), target.ticket)


async def message_there(desk: Desk, message_id: int) -> Message:
    """The message, without its ticket's row being locked. Raises NotFound."""
    message = await message_by_id(desk, message_id)
    if message is None:
        raise NotFound
    return message


def can_move(message: Message) -> bool:
    """Whether this kind of message can be moved at all."""
    return message.kind in MOVABLE and message.recalled_ms is None


def must_stay_with_customer(message: Message) -> bool:
    """Whether it must stay on tickets of its customer; what only operators see can go anywhere."""
    return message.shared or message.kind is MessageKind.CUSTOMER


def permit_there(operator: Operator, ticket: Ticket) -> None:
    """Return if the operator may put a message onto this ticket. Raises BadFields(into) that names the holder."""
    try:
        permit(operator, Act.EDIT, ticket)
    except LockHeld as refusal:
        raise BadFields({"into": str(refusal)}) from None


async def movable_within(source: Change, message_id: int) -> Message:
    """The message as it is inside the transaction. Raises Conflict where it cannot leave its ticket."""
    message = await message_by_id(source.desk, message_id)
    if message is None or message.ticket_id != source.ticket.id or message.recalled_ms is not None:
        raise Conflict(_("This message is no longer on this ticket."))
    if not can_move(message):
        raise Conflict(_("Messages you have sent cannot be moved."))
    if message.kind is MessageKind.CUSTOMER and not await _has_another(source, message):
        raise Conflict(_("This is the customer's only message here. A ticket needs at least one."))
    return message


async def carry(source: Change, target: Change, message: Message, known: Mapping[int, Words]) -> None:
    """Everything of the message goes along: row, files, mail, search; both tickets are counted and found anew.

    `known` are the words of their messages, as they were before the tickets' rows were locked.
    """
    key = await _free_key(target, message)
    where: dict[str, Any] = {"ticket_id": target.ticket.id}
    db = source.db
    await db.execute(update(messages).where(messages.c.id == message.id).values(**where, request_key=key))
    await db.execute(update(attachments).where(attachments.c.message_id == message.id).values(where))
    await db.execute(update(inbound).where(inbound.c.message_id == message.id).values(where))
    waiting = (outbox.c.message_id == message.id) & outbox.c.mime.is_(None)
    await db.execute(update(outbox).where(waiting).values(where))  # a notice that has not left names the right ticket
    await _carry_address(source, target, message)
    await source.save(waits_since_ms=await _waits_without(source, message))
    await target.save(waits_since_ms=_waits_with(target, message))
    for tx in (source, target):
        await tx.save(customer_wrote_ms=await _last_written(tx))
        await count_attachments(tx)
        await index_again(tx, known)


def record_move(
    source: Change, target: Change, operator: Operator, message: Message, *, split: bool = False, **facts: object
) -> None:
    """One line on each ticket. `facts` describe the receiving ticket; `split`: it is a new one."""
    about: dict[str, Any] = {
        "message_kind": message.kind.value,
        "shared": message.shared,
        "from_ticket": source.ticket.id,
        "to_ticket": target.ticket.id,
        "written_ms": message.created_ms,
        "split": split,
    }
    source.record("message.moved", by(operator), message.id, **about)
    if facts.get("status") != facts.get("from_status"):
        target.record("ticket.status", by(operator), message.id, **facts, reopened=_reopened(facts), why="moved")
    target.customer_event = message.kind is MessageKind.CUSTOMER  # unread there, and it stops a send
    target.record("message.moved", by(operator), message.id, **about, **facts, preview=preview_of(message.text))


def _reopened(facts: dict[str, object]) -> bool:
    return not Status(str(facts["from_status"])).is_active


async def _stir(target: Change, message: Message) -> Status:
    """A customer's message makes its ticket wait for an operator and notifies those who hear of unassigned ones."""
    if message.kind is MessageKind.CUSTOMER and message.shared:
        await target.save(status=Status.WAITING_FOR_OPERATOR.value, snoozed_until_ms=None)
        if target.ticket.operator_id is None:  # else who moves it holds it: nobody else may
            await tell_about_new_message(target, message.id)
    return target.ticket.status


async def _carry_address(source: Change, target: Change, message: Message) -> None:
    """Whoever may write as the customer on one ticket may do so on the other: an operator has said they belong together."""
    sender = address_key(message.author_email)
    if message.kind is not MessageKind.CUSTOMER or sender == target.ticket.customer.email_key:
        return
    known = await addresses_on(source.desk, source.ticket.id)
    if any(one.role == AddressRole.ADDED and address_key(one.email) == sender for one in known):
        await remember_addresses(target, [message.author_email], AddressRole.ADDED, message.author_name)


async def _last_written(tx: Change) -> int:
    """When the customer's newest message of this ticket came: its age in the list."""
    of_customer = (messages.c.ticket_id == tx.ticket.id) & (messages.c.kind == MessageKind.CUSTOMER.value)
    newest = await tx.db.fetch_val(select(func.max(messages.c.created_ms)).where(of_customer))
    return int(newest) if newest is not None else tx.ticket.customer_wrote_ms


async def _waits_without(source: Change, message: Message) -> int:
    """Since when the customer waits here once this message is gone: if it was the one, since their next."""
    if source.ticket.waits_since_ms != message.created_ms:
        return source.ticket.waits_since_ms
    later = (messages.c.ticket_id == source.ticket.id) & (messages.c.created_ms >= message.created_ms)
    of_customer = later & (messages.c.kind == MessageKind.CUSTOMER.value) & messages.c.shared
    following = await source.db.fetch_val(select(func.min(messages.c.created_ms)).where(of_customer))
    return int(following) if following is not None else NEVER_MS


def _waits_with(target: Change, message: Message) -> int:
    """Since when the customer waits there, who may have waited longer for an answer to this message."""
    is_waited_on = target.ticket.status in WAITED_ON and message.kind is MessageKind.CUSTOMER and message.shared
    return min(target.ticket.waits_since_ms, message.created_ms) if is_waited_on else target.ticket.waits_since_ms


async def _has_another(source: Change, message: Message) -> bool:
    others = (messages.c.ticket_id == source.ticket.id) & (messages.c.id != message.id)
    of_customer = others & (messages.c.kind == MessageKind.CUSTOMER.value)
    return await source.db.fetch_one(select(messages.c.id).where(of_customer).limit(1)) is not None


async def _free_key(target: Change, message: Message) -> str | None:
    """The message's request key, unless the other ticket has a message with the same: whoever sent both chose it."""
    key: str | None = await target.db.fetch_val(select(messages.c.request_key).where(messages.c.id == message.id))
    same = (messages.c.ticket_id == target.ticket.id) & (messages.c.request_key == key)
    taken = key is not None and await target.db.fetch_one(select(messages.c.id).where(same)) is not None
    return None if taken else key
