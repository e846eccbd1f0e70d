"""Tables as files: CSV as long as there are rows, XLSX up to what a spreadsheet is fit for."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import TypeAlias
from zoneinfo import ZoneInfo

from starlette.responses import Response, StreamingResponse

from app.core.errors import BadFields
from app.text.languages import ngettext
from web.console.figures.tables import FigureTable, Head
from web.console.figures.workbook import MOST_ROWS, workbook
from web.pages.csv_lines import csv_line

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("csv", "xlsx")

Values: TypeAlias = Sequence[int | str | None]
Batches: TypeAlias = AsyncIterator[Sequence[Values]]


async def download(form: str, head: Head, batches: Batches, zone: ZoneInfo) -> Response:
    """The rows as `csv`, streamed as they are read, or as `xlsx`. Raises BadFields(form) for more rows than a workbook takes."""
    if form == "csv":
        return StreamingResponse(
            _csv(head, batches, zone), media_type="text/csv; charset=utf-8", headers=_named(head, form)
        )
    rows: list[Values] = []
    async for batch in batches:
        rows += batch
        if len(rows) > MOST_ROWS:
            words = ngettext(
                "An XLSX file has at most %(most)s row. Download CSV instead, or choose a shorter period.",
                "An XLSX file has at most %(most)s rows. Download CSV instead, or choose a shorter period.",
                MOST_ROWS,
            )
            raise BadFields({"form": words % {"most": MOST_ROWS}})
    content = await workbook(head, [head.row(row, zone) for row in rows])
    return Response(content, media_type=XLSX, headers=_named(head, form))


async def download_table(form: str, table: FigureTable, zone: ZoneInfo) -> Response:
    """The table as it is on the screen."""

    async def batches() -> Batches:
        yield table.values

    return await download(form, table.head, batches(), zone)


async def _csv(head: Head, batches: Batches, zone: ZoneInfo) -> AsyncIterator[bytes]:
    yield b"".join(_lines(head))
    async for batch in batches:
        yield b"".join(csv_line(head.row(row, zone)) for row in batch)


def _lines(head: Head) -> Iterable[bytes]:
    for number, line in enumerate(head.lines):
        yield csv_line([line], first=number == 0)
    yield csv_line([])
    yield csv_line(head.names)


def _named(head: Head, form: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{head.name}.{form}"', "Cache-Control": "no-store"}
