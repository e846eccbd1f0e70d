"""Counted acts as a test writes them down, and what is read of a page, a CSV and an XLSX file."""

import csv
import io
import re
import string
import zipfile
from xml.etree import ElementTree as ET

import pytest

from tests.app.queries.figures.conftest import acts_into

MARCH = "from=2024-03-01&to=2024-03-31"
LETTERS = list(string.ascii_uppercase)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def counted(web_desk):
    """`await counted(Measure.OPENED, "2024-03-03", ticket=7)`: one row; event numbers count on by themselves."""
    return acts_into(web_desk, first_event=1_000_000)


def csv_rows(content: bytes) -> list[list[str]]:
    """The lines of the file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def xlsx_rows(content: bytes) -> list[list[object]]:
    """The rows of its sheet: texts, and numbers as they are kept. A formula is a fault."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        words = [
            "".join(text.text or "" for text in one.iter(f"{MAIN}t"))
            for one in ET.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{MAIN}si")
        ]
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert list(sheet.iter(f"{MAIN}f")) == []
    return [_row(row, words) for row in sheet.iter(f"{MAIN}row")]


def _row(row: ET.Element, words: list[str]) -> list[object]:
    """Its values in order; a cell that is not there is None."""
    found = {LETTERS.index(cell.get("r", "").rstrip("0123456789")): _value(cell, words) for cell in row}
    return [found.get(place) for place in range(max(found, default=-1) + 1)]


def _value(cell: ET.Element, words: list[str]) -> object:
    kept = cell.find(f"{MAIN}v")
    if kept is None or kept.text is None:
        return None
    return words[int(kept.text)] if cell.get("t") == "s" else float(kept.text)


def numbers_with_lists(page: str) -> dict[str, int]:
    """Every number of the page that leads to a list: of tables, figures on top, and bars."""
    found = re.findall(r'<a href="(/statistics/list\?[^"]*)">\s*([\d,]+)\s*</a>', page)
    found += re.findall(r'<a href="(/statistics/list\?[^"]*)" class="chart__link" aria-label="[^"]*: ([\d,]+)"', page)
    return {path.replace("&amp;", "&"): int(number.replace(",", "")) for path, number in found}
