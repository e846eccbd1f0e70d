"""Whether what a form sent looks like a person's message. Pure: the same form is judged the same way everywhere."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.nouns.fields import HONEYPOT
from app.site_forms.site_form import Proof, SiteForm, Suspicion

LINK: Final = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
MARKUP: Final = re.compile(r"\[(?:url|link)[=\]]|<a\s+href", re.IGNORECASE)
FEW_LINKS: Final = 2  # a person sends the address of a hotel, and perhaps of another
WITHOUT_LINKS: Final = ("name", "phone", "city", "address", "subject")
SOONEST_MS: Final = 2000  # from the first key in a form to its end


@dataclass(frozen=True, slots=True)
class Sending:
    """What a form sent, and how: the `Origin` that the browser told, and what our script proved."""

    fields: Mapping[str, str]
    origin: str = ""
    proof: Proof = Proof.NONE
    typing_ms: int | None = None  # between the first key and the sending, as signed; None: not known


def suspicions(form: SiteForm, sending: Sending) -> tuple[Suspicion, ...]:
    """Every reason for doubt."""
    return tuple(_found(form, sending))


def is_to_be_held(found: Collection[Suspicion]) -> bool:
    """Whether it is so surely spam that nobody is asked: it waits at the desk for someone to look."""
    return Suspicion.MARKUP in found or (Suspicion.TRAP in found and len(found) > 1)


def _found(form: SiteForm, sending: Sending) -> Iterator[Suspicion]:
    fields = sending.fields
    message = fields.get("message", "")
    if fields.get(HONEYPOT):
        yield Suspicion.TRAP
    if len(LINK.findall(message)) > FEW_LINKS or any(LINK.search(fields.get(name, "")) for name in WITHOUT_LINKS):
        yield Suspicion.LINKS
    if MARKUP.search(message):
        yield Suspicion.MARKUP
    if form.origins and sending.origin not in {"", "null", *form.origins}:  # null: the site hides where it is
        yield Suspicion.ORIGIN
    if not form.enforces:
        return
    if sending.proof is not Proof.GOOD:
        yield Suspicion.NO_PROOF
    elif sending.typing_ms is not None and sending.typing_ms < SOONEST_MS:
        yield Suspicion.HASTE
