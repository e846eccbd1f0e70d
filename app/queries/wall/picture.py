"""The wall at one moment: what each of its pieces shows, and nothing else, so that two of them can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.status import Status
from app.nouns.ticket import Ticket
from app.queries.activity.log_pages import LogLine
from app.queries.lists.counts import standing
from app.queries.people.roster import Roster, roster
from app.queries.wall.day_counts import DayCounts
from app.queries.wall.mail_now import MailNow, mail_now
from app.queries.wall.waiting import LongestWaits, Unassigned, waiting
from app.queries.wall.wall_log import WallLog, wall_log


@dataclass(frozen=True, slots=True)
class Seat:
    """Where someone is whose console is open. Times are UTC milliseconds; None: not known, or not so."""

    since_ms: int | None
    ticket: Ticket | None = None  # the one they opened last
    opened_ms: int = 0
    writes_since_ms: int | None = None
    is_typing: bool = False


@dataclass(frozen=True, slots=True)
class OpenedTicket:
    """The ticket that someone has before them. `holder`: who has it, where that is another."""

    ticket_id: int
    subject: str
    holder: str
    is_unassigned: bool
    since_ms: int
    is_typing: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """One operator. `state`: here, away, off."""

    operator_id: int
    name: str
    groups: tuple[int, ...]
    state: str
    since_ms: int | None
    opened: OpenedTicket | None
    last: LogLine | None
    held: int
    answered: int
    dropped: int

    @property
    def first_name(self) -> str:
        """As in a sentence."""
        return self.name.split(maxsplit=1)[0] if self.name.split() else self.name


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the whole desk (`group_id` 0) or a group: today, and now."""

    group_id: int
    received: int
    sent: int
    finished: int
    waiting: int
    waits_since_ms: int | None


@dataclass(frozen=True, slots=True)
class HeadCount:
    """How many people are where."""

    online: int
    away: int
    off: int


@dataclass(frozen=True, slots=True, eq=False)
class WallPicture:
    """All of it. `newest`: the event as of which it is so; lines are newest first."""

    newest: int
    roster: Roster
    here: HeadCount
    figures: tuple[Figures, ...]
    tiles: tuple[Tile, ...]
    unassigned: tuple[Unassigned, ...]
    mail: MailNow
    lines: tuple[LogLine, ...]
    is_counted: bool = True  # what was done today is as of `newest`; else it will be in a moment

    @property
    def pieces(self) -> dict[str, object]:
        """What is drawn anew when it is another, by its name."""
        whole: dict[str, object] = {"here": self.here, "figures": self.figures}
        whole |= {"unassigned": self.unassigned, "mail": self.mail}
        return whole | {f"tile:{tile.operator_id}": tile for tile in self.tiles}


async def wall_picture(desk: Desk, seats: Mapping[int, Seat], now_ms: int, mail: MailNow | None = None) -> WallPicture:
    """The wall now. `seats` by operator; `mail`, if it was read a moment ago."""
    log = await wall_log(desk, now_ms)
    people, places, waits = await roster(desk), await standing(desk), await waiting(desk)
    mail = mail or await mail_now(desk, now_ms, log.counts.begin_ms)
    held: dict[int, int] = {}
    waits_for_us: dict[int | None, int] = {}
    for line in places.lines:
        if line.operator_id is not None:
            held[line.operator_id] = held.get(line.operator_id, 0) + line.count
        if line.status == Status.WAITING_FOR_OPERATOR:
            waits_for_us[line.group_id] = waits_for_us.get(line.group_id, 0) + line.count
    tiles = tuple(_tile(one, seats.get(one.id), log, held.get(one.id, 0)) for one in people.active)
    states = [tile.state for tile in tiles]
    return WallPicture(
        log.newest,
        people,
        HeadCount(states.count("here"), states.count("away"), states.count("off")),
        _figures(people, log.counts, waits_for_us, waits),
        tiles,
        waits.unassigned,
        mail,
        tuple(log.lines),
        log.is_counted,
    )


def _tile(operator: Operator, seat: Seat | None, log: WallLog, held: int) -> Tile:
    away_ms = operator.away_since_ms
    state = "off" if seat is None else "here" if away_ms is None else "away"
    since_ms = away_ms if state == "away" else seat.since_ms if seat else None
    return Tile(
        operator.id,
        operator.name,
        tuple(sorted(operator.group_ids)),
        state,
        since_ms,
        _opened(operator, seat) if seat else None,
        log.last_acts.get(operator.id),
        held,
        log.counts.answered[operator.id],
        log.counts.dropped[operator.id],
    )


def _opened(operator: Operator, seat: Seat) -> OpenedTicket | None:
    ticket = seat.ticket
    if ticket is None:
        return None
    is_others = ticket.operator_id not in {None, operator.id}
    since_ms = seat.writes_since_ms if seat.is_typing and seat.writes_since_ms is not None else seat.opened_ms
    holder = ticket.operator_name or "" if is_others else ""
    return OpenedTicket(ticket.id, ticket.subject, holder, ticket.operator_id is None, since_ms, seat.is_typing)


def _figures(
    people: Roster, counts: DayCounts, waits_for_us: Mapping[int | None, int], waits: LongestWaits
) -> tuple[Figures, ...]:
    since = waits.since_ms
    of_groups = (
        Figures(
            group.id,
            counts.received[group.id],
            counts.sent[group.id],
            counts.finished[group.id],
            waits_for_us.get(group.id, 0),
            since.get(group.id),
        )
        for group in people.groups
    )
    desk = Figures(
        0,
        counts.received.total(),
        counts.sent.total(),
        counts.finished.total(),
        sum(waits_for_us.values()),
        min(since.values(), default=None),
    )
    return tuple(chain([desk], of_groups))
