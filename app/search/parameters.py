"""The search's fields as parameters of an address, and terms written back as someone would type them."""

import re
from collections.abc import Iterable
from typing import Protocol

from app.search.query_language import Term

# Every parameter that asks for a search by itself. `group` alone is a view of the list, and joins a search.
PLAIN = ("id", "subject", "name", "phone", "email", "operator", "status", "city", "country", "text")
SEARCHES = frozenset({*PLAIN, "q", "created_from", "created_to"})


class Parameters(Protocol):
    """What came behind the `?`: the same name may come several times."""

    def getlist(self, key: str) -> list[str]:
        """All values of one name."""
        ...

    def keys(self) -> Iterable[str]:
        """The names that came."""
        ...


def asks_for_search(asked: Parameters) -> bool:
    """Whether these parameters mean a search and not a view."""
    return not SEARCHES.isdisjoint(asked.keys())


def typed_from(asked: Parameters) -> str:
    """What the parameters ask for as one text for the field: `q` as it is, each other one as `field:value`."""
    terms = [typed.strip() for typed in asked.getlist("q")]
    for name in (*PLAIN, "group"):
        terms += [written(Term(name, value)) for value in asked.getlist(name) if value.strip()]
    begin, end = (next(iter(asked.getlist(name)), "").strip() for name in ("created_from", "created_to"))
    if begin or end:
        terms.append(written(Term("date", f"{begin}..{end}")))
    return " ".join(term for term in terms if term)


def written(term: Term) -> str:
    """The term as written in the field; quotes within a value do not count, so they are dropped."""
    value = term.value.replace('"', " ").strip()
    if re.search(r"\s", value) or (not term.field and re.match(r"[^\W\d_]+:", value)):
        value = f'"{value}"'
    return f"{term.field}:{value}" if term.field else value


def without(terms: Iterable[Term], *fields: str) -> str:
    """The search again without the terms of these fields."""
    return " ".join(written(term) for term in terms if term.field not in fields)
