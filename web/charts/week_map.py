"""The week as a map: a row for each day, a cell for each hour, and when the desk is open drawn below the cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.hours.opening_hours import DAY_MIN, Intervals
from web.charts.scale import spot

DAYS, HOURS = 7, 24
WIDTH = 540
LEFT, TOP = 40, 32  # over the cells: the words of one, and the hours
ROW = 22
CELL = 17  # of a row; below it runs the line of the opening hours
LEVELS = 5  # shades besides that of nothing


@dataclass(frozen=True, slots=True)
class HourCell:
    """One hour of a weekday: how many, how dark (0: none), its words and its list."""

    count: int
    level: int
    words: str
    href: str
    x: str
    y: str
    middle: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Open:
    """A stretch of a day in which the desk is open."""

    x: str
    y: str
    width: str


@dataclass(frozen=True, slots=True)
class WeekMap:
    """The drawing; Monday is the first row."""

    rows: tuple[tuple[HourCell, ...], ...]
    opened: tuple[Open, ...]
    row_labels: tuple[str, ...]  # y of each day's name
    hour_labels: tuple[tuple[int, str], ...]  # hour and x
    cell_width: str
    cell_height: int = CELL
    width: int = WIDTH
    height: int = TOP + DAYS * ROW + 4

    @classmethod
    def of(
        cls,
        counts: Sequence[Sequence[int]],
        week: Sequence[Intervals],
        words: Callable[[int, int, int], str],
        href: Callable[[int, int], str],
    ) -> "WeekMap":
        """The map of `counts[weekday][hour]`. `words(weekday, hour, count)`; `week`: when it is open, empty for no lines."""
        slot = (WIDTH - LEFT - 2) / HOURS
        highest = max((count for row in counts for count in row), default=0)

        def cell(day: int, hour: int) -> HourCell:
            count, x = counts[day][hour], LEFT + hour * slot
            anchor = "start" if hour < HOURS // 3 else "end" if hour >= HOURS * 2 // 3 else "middle"
            level = -(-count * LEVELS // highest) if count else 0
            middle, y = spot(x + slot / 2), spot(TOP + day * ROW)
            return HourCell(count, level, words(day, hour, count), href(day, hour), spot(x + 1), y, middle, anchor)

        return cls(
            rows=tuple(tuple(cell(day, hour) for hour in range(HOURS)) for day in range(DAYS)),
            opened=tuple(_open(day, begin, end, slot) for day, begin, end in _stretches(week)),
            row_labels=tuple(spot(TOP + day * ROW + CELL / 2 + 4) for day in range(DAYS)),
            hour_labels=tuple((hour, spot(LEFT + hour * slot)) for hour in range(0, HOURS + 1, 6)),
            cell_width=spot(slot - 2),
        )


def _stretches(week: Sequence[Intervals]) -> list[tuple[int, int, int]]:
    """Weekday, first and last minute; what runs past midnight goes on in the next day's row."""
    found = []
    for day, intervals in enumerate(week):
        for begin, end in intervals:
            found.append((day, begin, min(end, DAY_MIN)))
            if end > DAY_MIN:
                found.append(((day + 1) % DAYS, 0, end - DAY_MIN))
    return found


def _open(day: int, begin: int, end: int, slot: float) -> Open:
    x, width = LEFT + begin / 60 * slot, (end - begin) / 60 * slot
    return Open(spot(x + 1), spot(TOP + day * ROW + CELL + 1.5), spot(max(width - 2, 1)))
