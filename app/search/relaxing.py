"""Nothing was found: what there would be with the word that was meant, without one of the fields, or without a word."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from app.desk import Desk
from app.nouns.operator import Operator
from app.search.near_words import near_words
from app.search.parameters import without, written
from app.search.query_language import MOMENTS, PLACES, SearchText, Term, read_search
from app.search.searching import COUNTED, count_found

# Which to drop first: what narrows most often without being meant.
DROPPED = (
    ("country",), ("city",), ("group",), ("status",), ("operator",), MOMENTS, ("subject",), ("note",), ("answer",),
    ("customer",), ("text",), ("name",), ("email",), ("phone",), ("",),
)  # fmt: skip
MOST = 2
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Wider:
    """The search without a field ("date": all dates, "": the typed words), and how many results that has."""

    field: str
    typed: str
    count: int  # at most COUNTED
    word: str = ""  # the typed word that was left out
    instead: str = ""  # what stands there in place of misspelt words


async def wider_searches(
    desk: Desk, operator: Operator, wanted: SearchText, now_ms: int, zone: ZoneInfo
) -> list[Wider]:
    """At most MOST searches that find something: with the word that was meant, else with one field or word less."""
    found = await _meant(desk, operator, wanted, now_ms, zone)
    for fields in DROPPED:
        typed = without(wanted.terms, *fields)
        if not typed or not any(term.field in fields for term in wanted.terms):
            continue
        count = await count_found(desk, operator, read_search(typed, now_ms, zone), COUNTED)
        if count:
            found.append(Wider(fields[0], typed, count))
        if len(found) >= MOST:
            break
    return found or await _without_a_word(desk, operator, wanted, now_ms, zone)


async def _meant(desk: Desk, operator: Operator, wanted: SearchText, now_ms: int, zone: ZoneInfo) -> list[Wider]:
    """The searches with near words in the place of misspelt ones, where a ticket that this operator may see has them."""
    near = {word: await near_words(desk, operator, word) for word in wanted.words[:MOST_WORDS]}
    found: list[Wider] = []
    for place in range(MOST):
        instead = {word: (meant[place:] or meant)[0] for word, meant in near.items() if meant}
        terms = [_respelled(term, instead) for term in wanted.terms]
        typed = " ".join(written(term) for term in terms)
        if not instead or typed in {one.typed for one in found}:
            break
        if count := await count_found(desk, operator, read_search(typed, now_ms, zone), COUNTED):
            found.append(Wider("", typed, count, instead=typed))
    return found


def _respelled(term: Term, instead: Mapping[str, str]) -> Term:
    if term.field not in {"", *PLACES} or instead.keys().isdisjoint(term.words):
        return term
    return replace(term, value=" ".join(instead.get(word, word) for word in term.words))


async def _without_a_word(
    desk: Desk, operator: Operator, wanted: SearchText, now_ms: int, zone: ZoneInfo
) -> list[Wider]:
    """The searches without one of the typed words that find something: the word that is nowhere is named so."""
    plain = [term for term in wanted.terms if not term.field]
    if not 1 < len(plain) <= MOST_WORDS:
        return []
    found: list[Wider] = []
    for left_out in plain:
        typed = " ".join(written(term) for term in wanted.terms if term is not left_out)
        if count := await count_found(desk, operator, read_search(typed, now_ms, zone), COUNTED):
            found.append(Wider("", typed, count, left_out.value))
        if len(found) == MOST:
            break
    return found
