"""Bars: a column for each stretch of time, what came upwards and what left downwards; and one for each class of a histogram."""

from collections.abc import Sequence
from dataclasses import dataclass

from web.charts.scale import count_step, places_of_labels, spot

WIDTH, HEIGHT = 540, 200
LEFT, TOP, FOOT = 34, 18, 24  # room for the axis, for a value over a bar, for the labels
MOST_LABELS = 8
CORNER = 3
LEAST_HEIGHT = 1.5  # one of a thousand is still seen
LETTER = 6.4  # how wide one of a label is, at most


@dataclass(frozen=True, slots=True)
class BarPart:
    """A stretch of a bar. `shade` names its colour; `words` say all of it, as "3 Nov: 45 received"; `href` is its list."""

    value: int
    shade: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class BarColumn:
    """What stands over one label: parts from the axis upwards, parts downwards, and how much it was the period before."""

    label: str
    up: tuple[BarPart, ...]
    down: tuple[BarPart, ...] = ()
    before: int | None = None
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A part with its outline, the place that answers a pointer (x y width height), and where its words are shown."""

    part: BarPart
    path: str
    area: tuple[str, str, str, str]
    middle: str
    top: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text on an axis; `under`: its last word, on a second line."""

    text: str
    x: str
    y: str
    is_now: bool = False
    under: str = ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """The drawing; `line` is the period before, "" without one."""

    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    ticks: tuple[Label, ...]
    zero: str
    now: tuple[str, str] | None  # x and width of the column of today
    line: str
    width: int = WIDTH
    height: int = HEIGHT

    @classmethod
    def of(cls, columns: Sequence[BarColumn], *, width: int = WIDTH, axis: bool = True) -> "BarChart":
        """The chart of these columns. Without an axis, each bar has its value written over it by the template."""
        highest = max((max(_sum(one.up), one.before or 0) for one in columns), default=0)
        lowest = max((_sum(one.down) for one in columns), default=0)
        step = count_step(max(highest, lowest, 1))
        has_down = any(one.down for one in columns)
        left = LEFT if axis else 8
        slot = (width - left - 6) / max(len(columns), 1)
        room = HEIGHT - TOP - FOOT
        scale = room / ((4 if has_down else 2) * step) if axis else room / max(highest, 1)
        zero = TOP + (room / 2 if has_down else room)
        frame = _Frame(left, slot, zero, scale, width)
        now = next((place for place, one in enumerate(columns) if one.is_now), None)
        return cls(
            bars=tuple(bar for place, one in enumerate(columns) for bar in frame.bars(place, one)),
            labels=_labels(columns, frame, every=not axis),
            ticks=_ticks(step, frame, has_down=has_down) if axis else (),
            zero=spot(zero),
            now=(spot(left + now * slot), spot(slot)) if now is not None and axis else None,
            line=_line(columns, frame),
            width=width,
        )


@dataclass(frozen=True, slots=True)
class _Frame:
    left: float
    slot: float  # of one column
    zero: float
    scale: float  # pixels of one
    width: float

    def middle(self, place: int) -> float:
        return self.left + (place + 0.5) * self.slot

    def bars(self, place: int, column: BarColumn) -> list[Bar]:
        """The bars of a column; its outermost part answers for the room beyond."""
        found = []
        for parts, sign in ((column.up, -1), (column.down, 1)):
            edge = self.zero
            for number, part in enumerate(parts):
                length = max(part.value * self.scale, LEAST_HEIGHT) if part.value else 0.0
                end = edge + sign * length
                is_last = number == len(parts) - 1
                border = (TOP - 8 if sign < 0 else HEIGHT - FOOT) if is_last else end
                found.append(self._bar(part, place, edge, end, border, is_last=is_last))
                edge = end
        return found

    def _bar(self, part: BarPart, place: int, edge: float, end: float, border: float, *, is_last: bool) -> Bar:
        middle = self.middle(place)
        wide = min(self.slot * 0.62, 44)
        x, area_top = middle - wide / 2, min(edge, border)
        third = self.width / 3
        anchor = "start" if middle < third else "end" if middle > 2 * third else "middle"
        return Bar(
            part,
            outline(x, edge, wide, end, round_end=is_last) if part.value else "",
            (spot(middle - self.slot / 2), spot(area_top), spot(self.slot), spot(abs(edge - border))),
            spot(middle),
            spot(min(edge, end) - 7),
            anchor,
        )


def outline(x: float, edge: float, wide: float, end: float, *, round_end: bool) -> str:
    """A bar from `edge` to `end`, its far corners rounded."""
    if not round_end:
        return f"M{spot(x)} {spot(edge)}V{spot(end)}h{spot(wide)}V{spot(edge)}z"
    corner = min(CORNER, abs(end - edge), wide / 2)
    near = end + corner if end < edge else end - corner
    up = -corner if end < edge else corner
    turns = f"q0 {spot(up)} {spot(corner)} {spot(up)}", f"q{spot(corner)} 0 {spot(corner)} {spot(-up)}"
    return f"M{spot(x)} {spot(edge)}V{spot(near)}{turns[0]}h{spot(wide - 2 * corner)}{turns[1]}V{spot(edge)}z"


def _sum(parts: Sequence[BarPart]) -> int:
    return sum(part.value for part in parts)


def _labels(columns: Sequence[BarColumn], frame: _Frame, *, every: bool) -> tuple[Label, ...]:
    has_now = bool(columns) and columns[-1].is_now
    places = places_of_labels(len(columns), len(columns) if every else MOST_LABELS, last=has_now)
    if every and any(len(one.label) * LETTER > frame.slot for one in columns):
        return tuple(_in_two_lines(columns[one].label, frame.middle(one)) for one in places)
    foot = spot(HEIGHT - 6)
    return tuple(Label(columns[one].label, spot(frame.middle(one)), foot, columns[one].is_now) for one in places)


def _in_two_lines(words: str, middle: float) -> Label:
    """As "8" over "Std.": in many languages both are wider than their bar."""
    first, _space, last = words.rpartition(" ")
    return Label(first or last, spot(middle), spot(HEIGHT - 13), under=last if first else "")


def _ticks(step: int, frame: _Frame, *, has_down: bool) -> tuple[Label, ...]:
    values = range(-2 * step if has_down else 0, 2 * step + 1, step)
    return tuple(Label(str(abs(one)), spot(frame.left - 8), spot(frame.zero - one * frame.scale)) for one in values)


def _line(columns: Sequence[BarColumn], frame: _Frame) -> str:
    """The period before, through the middles of the columns that have one."""
    known = [(frame.middle(place), one.before) for place, one in enumerate(columns) if one.before is not None]
    points = [f"{spot(x)} {spot(frame.zero - value * frame.scale)}" for x, value in known]
    return f"M{' L'.join(points)}" if len(points) > 1 else ""
