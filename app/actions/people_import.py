"""People from an older system, with the MD5 digests of their passwords, which are stored in this desk's form at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import update

from app.actions.people import add_operator
from app.desk import Desk
from app.errors import BadFields
from app.fields import check_fields
from app.operator import Role
from app.passwords import BARE_MD5
from sql.tables import operators


@dataclass(frozen=True, slots=True)
class ImportedPerson:
    """One line of the older system's table."""

    email: str
    name: str
    md5: str
    role: Role
    groups: tuple[str, ...]

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
            raise ValueError(f"line {line}: {error}") from None
        groups = tuple(name.strip() for name in given["groups"].replace(";", ",").split(",") if name.strip())
        return cls(given["email"], given["name"], given["md5"], Role(given["role"] or "operator"), groups)


async def import_people(desk: Desk, people: Sequence[ImportedPerson], now_ms: int) -> list[int]:
    """Add these people with their old passwords, all or none; return their numbers. Raises BadFields.

    The slow part, a fifth of a second each, comes first: nobody else waits for the database meanwhile.
    """
    stored = [await desk.passwords.store_md5(person.md5) for person in people]
    async with desk.db.transaction():
        return [await _import(desk, person, kept, now_ms) for person, kept in zip(people, stored, strict=True)]


async def _import(desk: Desk, person: ImportedPerson, stored: str, now_ms: int) -> int:
    number = await add_operator(desk, person.email, person.name, person.role, person.groups, None, now_ms)
    await desk.db.execute(update(operators).where(operators.c.id == number).values(password=stored))
    return number
