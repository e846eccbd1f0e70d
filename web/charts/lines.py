"""Lines: a median and the slowest tenth over time; and the small line in a row of a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from web.charts.bars import FOOT, HEIGHT, LEFT, TOP, Label
from web.charts.scale import places_of_labels, span_step, spot

WIDTH = 300
RIGHT = 14
MOST_LABELS = 5
SPARK_WIDTH, SPARK_HEIGHT = 92, 22


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of time: its median and slowest tenth in milliseconds (None: nothing ended), its words and its list."""

    label: str
    median_ms: int | None
    tenth_ms: int | None
    words: str
    href: str
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A moment with its dot, and the column that answers a pointer."""

    moment: Moment
    x: str
    y: str
    area_x: str
    area_width: str
    anchor: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """The drawing: two lines, the band between them, and a dot for each moment."""

    points: tuple[Point, ...]
    median: str
    tenth: str
    band: str
    ticks: tuple[tuple[int, Label], ...]  # with the milliseconds, which the page words
    labels: tuple[Label, ...]
    top: int = TOP
    room: int = HEIGHT - TOP - FOOT
    width: int = WIDTH
    height: int = HEIGHT

    @classmethod
    def of(cls, moments: Sequence[Moment]) -> "LineChart":
        """The chart of these moments; where nothing ended, the lines have a gap."""
        step = span_step(max((one.tenth_ms or one.median_ms or 0 for one in moments), default=0) or 1)
        slot = (WIDTH - LEFT - RIGHT) / max(len(moments), 1)
        foot, room = HEIGHT - FOOT, HEIGHT - TOP - FOOT

        def x(place: int) -> float:
            return LEFT + (place + 0.5) * slot

        def y(value_ms: int) -> float:
            return foot - value_ms / (2 * step) * room

        runs = _runs(moments)
        medians = [[(x(place), y(one.median_ms or 0)) for place, one in run] for run in runs]
        tenths = [[(x(place), y(one.tenth_ms or one.median_ms or 0)) for place, one in run] for run in runs]
        has_now = bool(moments) and moments[-1].is_now
        return cls(
            points=tuple(_point(one, x(place), y(one.median_ms or 0), slot) for run in runs for place, one in run),
            median="".join(map(_path, medians)),
            tenth="".join(map(_path, tenths)),
            band="".join(f"{_path([*high, *low[::-1]])}z" for high, low in zip(tenths, medians, strict=True)),
            ticks=tuple((one, Label("", spot(LEFT - 6), spot(y(one)))) for one in (0, step, 2 * step)),
            labels=tuple(
                Label(moments[place].label, spot(x(place)), spot(HEIGHT - 6), moments[place].is_now)
                for place in places_of_labels(len(moments), MOST_LABELS, last=has_now)
            ),
        )


def spark(values: Sequence[int]) -> tuple[str, str]:
    """The small line of a row and the area under it; "" for fewer than two values."""
    if len(values) < 2:  # noqa: PLR2004  one is no line
        return "", ""
    highest = max(*values, 1)
    step = (SPARK_WIDTH - 4) / (len(values) - 1)
    foot = SPARK_HEIGHT - 2
    points = [(2 + place * step, foot - value / highest * (SPARK_HEIGHT - 5)) for place, value in enumerate(values)]
    line = _path(points)
    return line, f"{line}V{foot}H2z"


def _runs(moments: Sequence[Moment]) -> list[list[tuple[int, Moment]]]:
    """What follows each other without a gap."""
    runs: list[list[tuple[int, Moment]]] = []
    last = None
    for place, one in enumerate(moments):
        if one.median_ms is None:
            continue
        if last is None or place != last + 1:
            runs.append([])
        runs[-1].append((place, one))
        last = place
    return runs


def _point(moment: Moment, x: float, y: float, slot: float) -> Point:
    anchor = "start" if x < WIDTH / 3 else "end" if x > WIDTH * 2 / 3 else "middle"
    return Point(moment, spot(x), spot(y), spot(x - slot / 2), spot(slot), anchor)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{spot(x)} {spot(y)}" for x, y in points) if points else ""
