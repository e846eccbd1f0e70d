"""Where the hotels are: a table of any SQL database, only ever read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from app.plugins.hotels.hotel import Hotel
from app.text.combining_marks import normalized, without_marks

NEEDED = ("id", "name")
SEARCHED = ("name", "area", "city", "country", "address", "text", "note")
TEXTS = ("stars", "price", "currency", "link", "email")
PICTURE = "picture"
KNOWN = frozenset((*NEEDED, *SEARCHED, *TEXTS, PICTURE))
MOST = 30
MOST_WORDS = 8
SHORTEST_NAME = 5  # characters of one that is looked for in a text: shorter ones are parts of words
STROKED = str.maketrans("łøđħŧ", "lodht")  # no accent by Unicode, one to who types
SECONDS = 2  # for the database to accept a connection, and to send the next bytes


@dataclass(frozen=True, slots=True)
class Layout:
    """Which table holds the hotels, and what its columns are called."""

    table: str = "hotels"
    columns: tuple[tuple[str, str], ...] = ()  # our name, theirs, where they differ
    currency: str = "EUR"

    @classmethod
    def from_settings(cls, environ: Mapping[str, str]) -> "Layout":
        """The layout that `DESKBELL_HOTELS_TABLE`, `_COLUMNS` (`name=title city=town`) and `_CURRENCY` say.

        Raises ValueError that names what is wrong.
        """
        pairs = [pair.partition("=") for pair in environ.get("DESKBELL_HOTELS_COLUMNS", "").split()]
        if wrong := [ours for ours, _equals, theirs in pairs if ours not in KNOWN or not theirs]:
            known = " ".join(sorted(KNOWN))
            raise ValueError(
                f"DESKBELL_HOTELS_COLUMNS: {' '.join(wrong)} is not one of {known}; write it like name=title city=town"
            )
        return cls(
            environ.get("DESKBELL_HOTELS_TABLE", "").strip() or "hotels",
            tuple((ours, theirs) for ours, _equals, theirs in pairs),
            environ.get("DESKBELL_HOTELS_CURRENCY", "").strip() or "EUR",
        )

    def column(self, ours: str) -> str:
        """What they call it."""
        return dict(self.columns).get(ours, ours)


class HotelSource:
    """The table. Every method blocks: call it in a thread. Connections are kept, and opened again when they are dead."""

    def __init__(self, url: str, layout: Layout | None = None) -> None:
        self.layout = layout or Layout()
        self.engine = read_only_engine(url)

    def search(self, words: Sequence[str]) -> list[Hotel]:
        """The hotels that match every word, accents and case aside; matches in the name come first."""
        fields = [self._folded(name) for name in SEARCHED if name in self.columns]
        found = [
            sa.or_(*(field.contains(fold(word), autoescape=True) for field in fields)) for word in words[:MOST_WORDS]
        ]
        in_name = [self._folded("name").contains(fold(word), autoescape=True) for word in words[:MOST_WORDS]]
        order = [sa.case((sa.or_(*in_name), 0), else_=1)] if in_name else []
        return self._read(self._hotels.where(*found).order_by(*order, self.columns["name"]).limit(MOST))

    def named_in(self, text: str) -> list[Hotel]:
        """The hotels a text names, in part: what a ticket's subject is about."""
        telling = [word for word in words_of(text) if len(word) > 4]  # noqa: PLR2004 - shorter ones are in every subject
        if not telling:
            return []
        any_of = sa.or_(*(self._folded("name").contains(fold(word), autoescape=True) for word in telling[:MOST_WORDS]))
        found = self._read(self._hotels.where(any_of).order_by(self.columns["name"]).limit(MOST))
        subject = set(map(fold, words_of(text)))
        return [hotel for hotel in found if len(subject & set(map(fold, words_of(hotel.name)))) > 1]

    def mentioned_in(self, text: str) -> list[Hotel]:
        """The hotels whose whole name a text has."""
        if not text.strip():
            return []
        name = self._folded("name")
        whole = sa.literal(fold(text), sa.Text).contains(name) & (sa.func.length(self.columns["name"]) >= SHORTEST_NAME)
        return self._read(self._hotels.where(whole).order_by(self.columns["name"]).limit(MOST))

    def by_ids(self, ids: Sequence[str]) -> list[Hotel]:
        """These hotels, in this order. Raises LookupError for one that is gone."""
        key = sa.cast(self.columns["id"], sa.String(255))
        found = {hotel.id: hotel for hotel in self._read(self._hotels.where(key.in_(list(ids))))}
        return [found[one] for one in ids]

    def picture(self, hotel_id: str) -> bytes | None:
        """The bytes of its picture, None where it has none."""
        column = self.columns.get(PICTURE)
        if column is None:
            return None
        key = sa.cast(self.columns["id"], sa.String(255))
        with self.engine.connect() as connection:
            content = connection.scalar(sa.select(column).where(key == hotel_id))
        return bytes(content) if isinstance(content, bytes | bytearray | memoryview) and content else None

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()

    @cached_property
    def columns(self) -> dict[str, sa.ColumnClause[Any]]:
        """The columns that the table has, by our names. Raises ValueError when it lacks one that is needed."""
        schema, _dot, name = self.layout.table.rpartition(".")
        there = {column["name"] for column in sa.inspect(self.engine).get_columns(name, schema or None)}
        table = sa.table(name, *(sa.column(column) for column in there), schema=schema or None)
        found = {ours: table.c[theirs] for ours in KNOWN if (theirs := self.layout.column(ours)) in there}
        if missing := [ours for ours in NEEDED if ours not in found]:
            raise ValueError(f"the table {self.layout.table} has no column for {' and '.join(missing)}")
        return found

    @property
    def _hotels(self) -> sa.Select[Any]:
        texts = [column.label(ours) for ours, column in self.columns.items() if ours != PICTURE]
        picture = self.columns.get(PICTURE)
        has_picture = sa.literal_column("0") if picture is None else sa.case((picture.is_not(None), 1), else_=0)
        return sa.select(*texts, has_picture.label("has_picture"))

    def _read(self, query: sa.Select[Any]) -> list[Hotel]:
        with self.engine.connect() as connection:
            return [Hotel.from_row(row, self.layout.currency) for row in connection.execute(query)]

    def _folded(self, ours: str) -> sa.ColumnElement[str]:
        """The column without accents and case, as far as the database can."""
        column = self.columns[ours]
        if self.engine.dialect.name == "sqlite":
            return sa.func.deskbell_fold(column, type_=sa.String)
        if self.engine.dialect.name in {"mysql", "mariadb"}:
            converted: sa.ColumnElement[str] = sa.func.convert(
                column.op("USING")(sa.literal_column("utf8mb4")), type_=sa.String
            )
            return sa.collate(converted, "utf8mb4_unicode_520_ci")  # accents and case weigh nothing in it
        return sa.func.lower(column, type_=sa.String)


