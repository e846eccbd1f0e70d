"""People from an older system, with the MD5 digests of their passwords, which are stored in this desk's form at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import update

from app.actions.people import add_operator
from app.desk import Desk
from app.errors import BadFields
from app.fields import check_fields
from app.operator import Role
from app.passwords import BARE_MD5
from app.queries.people import groups, operators
from sql.tables import operators as operators_table

MOST_NAMED = 5


class BadTable(ValueError):
    """Lines of an older table that cannot come over, each with what to mend. Nobody was imported."""

    def __init__(self, faults: Sequence[str]) -> None:
        more = len(faults) - MOST_NAMED
        told = [*faults[:MOST_NAMED], *([f"and {more} more"] if more > 0 else [])]
        super().__init__(f"{'; '.join(told)} (nobody was imported: mend the file and import it again)")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class ImportedPerson:
    """One line of the older system's table."""

    email: str
    name: str
    md5: str
    role: Role
    groups: tuple[str, ...]
    line: int = 0

    @classmethod
    def from_row(cls, row: Mapping[str, str | None], line: int) -> "ImportedPerson":
        """The person of a CSV row. Raises ValueError that names the line and the field; it never repeats a digest."""
        given = {name: (row.get(name) or "").strip() for name in ("email", "name", "md5", "role", "groups")}
        if not BARE_MD5.fullmatch(given["md5"]):
            raise ValueError(f"line {line}: md5 must be 32 hexadecimal digits")
        if given["role"] not in {"", *(role.value for role in Role)}:
            raise ValueError(f"line {line}: role must be operator or administrator")
        try:
            check_fields({"email": given["email"], "name": given["name"]}, ("email", "name"))
        except BadFields as error:
            faults = ", ".join(f"{name}: {words.rstrip('.')}" for name, words in error.faults.items())
            raise ValueError(f"line {line}: {faults}") from None
        named = tuple(name.strip() for name in given["groups"].replace(";", ",").split(",") if name.strip())
        return cls(given["email"], given["name"], given["md5"], Role(given["role"] or "operator"), named, line)


async def import_people(desk: Desk, people: Sequence[ImportedPerson], now_ms: int) -> list[int]:
    """Add these people with their old passwords, all or none; return their numbers. Raises BadTable.

    The slow part, a fifth of a second each, comes before the transaction: nobody else waits for the database meanwhile.
    """
    if faults := await _faults(desk, people):
        raise BadTable(faults)
    stored = [await desk.passwords.store_md5(person.md5) for person in people]
    async with desk.db.transaction():
        return [await _import(desk, person, kept, now_ms) for person, kept in zip(people, stored, strict=True)]


async def _faults(desk: Desk, people: Sequence[ImportedPerson]) -> list[str]:
    """What the desk as it is has against these people, by line."""
    here = {person.email.lower() for person in await operators(desk, everybody=True)}
    named = Counter(person.email.lower() for person in people)
    known = {group.name for group in await groups(desk)}
    faults = []
    for person in people:
        if person.email.lower() in here:
            faults.append(f"line {person.line}: somebody signs in as {person.email} already")
        elif named[person.email.lower()] > 1:
            faults.append(f"line {person.line}: {person.email} stands in more than one line")
        faults += [
            f"line {person.line}: there is no group called {name}" for name in person.groups if name not in known
        ]
    return faults


async def _import(desk: Desk, person: ImportedPerson, stored: str, now_ms: int) -> int:
    """Add one, inside the transaction of all."""
    try:
        number = await add_operator(desk, person.email, person.name, person.role, person.groups, None, now_ms)
    except BadFields as error:  # came between the first look and now
        raise BadTable([f"line {person.line}: {str(error).rstrip('.')}"]) from None
    await desk.db.execute(update(operators_table).where(operators_table.c.id == number).values(password=stored))
    return number
