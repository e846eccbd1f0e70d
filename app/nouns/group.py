"""A group: a ticket's queue."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.core.clock import MINUTE_MS
from app.hours.opening_hours import OpeningHours
from app.nouns.waiting import NEVER_MS


@dataclass(frozen=True, slots=True)
class Group:
    """Decides who is notified of unassigned tickets, when an answer is late and, if members-only, who may see them."""

    id: int
    name: str
    hue: int
    members_only: bool
    answer_target_min: int | None  # first answer within so many open minutes
    position: int
    hours: OpeningHours
    default_for_form: bool = False
    default_for_mail: bool = False
    sender_name: str = ""  # on its mails to customers; "": as the desk
    sender_email: str = ""
    signature_foot: str = ""  # text below the signature of every answer

    @classmethod
    def from_record(cls, record: Any) -> "Group":
        """The group of a row of `groups`."""
        return cls(
            id=record.id,
            name=record.name,
            hue=record.hue,
            members_only=bool(record.members_only),
            answer_target_min=record.answer_target_min,
            position=record.position,
            hours=OpeningHours.from_text(record.hours),
            default_for_form=bool(record.default_for_form),
            default_for_mail=bool(record.default_for_mail),
            sender_name=record.sender_name,
            sender_email=record.sender_email,
            signature_foot=record.signature_foot,
        )

    def due_ms(self, came_ms: int) -> int:
        """When the first answer to a ticket that came then is late; NEVER_MS where none is promised."""
        if self.answer_target_min is None:
            return NEVER_MS
        return self.hours.due_at(came_ms, self.answer_target_min * MINUTE_MS) or NEVER_MS


def default_group(groups: Iterable[Group], source: str) -> Group | None:
    """The group of a ticket from this source that names none; without a default, the first one open to everyone."""
    known = list(groups)
    chosen = (group for group in known if (group.default_for_mail if source == "mail" else group.default_for_form))
    return next(chosen, None) or next((group for group in known if not group.members_only), None)
