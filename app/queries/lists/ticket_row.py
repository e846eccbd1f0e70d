"""One line of the list, the same for every viewer, and the views that show it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.desk import Desk
from app.nouns.group import Group
from app.nouns.operator import hue_of, initials
from app.nouns.outbound_mail import UNDELIVERED
from app.nouns.status import Shelf, Status
from app.nouns.ticket import Ticket
from app.queries.people.roster import roster
from app.queries.ticket.tickets import TICKET, ticket_in
from sql.tables import tickets

# A view, the shelf it shows, and the index that keeps its page constant on MariaDB at any depth (measured: without the
# hint its optimiser takes another index and filters, and the page costs as much as everything before it).
VIEWS: dict[str, tuple[Shelf, str]] = {
    "mine": (Shelf.ACTIVE, "ix_tickets_shelf_operator_updated"),
    "unassigned": (Shelf.ACTIVE, "ix_tickets_shelf_operator_updated"),
    "waiting_for_operator": (Shelf.ACTIVE, "ix_tickets_shelf_status_updated"),
    "waiting_for_customer": (Shelf.ACTIVE, "ix_tickets_shelf_status_updated"),
    "all": (Shelf.ACTIVE, "ix_tickets_shelf_updated"),
    "trouble": (Shelf.ACTIVE, "ix_tickets_trouble"),  # few, whatever the shelf holds: found, and then sorted
    "finished": (Shelf.FINISHED, "ix_tickets_shelf_updated"),
    "snoozed": (Shelf.SNOOZED, "ix_tickets_shelf_updated"),
    "spam": (Shelf.SPAM, "ix_tickets_shelf_updated"),
    "deleted": (Shelf.DELETED, "ix_tickets_shelf_updated"),
}


def _always(_ticket: Ticket) -> bool:
    return True


# What a ticket has to be besides, as `_conditions` asks the tables.
_BESIDE_SHELF: dict[str, Callable[[Ticket], bool]] = {
    "mine": lambda ticket: ticket.operator_id is not None,
    "unassigned": lambda ticket: ticket.operator_id is None,
    "waiting_for_operator": lambda ticket: ticket.status is Status.WAITING_FOR_OPERATOR,
    "waiting_for_customer": lambda ticket: ticket.status is Status.WAITING_FOR_CUSTOMER,
    "trouble": lambda ticket: ticket.trouble in UNDELIVERED,
}


@dataclass(frozen=True, slots=True)
class Face:
    """A person as the key rack shows them."""

    id: int
    name: str

    @property
    def initials(self) -> str:
        """Two letters."""
        return initials(self.name)

    @property
    def hue(self) -> int:
        """Degrees."""
        return hue_of(self.id)


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One line of the list, the same for every viewer: what is theirs is added by their page."""

    ticket: Ticket
    group: Group | None

    @property
    def holder(self) -> Face | None:
        """Whose key hangs there."""
        if self.ticket.operator_id is None:
            return None
        return Face(self.ticket.operator_id, self.ticket.operator_name or "")

    @property
    def views(self) -> list[str]:
        """The views that show it; `mine` is its holder's."""
        return [
            view
            for view, (shelf, _index) in VIEWS.items()
            if self.ticket.shelf is shelf and _BESIDE_SHELF.get(view, _always)(self.ticket)
        ]


async def rows_by_ids(desk: Desk, ids: Iterable[int]) -> dict[int, TicketRow]:
    """The rows of these tickets, whoever looks: the caller decides who may."""
    wanted = list(ids)
    if not wanted:
        return {}
    records = await desk.db.fetch_all(TICKET.where(tickets.c.id.in_(wanted)))
    rows = await rows_of(desk, [ticket_in(record) for record in records])
    return {row.ticket.id: row for row in rows}


async def rows_of(desk: Desk, found: list[Ticket], newest: int | None = None) -> list[TicketRow]:
    """The tickets with their groups, as of the event `newest`, or the desk's newest."""
    by_id = {group.id: group for group in (await roster(desk, newest)).groups} if found else {}
    return [TicketRow(ticket, by_id.get(ticket.group_id or 0)) for ticket in found]
