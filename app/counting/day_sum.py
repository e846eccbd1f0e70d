"""What a day's acts add up to: of everybody, of each operator, of each group, of each operator in it, of each place. Figures of long periods are made of these."""

import struct
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Final, NamedTuple

from app.counting.logged import CountedAct
from app.counting.measure import DURATIONS, TIMES, Measure

WITH_VALUES: Final = frozenset(measure.code for measure in (*DURATIONS, Measure.ANSWERS_TO_FINISH))
WITH_TOTAL: Final = frozenset(measure.code for measure in TIMES)
WITH_ORIGIN: Final = frozenset({Measure.OPENED.code})
VALUE_BYTES: Final = 8


class Division(IntEnum):
    """By what acts are divided before they are added up; the numbers are in the table."""

    NOTHING = 0
    OPERATOR = 1
    GROUP = 2
    SOURCE = 3  # these three of each group
    COUNTRY = 4
    CITY = 5
    OPERATOR_OF_GROUP = 6


OF_ORIGIN: Final = (Division.SOURCE, Division.COUNTRY, Division.CITY)


class Origin(NamedTuple):
    """Whence a ticket came."""

    source: str
    country: str
    city: str


Key = tuple[int, int, int, int, str]


class DaySum(NamedTuple):
    """One row of `day_sums`; its first five fields are its key. `number`: of the operator or group, of the group if divided further."""

    divided_by: int
    measure: int
    day: int
    number: int
    word: str  # source, country or city, or the operator's number
    acts: int
    total_ms: int  # of measures that are times
    amounts: bytes | None = None  # of measures with quantiles: every value, packed, in order
    open_times: bytes | None = None


def day_sums(acts: Iterable[CountedAct], origins: Mapping[int, Origin]) -> list[DaySum]:
    """The rows of these days. `acts`: all of them, of each measure that is among them; `origins`: by ticket, of WITH_ORIGIN."""
    found: dict[Key, list[CountedAct]] = defaultdict(list)
    for act in acts:
        day = act.measure, act.day
        found[(Division.NOTHING.value, *day, 0, "")].append(act)
        found[(Division.OPERATOR.value, *day, act.operator_id, "")].append(act)
        found[(Division.GROUP.value, *day, act.group_id, "")].append(act)
        found[(Division.OPERATOR_OF_GROUP.value, *day, act.group_id, str(act.operator_id))].append(act)
        if act.measure in WITH_ORIGIN and (origin := origins.get(act.ticket_id)):
            for division, word in zip(OF_ORIGIN, origin, strict=True):
                found[(division.value, *day, act.group_id, word)].append(act)
    return [_sum(key, some) for key, some in sorted(found.items())]


def _sum(key: Key, acts: Sequence[CountedAct]) -> DaySum:
    measure = key[1]
    total_ms = sum(act.amount or 0 for act in acts) if measure in WITH_TOTAL else 0
    if measure not in WITH_VALUES:
        return DaySum(*key, len(acts), total_ms)
    amounts = pack(act.amount for act in acts if act.amount is not None)
    return DaySum(*key, len(acts), total_ms, amounts, pack(act.open_ms for act in acts if act.open_ms is not None))


def pack(values: Iterable[int]) -> bytes:
    """The values from the smallest to the largest, eight bytes each."""
    ordered = sorted(values)
    return struct.pack(f"<{len(ordered)}q", *ordered)


def unpack(packed: bytes) -> tuple[int, ...]:
    """The values again, from the smallest to the largest."""
    return struct.unpack(f"<{len(packed) // VALUE_BYTES}q", packed)
