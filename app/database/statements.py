"""SQLAlchemy expressions turned into what a driver takes, compiled once for a shape of statement.

`databases` compiles every statement each time it runs, 90 to 300 µs that a cache saves. The cache is SQLAlchemy's own,
reached by the private call that its engine makes itself (`_compile_w_cache`): SQLAlchemy is pinned for that.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.ddl import DDLElement
from sqlalchemy.util import LRUCache

from app.database.records import Record, RecordMaker, record_maker

Query = ClauseElement | str
Values = Mapping[str, Any]

_SHAPES = 500  # statements of different shape that are kept compiled
_LENGTHS = 50  # of the lists of one statement, for which it is kept written out
_READS = re.compile(r"\s*(select|values|explain|with)\b", re.IGNORECASE)
_WRITES = re.compile(r"\b(insert|update|delete|replace)\b", re.IGNORECASE)
_INSERTS = re.compile(r"\s*(insert|replace)\b", re.IGNORECASE)


class Bound(NamedTuple):
    """A statement as the driver is given it."""

    sql: str
    arguments: tuple[Any, ...]
    plan: "Plan"


class _WrittenOut(NamedTuple):
    """A statement with lists of certain lengths, and the names of each list's pieces."""

    sql: str
    names: tuple[str, ...]
    to_driver: Mapping[str, Callable[[Any], Any]]
    lists: tuple[tuple[str, Sequence[str]], ...]


class Plan:
    """What all statements of one shape have in common."""

    def __init__(self, compiled: Any, dialect: Dialect) -> None:
        self.sql: str = compiled.string
        self.dialect = dialect
        self.compiled = compiled
        is_ddl = not hasattr(compiled, "isinsert")
        is_expression = not is_ddl and (compiled.isinsert or compiled.isupdate or compiled.isdelete)
        self.inserts = bool(compiled.isinsert if is_expression else _INSERTS.match(self.sql))
        self.reads = not is_ddl and not is_expression and _only_reads(self.sql)
        self.names: tuple[str, ...] = () if is_ddl else tuple(compiled.positiontup or ())
        self.to_driver: dict[str, Callable[[Any], Any]] = {} if is_ddl else dict(compiled._bind_processors)  # noqa: SLF001 - see above
        self.expands = not is_ddl and bool(compiled.post_compile_params)
        self._lists = _lists(compiled) if self.expands else None
        self._written_out: LRUCache[tuple[int, ...], _WrittenOut] = LRUCache(_LENGTHS)
        self.defaults = [] if is_ddl else _defaults(compiled)
        columns = [] if is_ddl else compiled._result_columns  # noqa: SLF001 - see above
        self._types = {column.keyname: column.type for column in columns}
        in_order = columns and compiled._ordered_columns and len(self._types) == len(columns)  # noqa: SLF001 - see above
        self._fixed_names = tuple(self._types) if in_order else None
        self._known_names: tuple[str, ...] | None = None
        self._make: RecordMaker = record_maker(())
        self._from_driver: list[Callable[[Any], Any] | None] | None = None

    def bind(self, parameters: dict[str, Any]) -> Bound:
        """Return the statement with these parameters, converted by their types."""
        for name, default in self.defaults:
            parameters[name] = default()
        if self.expands:
            return self._bind_expanded(parameters)
        if not self.to_driver:
            return Bound(self.sql, tuple([parameters[name] for name in self.names]), self)
        return Bound(self.sql, _converted(self.names, parameters, self.to_driver), self)

    def _bind_expanded(self, parameters: dict[str, Any]) -> Bound:
        """Bind `IN` lists, whose lengths make part of the SQL: written out once for each."""
        if self._lists is None:
            return self._bind_anew(parameters)
        lengths = tuple([len(parameters[name]) for name in self._lists])
        written = self._written_out.get(lengths)
        if written is None:
            expanded = self.compiled._process_parameters_for_postcompile(dict(parameters))  # noqa: SLF001 - see above
            to_driver = {**self.to_driver, **expanded.processors}
            lists = tuple(expanded.parameter_expansion.items())
            written = _WrittenOut(expanded.statement, tuple(expanded.positiontup), to_driver, lists)
            self._written_out[lengths] = written
        for name, pieces in written.lists:
            parameters.update(zip(pieces, parameters[name], strict=True))
        return Bound(written.sql, _converted(written.names, parameters, written.to_driver), self)

    def _bind_anew(self, parameters: dict[str, Any]) -> Bound:
        """Bind lists of which more than the length makes part of the SQL."""
        expanded = self.compiled._process_parameters_for_postcompile(parameters)  # noqa: SLF001 - see above
        everything = {**parameters, **expanded.additional_parameters}
        to_driver = {**self.to_driver, **expanded.processors}
        return Bound(expanded.statement, _converted(expanded.positiontup, everything, to_driver), self)

    def records(self, rows: Sequence[Sequence[Any]], description: Sequence[Sequence[Any]]) -> list[Record]:
        """Return the driver's rows as records, each value converted by the type of its column.

        `description` is the cursor's. A text statement says nothing of its columns and `SELECT *` changes with
        the table, so there the names are compared each time.
        """
        if not rows:
            return []
        names = self._fixed_names or tuple([column[0] for column in description])
        if names != self._known_names:
            self._learn(names, description)
        make, converters = self._make, self._from_driver
        if converters is None:
            return [make(row) for row in rows]
        return [
            make([convert(value) if convert else value for convert, value in zip(converters, row, strict=True)])
            for row in rows
        ]

    def _learn(self, names: tuple[str, ...], description: Sequence[Sequence[Any]]) -> None:
        """Prepare for rows of this shape."""
        converters = [
            self._types[name]._cached_result_processor(self.dialect, column[1]) if name in self._types else None  # noqa: SLF001 - see above
            for name, column in zip(names, description, strict=True)
        ]
        self._known_names = names
        self._make = record_maker(names)
        self._from_driver = converters if any(converters) else None