def words_of(text: str) -> list[str]:
    """The words of what was typed."""
    return re.findall(r"\w+", text)


def fold(text: object) -> str:
    """The text without accents and case: "Graça" and "graca" are one."""
    plain = without_marks(normalized("NFKD", "" if text is None else str(text)))
    return plain.casefold().translate(STROKED)


def read_only_engine(url: str) -> sa.Engine:
    """A pool of two connections that read. SQLite files are opened read-only: they are not ours."""
    if url.startswith("sqlite:///"):
        path = quote(url.removeprefix("sqlite:///").partition("?")[0])
        engine = sa.create_engine(f"sqlite:///file:{path}?mode=ro&uri=true", connect_args={"timeout": SECONDS})
        sa.event.listen(engine, "connect", _add_fold)
        return engine
    options: dict[str, Any] = {"pool_pre_ping": True, "pool_size": 2, "max_overflow": 2, "pool_timeout": SECONDS}
    named = make_url(url)
    if named.drivername == "mysql":
        named = named.set(drivername="mysql+pymysql")
    if named.drivername == "mysql+pymysql":
        options["connect_args"] = {"connect_timeout": SECONDS, "read_timeout": SECONDS}
    return sa.create_engine(named, **options)


def _add_fold(connection: Any, _record: Any) -> None:
    connection.create_function("deskbell_fold", 1, fold, deterministic=True)
