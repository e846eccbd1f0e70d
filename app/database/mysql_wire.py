"""A connection to MySQL that reads what the server sends in half of aiomysql's time.

aiomysql waits twice for every packet, also for one that has arrived, and parses the description of every column of
every result: the desk's ticket has forty. Here a packet is taken out of what has arrived, and a description that was
read once is known by its bytes. This reaches into aiomysql's private names; aiomysql is pinned for that.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

import aiomysql
from aiomysql.connection import MySQLResult
from pymysql import err
from pymysql.constants import FIELD_TYPE
from pymysql.converters import decoders, through
from pymysql.protocol import FieldDescriptorPacket, MysqlPacket

Reader = Callable[[bytes], Any]
"""Makes a value of the bytes that the server sends for it."""

_LONGEST_PAYLOAD: Final = 0xFFFFFF  # one that is so long goes on in the next packet
_ERROR: Final = 0xFF
_END: Final = 0xFE  # in a packet that is shorter than _END_BYTES; in a longer one a value's length follows
_END_BYTES: Final = 9
_NULL: Final = 0xFB
_LENGTH_BYTES: Final = {0xFC: 2, 0xFD: 3, 0xFE: 8}  # protocol::LengthEncodedInteger
_BINARY: Final = 63  # the character set of what is none
_TEXTS: Final = frozenset(
    {
        *(FIELD_TYPE.BIT, FIELD_TYPE.BLOB, FIELD_TYPE.LONG_BLOB, FIELD_TYPE.MEDIUM_BLOB, FIELD_TYPE.TINY_BLOB),
        *(FIELD_TYPE.STRING, FIELD_TYPE.VAR_STRING, FIELD_TYPE.VARCHAR, FIELD_TYPE.GEOMETRY),
    }
)


class WireConnection(aiomysql.Connection):  # type: ignore[misc] # aiomysql is untyped
    """aiomysql's connection with another way of reading."""

    _next_seq_id: int

    async def run(self, sql: str, arguments: Sequence[Any]) -> MySQLResult:
        """Run a statement with these arguments; its result, whose rows are read.

        Arguments are put in even when there are none: with that `%%`, as SQLAlchemy writes it, becomes `%` again.
        """
        await self.query(sql % tuple([self.escape(one) for one in arguments]))
        return self._result

    def arrived(self) -> bytes | None:
        """The payload of the next packet, if the whole of it is here; None: it has to be waited for, or is out of turn."""
        reader = self._reader
        buffer = reader._buffer  # noqa: SLF001 - see above
        size = int.from_bytes(buffer[:3], "little")
        if len(buffer) < size + 4 or size == _LONGEST_PAYLOAD or buffer[3] != self._next_seq_id:
            return None
        payload = bytes(buffer[4 : size + 4])
        del buffer[: size + 4]
        reader._maybe_resume_transport()  # noqa: SLF001 - see above
        self._next_seq_id = (self._next_seq_id + 1) % 256
        return payload

    async def payload(self) -> bytes:
        """The next packet's payload. Raises what the server says went wrong."""
        payload = self.arrived()
        if payload is None:
            packet = await super()._read_packet()
            waited_for: bytes = packet.get_all_data()
            return waited_for
        if payload[0] == _ERROR:
            err.raise_mysql_exception(payload)
        return payload

    async def _read_packet(self, packet_type: type[MysqlPacket] = MysqlPacket) -> MysqlPacket:
        return packet_type(await self.payload(), self._encoding)

    async def _read_query_result(self, unbuffered: bool = False) -> None:  # noqa: ARG002 - as aiomysql calls it
        self._result = None
        result = _Result(self)
        await result.read()  # all of it, also where aiomysql would have it row by row
        self._result = result
        self._affected_rows = result.affected_rows
        if result.server_status is not None:
            self.server_status = result.server_status


class _Result(MySQLResult):  # type: ignore[misc] # aiomysql is untyped
    """A statement's result: `rows` and `description`, or `affected_rows` and `insert_id`."""

    async def _read_result_packet(self, first_packet: MysqlPacket) -> None:
        self.field_count = first_packet.read_length_encoded_integer()
        columns = [await self.connection.payload() for _number in range(self.field_count)]
        await self.connection.payload()  # the end of the columns
        self.description, readers = _described(tuple(columns), self.connection.encoding)
        rows = []
        while not _is_end(payload := await self.connection.payload()):
            rows.append(_row(payload, readers))
        self.has_next = False  # there is one statement in a call
        self.affected_rows = len(rows)
        self.rows = tuple(rows)


def _is_end(payload: bytes) -> bool:
    return payload[0] == _END and len(payload) < _END_BYTES


def _row(payload: bytes, readers: tuple[Reader | None, ...]) -> tuple[Any, ...]:
    """The values of a row: each is its length and so many bytes, NULL a mark alone."""
    row: list[Any] = []
    at = 0
    for read in readers:
        size = payload[at]
        at += 1
        if size >= _NULL:
            if size == _NULL:
                row.append(None)
                continue
            width = _LENGTH_BYTES[size]
            size = int.from_bytes(payload[at : at + width], "little")
            at += width
        value = payload[at : at + size]
        at += size
        row.append(value if read is None else read(value))
    return tuple(row)


@lru_cache(maxsize=1000)
def _described(
    columns: tuple[bytes, ...], encoding: str
) -> tuple[tuple[tuple[Any, ...], ...], tuple[Reader | None, ...]]:
    """The description of a result as PEP 249 has it, and what reads each of its values."""
    fields = [FieldDescriptorPacket(column, encoding) for column in columns]
    return tuple(field.description() for field in fields), tuple(_reader(field, encoding) for field in fields)


def _reader(field: FieldDescriptorPacket, encoding: str) -> Reader | None:
    """What makes a value of a column's bytes; None where they are the value."""
    convert = decoders.get(field.type_code)
    if convert in {int, float}:  # both take the digits as bytes
        return convert  # type: ignore[no-any-return]
    is_text = field.type_code in _TEXTS
    if is_text and field.charsetnr == _BINARY:
        charset = None
    else:
        charset = encoding if is_text or field.type_code == FIELD_TYPE.JSON else "ascii"
    return _reading(charset, None if convert is through else convert)


def _reading(charset: str | None, convert: Callable[[Any], Any] | None) -> Reader | None:
    if charset is None:
        return convert
    if convert is None:
        return lambda value: value.decode(charset)
    return lambda value: convert(value.decode(charset))
