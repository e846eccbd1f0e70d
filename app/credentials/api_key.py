"""An API key: what lets a program in, what it may do, and what exists for it."""

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

PREFIX = "dbk"
WRITTEN = re.compile(rf"{PREFIX}_(\d{{1,18}})_([A-Za-z0-9_-]{{43}})", re.ASCII)
PER_MINUTE = 600  # requests, unless the key says otherwise
MOST_PER_MINUTE = 100_000


class KeyScope(StrEnum):
    """What a key may do. Nothing follows from another: `tickets:write` alone reads nothing."""

    TICKETS_READ = "tickets:read"
    TICKETS_WRITE = "tickets:write"
    TICKETS_ANSWER = "tickets:answer"  # needs an operator in whose name the key acts
    NOTES_READ = "notes:read"
    MAIL_READ = "mail:read"
    CUSTOMERS_READ = "customers:read"
    EVENTS_READ = "events:read"
    STATISTICS_READ = "statistics:read"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret, which only its owner has."""

    id: int
    name: str
    scopes: frozenset[KeyScope]
    operator_id: int | None  # in whose name it answers, takes and changes; None: nobody's
    group_ids: frozenset[int]  # members-only groups that exist for it
    per_minute: int
    created_ms: int
    used_ms: int | None
    expires_ms: int | None
    revoked_ms: int | None

    @classmethod
    def from_record(cls, record: Any) -> "ApiKey":
        """The key of a row of `api_keys`."""
        known = {scope.value for scope in KeyScope}
        return cls(
            id=record.id,
            name=record.name,
            scopes=frozenset(KeyScope(one) for one in record.scopes.split() if one in known),
            operator_id=record.operator_id,
            group_ids=frozenset(json.loads(record.group_ids)),
            per_minute=record.per_minute,
            created_ms=record.created_ms,
            used_ms=record.used_ms,
            expires_ms=record.expires_ms,
            revoked_ms=record.revoked_ms,
        )

    @property
    def listed_scopes(self) -> list[str]:
        """Its scopes in their usual order."""
        return [scope.value for scope in KeyScope if scope in self.scopes]

    def opens(self, now_ms: int) -> bool:
        """Whether it has neither been revoked nor expired."""
        return self.revoked_ms is None and (self.expires_ms is None or now_ms < self.expires_ms)


def written_key(key_id: int, secret: str) -> str:
    """The key as its owner keeps it."""
    return f"{PREFIX}_{key_id}_{secret}"


def read_key(typed: str) -> tuple[int, str] | None:
    """Number and secret of a key that came; None for what is none."""
    found = WRITTEN.fullmatch(typed)
    return (int(found[1]), found[2]) if found else None
