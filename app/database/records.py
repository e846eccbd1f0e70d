"""A row of a result: a tuple whose values have names, as fast as a named tuple."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol


class Record(Protocol):
    """One row: `row.subject`, `row["subject"]`, `row[0]`; `row._mapping` is a dict of all of it.

    Iteration gives the values, as a tuple does, so `dict(row)` is wrong and `dict(row._mapping)` right.
    A name that Python cannot spell (`count(*)`, `from`) is reached by `row["…"]` alone.
    """

    @property
    def _mapping(self) -> Mapping[str, Any]: ...

    def __getattr__(self, name: str, /) -> Any: ...

    def __getitem__(self, key: int | str, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...

    def __len__(self) -> int: ...


RecordMaker = Callable[[Iterable[Any]], Record]


def record_maker(names: Sequence[str]) -> RecordMaker:
    """Return what turns values into records with these column names.

    One tuple class is made per shape of result, so attributes are read at C speed: a class with
    `__getattr__` in Python doubles the time in which a template draws fifty rows. Of two columns with
    the same name the first counts.
    """
    positions = {name: position for position, name in reversed(list(enumerate(names)))}
    shape: Any = namedtuple("Record", list(names), rename=True)  # type: ignore[misc]  # noqa: PYI024 - names known at run time only

    def __getitem__(self: Any, key: Any) -> Any:  # noqa: N807 - it becomes the method of that name
        return tuple.__getitem__(self, positions[key] if key.__class__ is str else key)

    def mapping(self: Any) -> dict[str, Any]:
        return {name: tuple.__getitem__(self, position) for name, position in positions.items()}

    members = {"__slots__": (), "__getitem__": __getitem__, "_mapping": property(mapping)}
    record_class: Any = type("Record", (shape,), members)

    def make(values: Iterable[Any]) -> Record:
        record: Record = tuple.__new__(record_class, values)
        return record

    return make