class Statements:
    """The statements of one dialect, kept compiled.

    An expression that is built once, at the top of a module, with `bindparam` for what changes is the
    fastest: it costs about 4 µs; one built for every call about 35.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._compiled: LRUCache[Any, Any] = LRUCache(_SHAPES)
        self._plans: LRUCache[Any, Plan] = LRUCache(_SHAPES)
        self._texts: LRUCache[str, Plan] = LRUCache(_SHAPES)

    def bind(self, query: Query, values: Values | None = None) -> Bound:
        """Return `query` as the driver takes it.

        `values` fill bind parameters (`:name` in text) and, for an INSERT or UPDATE expression, set the columns so
        named; they are data, never SQL expressions. Raises SQLAlchemy's InvalidRequestError for a parameter without a value.
        """
        if isinstance(query, str):
            plan = self._texts.get(query)
            if plan is None:
                plan = self._texts[query] = Plan(text(query).compile(dialect=self._dialect), self._dialect)
            return plan.bind(plan.compiled.construct_params(values))
        if isinstance(query, DDLElement):
            return Plan(query.compile(dialect=self._dialect), self._dialect).bind({})
        compiled, extracted, collected, _hit = query._compile_w_cache(  # noqa: SLF001 - see above
            self._dialect, compiled_cache=self._compiled, column_keys=sorted(values) if values else []
        )
        plan = self._plans.get(compiled)
        if plan is None:
            plan = self._plans[compiled] = Plan(compiled, self._dialect)
        parameters = plan.compiled.construct_params(
            values, extracted_parameters=extracted, escape_names=False, _collected_params=collected
        )
        return plan.bind(parameters)


def _only_reads(sql: str) -> bool:
    """Whether the statement surely changes nothing. `WITH` may lead a write, so there every such word counts."""
    found = _READS.match(sql)
    if found is None:
        return False
    return found[1].lower() != "with" or not _WRITES.search(sql)


def _converted(
    names: Iterable[str], parameters: Mapping[str, Any], to_driver: Mapping[str, Callable[[Any], Any]]
) -> tuple[Any, ...]:
    """Return the parameters in the order of their places, each as the driver wants it."""
    return tuple([to_driver[name](parameters[name]) if name in to_driver else parameters[name] for name in names])


def _lists(compiled: Any) -> tuple[str, ...] | None:
    """The names of a statement's lists; None where their values, and not their lengths alone, make part of the SQL."""
    kinds = [(one.literal_execute, one.type) for one in compiled.post_compile_params]
    if any(literal or kind._isnull or kind._is_tuple_type for literal, kind in kinds):  # noqa: SLF001 - see above
        return None
    return tuple(compiled.bind_names[one] for one in compiled.post_compile_params)


def _defaults(compiled: Any) -> list[tuple[str, Callable[[], Any]]]:
    """Columns whose `default=` or `onupdate=` Python fills in: SQLAlchemy's engine does it, `databases` stores NULL."""
    found: list[tuple[str, Callable[[], Any]]] = []
    for prefetched, attribute in ((compiled.insert_prefetch, "default"), (compiled.update_prefetch, "onupdate")):
        for column in prefetched or ():
            default = getattr(column, attribute)
            found.append((column.key, _filler(default.arg, is_callable=default.is_callable)))
    return found


def _filler(value: Any, *, is_callable: bool) -> Callable[[], Any]:
    """Return what gives a default's value; a callable of SQLAlchemy takes an execution context, which we have not."""
    if is_callable:
        return lambda: value(None)
    return lambda: value
