"""The places of messages in a thread, and for whom it is read."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement

from app.core.errors import BadFields
from app.nouns.message import MessageKind
from app.text.languages import _
from sql.tables import messages


@dataclass(frozen=True, slots=True, order=True)
class ThreadPlace:
    """A message's place in the order of its thread."""

    at_ms: int
    id: int

    def __str__(self) -> str:
        """As a cursor in an address."""
        return f"{self.at_ms}-{self.id}"


def read_place(cursor: str, name: str) -> ThreadPlace | None:
    """The place of a cursor; None for none. Raises BadFields(name)."""
    if not cursor:
        return None
    match = re.fullmatch(r"(\d{1,16})-(\d{1,18})", cursor, re.ASCII)
    if match is None:
        raise BadFields({name: _("This link into the conversation is not valid. Open the ticket again.")})
    return ThreadPlace(int(match[1]), int(match[2]))


@dataclass(frozen=True, slots=True)
class ThreadScope:
    """For whom a thread is read: which messages they see, by which time they are ordered, and the index for it."""

    moment: str
    conditions: tuple[ColumnElement[bool], ...]
    index: str

    @property
    def column(self) -> Column[Any]:
        """The time's column."""
        column: Column[Any] = messages.c[self.moment]
        return column

    def place_of(self, message: Any) -> ThreadPlace:
        """The place of a message, or its row."""
        return ThreadPlace(int(getattr(message, self.moment)), int(message.id))


BY_OPERATORS = ThreadScope("created_ms", (messages.c.recalled_ms.is_(None),), "ix_messages_thread")


# An answer counts from its release: one that a customer's message overtook in its undo time stands after it, so that
# what is new is always at the end.
BY_CUSTOMER = ThreadScope(
    "released_ms",
    (
        messages.c.shared.is_(True),
        messages.c.kind != MessageKind.NOTE.value,
        messages.c.released_ms.is_not(None),
        messages.c.recalled_ms.is_(None),
    ),
    "ix_messages_shown",
)
