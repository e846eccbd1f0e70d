"""The table of people that an older system hands over: CSV with a head line, and what is wrong with it by line."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from app.actions.people_import import BadTable, ImportedPerson
from web.commands import CommandFailed

HEAD = "email,name,md5,role,groups"
NEEDED = frozenset({"email", "name", "md5"})  # without a role: an operator, without groups: in none


def read_people(path: Path) -> list[ImportedPerson]:
    """Everybody in the table. Raises CommandFailed for what is no table, BadTable that names each line at fault."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return _read(stream, path)
    except UnicodeDecodeError as error:
        raise CommandFailed(f"{path} is not in UTF-8. Save it as CSV in UTF-8 and import it again.") from error


def _read(stream: TextIO, path: Path) -> list[ImportedPerson]:
    people: list[ImportedPerson] = []
    faults: list[str] = []
    lines = csv.reader(stream, strict=True)
    try:
        names = _head(next(lines, []), path)
        for values in lines:
            if any(value.strip() for value in values):
                _read_line(names, values, lines.line_num, people, faults)
    except csv.Error as error:
        faults.append(f"line {lines.line_num}: {error}")
    if faults:
        raise BadTable(faults)
    if not people:
        raise CommandFailed(f"{path} has nobody below its head line. Write one person a line: {HEAD}")
    return people


def _head(values: Sequence[str], path: Path) -> list[str]:
    """The columns in the order of the file. A head line that is none may be somebody's digest: it is not repeated."""
    names = [value.strip().lower() for value in values]
    known = HEAD.split(",")
    if missing := [name for name in known if name in NEEDED and name not in names]:
        raise CommandFailed(f"{path}: line 1 must name the columns, {HEAD}; {', '.join(missing)} is missing")
    if odd := [name for name in names if name not in known or names.count(name) > 1]:
        raise CommandFailed(f"{path}: line 1 names a column {odd[0][:20]!r} too many; the columns are {HEAD}")
    return names


def _read_line(
    names: Sequence[str], values: Sequence[str], line: int, people: list[ImportedPerson], faults: list[str]
) -> None:
    if len(values) > len(names):
        faults.append(f"line {line}: there are more values than columns; put one that has a comma into double quotes")
        return
    try:
        people.append(ImportedPerson.from_row(dict(zip(names, values, strict=False)), line))
    except ValueError as error:
        faults.append(str(error))
