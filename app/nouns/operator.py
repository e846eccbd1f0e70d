"""An operator: someone who signs in to the console. An administrator is an operator with a role."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.nouns.preferences import Preferences


class Role(StrEnum):
    """What a person may do at the desk."""

    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Operator:
    """A person of the desk with what decides their rights: role, groups, and which groups are closed to them."""

    id: int
    email: str
    name: str
    role: Role
    language: str
    signature: str  # safe HTML
    is_active: bool
    away_since_ms: int | None = None
    group_ids: frozenset[int] = field(default_factory=frozenset)
    hidden_group_ids: frozenset[int] = field(default_factory=frozenset)  # members-only groups of others
    preferences: Preferences = field(default_factory=Preferences)
    has_second_factor: bool = False
    timezone: str = ""  # in which their pages say times; "": their device's

    @classmethod
    def from_record(
        cls, record: Any, group_ids: frozenset[int] = frozenset(), hidden_group_ids: frozenset[int] = frozenset()
    ) -> "Operator":
        """The operator of a row of `operators`; the groups come from `memberships`."""
        return cls(
            id=record.id,
            email=record.email,
            name=record.name,
            role=Role(record.role),
            language=record.language,
            signature=record.signature,
            is_active=record.deactivated_ms is None,
            away_since_ms=record.away_since_ms,
            group_ids=group_ids,
            hidden_group_ids=hidden_group_ids,
            preferences=Preferences.read(record.preferences),
            has_second_factor=record.second_factor_ms is not None,
            timezone=record.timezone,
        )

    @property
    def is_administrator(self) -> bool:
        """Whether everything on every ticket is allowed."""
        return self.role is Role.ADMINISTRATOR

    def must_have_second_factor(self, required_for: str) -> bool:
        """Whether the role needs one; `required_for` is the desk's setting: nobody, administrators, everyone."""
        return required_for == "everybody" or (required_for == "administrators" and self.is_administrator)

    def owes_second_factor(self, required_for: str) -> bool:
        """Whether they have to set one up before the desk opens to them."""
        return not self.has_second_factor and self.must_have_second_factor(required_for)

    @property
    def first_name(self) -> str:
        """The name in a sentence: "Maria has this ticket"."""
        return self.name.split(maxsplit=1)[0] if self.name.split() else self.name

    @property
    def initials(self) -> str:
        """Two letters for the face on the key rack."""
        return initials(self.name)

    def may_see_group(self, group_id: int | None) -> bool:
        """Whether tickets of this group exist for the person."""
        return group_id not in self.hidden_group_ids


def initials(name: str) -> str:
    """The first letters of the first and the last word, in capitals; "?" if there are none."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])
    return letters.upper()


def hue_of(key: int) -> int:
    """A steady colour (degrees of hue) for the face of the person with this id: neighbours differ clearly."""
    return (key * 137 + 28) % 360
