"""Lines of a CSV file that spreadsheets open as it is meant: RFC 4180, UTF-8 with its mark, and nothing that runs."""

import csv
import io
from collections.abc import Sequence

RUNS = ("=", "+", "-", "@", "\t", "\r")  # how a formula begins: a stranger's subject may be one


def csv_line(cells: Sequence[object], *, first: bool = False) -> bytes:
    """One line. `first`: with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_cell(value) for value in cells])
    return out.getvalue().encode("utf-8-sig" if first else "utf-8")


def _cell(value: object) -> str:
    text = "" if value is None else str(value).strip()
    return f"'{text}" if isinstance(value, str) and text.startswith(RUNS) else text
