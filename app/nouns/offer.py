"""Another address that a mail names, offered for its ticket's customer: one click of an operator's."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum


class OfferKind(StrEnum):
    """Where the address comes from, and what taking it means besides."""

    REPLY_TO = "reply_to"  # remembered as a rule: this sender's answers go to Reply-To
    SENDER = "sender"  # the ticket was opened for its Reply-To by that rule: back to From, and the rule is forgotten
    FORWARDED = "forwarded"  # whom a colleague's forward is from


@dataclass(frozen=True, slots=True)
class Offer:
    """An address, with the name beside it, which may be empty."""

    kind: OfferKind
    email: str
    name: str = ""

    def as_text(self) -> str:
        """As the column keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, kept: str | None) -> "Offer | None":
        """The offer of a message; None where there is none."""
        if not kept:
            return None
        told = json.loads(kept)
        return cls(OfferKind(told["kind"]), told["email"], told["name"])
