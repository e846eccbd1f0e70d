"""People from an older system, with the MD5 digests of their passwords, which are stored in this desk's form at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import update

from app.actions.people.people import add_operator
from app.core.errors import BadFields
from app.credentials.passwords import BARE_MD5, is_empty_md5
from app.desk import Desk
from app.nouns.event import SYSTEM, Actor
from app.nouns.fields import check_fields
from app.nouns.operator import Role
from app.queries.people.people import groups, operators
from app.text.languages import _, ngettext
from sql.tables import operators as operators_table

MOST_NAMED = 5


class BadTable(ValueError):
    """Lines of an older table that cannot be imported, each with what to fix. Nobody was imported."""

    def __init__(self, faults: Sequence[str]) -> None:
        more = len(faults) - MOST_NAMED
        told = [*faults[:MOST_NAMED], *([_more(more)] if more > 0 else [])]
        words = _("%(faults)s (nobody was imported; fix the file and try again)")
        super().__init__(words % {"faults": "; ".join(told)})
        self.faults = tuple(faults)


def _more(count: int) -> str:
    # Translators: ends a list of faulty lines
    return ngettext("and %(count)d more", "and %(count)d more", count) % {"count": count}


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
            raise ValueError(_at(line, _("md5 must be 32 hexadecimal digits")))
        if is_empty_md5(given["md5"]):
            words = _("md5 is the digest of an empty password; remove the line and invite the person instead")
            raise ValueError(_at(line, words))
        if given["role"] not in {"", *(role.value for role in Role)}:
            raise ValueError(_at(line, _("role must be operator or administrator")))
        try:
            check_fields({"email": given["email"], "name": given["name"]}, ("email", "name"))
        except BadFields as error:
            faults = ", ".join(f"{name}: {words.rstrip('.')}" for name, words in error.faults.items())
            raise ValueError(_at(line, faults)) from None
        named = tuple(name.strip() for name in given["groups"].replace(";", ",").split(",") if name.strip())
        return cls(given["email"], given["name"], given["md5"], Role(given["role"] or "operator"), named, line)


def _at(line: int, words: str) -> str:
    return _("line %(line)d: %(why)s") % {"line": line, "why": words}


async def import_people(desk: Desk, people: Sequence[ImportedPerson], now_ms: int, actor: Actor = SYSTEM) -> list[int]:
    """Add these people with their old passwords, all or none; return their numbers. Raises BadTable.

    The slow part, a fifth of a second each, comes before the transaction, so nobody else waits for the database.
    """
    await check_people(desk, people)
    stored = [await desk.passwords.store_md5(person.md5) for person in people]
    async with desk.db.transaction():
        return [await _import(desk, person, kept, now_ms, actor) for person, kept in zip(people, stored, strict=True)]


async def check_people(desk: Desk, people: Sequence[ImportedPerson]) -> None:
    """Raise BadTable for what the desk as it is has against any of these people, before the first batch of them comes."""
    if faults := await _faults(desk, people):
        raise BadTable(faults)


async def not_here_yet(desk: Desk, people: Sequence[ImportedPerson]) -> list[ImportedPerson]:
    """Those of these people who do not sign in here yet: what is left of a table whose first batches are here."""
    here = {person.email.lower() for person in await operators(desk, everybody=True)}
    return [person for person in people if person.email.lower() not in here]


async def _faults(desk: Desk, people: Sequence[ImportedPerson]) -> list[str]:
    """What the desk as it is has against these people, by line."""
    here = {person.email.lower() for person in await operators(desk, everybody=True)}
    named = Counter(person.email.lower() for person in people)
    known = {group.name for group in await groups(desk)}
    faults = []
    for person in people:
        if person.email.lower() in here:
            words = _("someone already signs in as %(email)s") % {"email": person.email}
            faults.append(_at(person.line, words))
        elif named[person.email.lower()] > 1:
            words = _("%(email)s appears on more than one line") % {"email": person.email}
            faults.append(_at(person.line, words))
        words = _("group %(name)s not found")
        faults += [_at(person.line, words % {"name": name}) for name in person.groups if name not in known]
    return faults


async def _import(desk: Desk, person: ImportedPerson, stored: str, now_ms: int, actor: Actor) -> int:
    """Add one, inside the transaction of all."""
    try:
        number = await add_operator(
            desk, person.email, person.name, person.role, person.groups, None, now_ms, actor=actor
        )
    except BadFields as error:  # came between the first look and now
        raise BadTable([_at(person.line, str(error).rstrip("."))]) from None
    await desk.db.execute(update(operators_table).where(operators_table.c.id == number).values(password=stored))
    return number
