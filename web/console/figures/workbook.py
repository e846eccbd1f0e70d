"""An XLSX file: one sheet, text that never becomes a formula, times as the desk's clock shows them."""

import asyncio
import io
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from web.console.figures.tables import Head, Value

MOST_ROWS = 20_000
NEVER_RUN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_one_at_a_time = ThreadPoolExecutor(max_workers=1, thread_name_prefix="workbooks")  # each takes seconds of one core


async def workbook(head: Head, rows: Sequence[Sequence[Value]]) -> bytes:
    """The file, written beside the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_one_at_a_time, _written, head, rows)


def _written(head: Head, rows: Sequence[Sequence[Value]]) -> bytes:
    out = io.BytesIO()
    with Workbook(out, NEVER_RUN) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        moments = {
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        for number, line in enumerate(head.lines):
            sheet.write_string(number, 0, line, bold if number == 0 else None)
        first = len(head.lines) + 1
        for place, name in enumerate(head.names):
            sheet.write_string(first, place, name, bold)
        for number, row in enumerate(rows, first + 1):
            for place, value in enumerate(row):
                _write(sheet, number, place, value, moments)
        sheet.freeze_panes(first + 1, 1)
        sheet.set_column(0, len(head.columns) - 1, 18)
    return out.getvalue()


def _write(sheet: Worksheet, row: int, column: int, value: Value, moments: Mapping[type[date], Any]) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, date):  # a moment is one too
        sheet.write_datetime(row, column, value, moments[type(value)])
    elif value is not None:
        sheet.write_number(row, column, value)
