"""The table of people that an older system hands over: CSV with a head line, and what is wrong with it by line."""

import csv
from collections.abc import Iterable, Sequence

from app.actions.people.people_import import BadTable, ImportedPerson
from app.text.languages import _

HEAD = "email,name,md5,role,groups"
NEEDED = frozenset({"email", "name", "md5"})  # without a role: an operator, without groups: in none


def read_people(lines: Iterable[str]) -> list[ImportedPerson]:
    """All people in the table. Raises BadTable, naming each faulty line."""
    people: list[ImportedPerson] = []
    faults: list[str] = []
    rows = csv.reader(lines, strict=True)
    try:
        names = _head(next(rows, []))
        for values in rows:
            if any(value.strip() for value in values):
                _read_line(names, values, rows.line_num, people, faults)
    except csv.Error as error:
        faults.append(_("line %(line)d: %(why)s") % {"line": rows.line_num, "why": str(error)})
    if faults:
        raise BadTable(faults)
    if not people:
        raise BadTable(
            [_("the file lists no people; below the header, put one person on each line: %(head)s") % {"head": HEAD}]
        )
    return people


def _head(values: Sequence[str]) -> list[str]:
    """The columns in the order of the file. What is not a header line may be someone's digest, so it is not repeated."""
    names = [value.strip().lower() for value in values]
    known = HEAD.split(",")
    if missing := [name for name in known if name in NEEDED and name not in names]:
        words = _("line 1 must name the columns %(head)s; %(names)s is missing")
        raise BadTable([words % {"head": HEAD, "names": ", ".join(missing)}])
    if odd := [name for name in names if name not in known or names.count(name) > 1]:
        words = _("line 1 has an unknown column '%(name)s'; the columns are %(head)s")
        raise BadTable([words % {"name": odd[0][:20], "head": HEAD}])
    return names


def _read_line(
    names: Sequence[str], values: Sequence[str], line: int, people: list[ImportedPerson], faults: list[str]
) -> None:
    if len(values) > len(names):
        words = _("line %(line)d: more values than columns; put values that contain a comma in double quotes")
        faults.append(words % {"line": line})
        return
    try:
        people.append(ImportedPerson.from_row(dict(zip(names, values, strict=False)), line))
    except ValueError as error:
        faults.append(str(error))
