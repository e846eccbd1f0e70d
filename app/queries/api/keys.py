"""API keys, and what exists for whoever brings one."""

import secrets
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, select

from app.credentials.api_key import ApiKey, KeyScope, read_key
from app.credentials.codes import digest_of
from app.desk import Desk
from app.nouns.event import Actor
from app.nouns.operator import Operator, Role
from app.queries.people.roster import Roster, roster
from sql.tables import api_keys, counters

_NO_SECRET = digest_of("")
_KEY = select(
    api_keys,
    select(counters.c.value).where(counters.c.name == "events").scalar_subquery().label("newest_event"),
).where(api_keys.c.id == bindparam("key"))


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Whoever came with a key. `operator` acts, None if the key is bound to nobody; `reader` is what exists for the key."""

    key: ApiKey
    operator: Operator | None
    reader: Operator
    roster: Roster

    @property
    def actor(self) -> Actor:
        """Who acts, in the log."""
        return Actor("api", self.key.name)

    def may(self, scope: KeyScope) -> bool:
        """Whether the key has the scope."""
        return scope in self.key.scopes


async def keys_by_age(desk: Desk) -> list[ApiKey]:
    """All keys, the newest first, revoked ones too."""
    rows = await desk.db.fetch_all(select(api_keys).order_by(api_keys.c.id.desc()))
    return [ApiKey.from_record(row) for row in rows]


async def holder_of_key(desk: Desk, typed: str, now_ms: int) -> KeyHolder | None:
    """Whoever brings this key; None if it opens nothing: unknown, revoked, expired, or of someone who has left."""
    number, secret = read_key(typed) or (0, "")
    row = await desk.db.fetch_one(_KEY, {"key": number})
    kept = row.secret_sha256 if row else _NO_SECRET
    if not secrets.compare_digest(kept, digest_of(secret)) or row is None or not secret:
        return None
    key = ApiKey.from_record(row)
    if not key.opens(now_ms):
        return None
    known = await roster(desk, row.newest_event)
    operator = next((one for one in known.active if one.id == key.operator_id), None)
    if key.operator_id is not None and operator is None:
        return None
    return KeyHolder(key, _limited(operator, key, known), _reader(operator, key, known), known)


def _hidden(operator: Operator | None, key: ApiKey, known: Roster) -> frozenset[int]:
    """A members-only group exists for a key that names it, if it does for the key's operator."""
    return (known.closed - key.group_ids) | (operator.hidden_group_ids if operator else frozenset())


def _limited(operator: Operator | None, key: ApiKey, known: Roster) -> Operator | None:
    return replace(operator, hidden_group_ids=_hidden(operator, key, known)) if operator else None


def _reader(operator: Operator | None, key: ApiKey, known: Roster) -> Operator:
    """An operator's eyes for the queries that ask what someone may see: deleted tickets exist for no key."""
    hidden = _hidden(operator, key, known)
    if operator:
        return replace(operator, role=Role.OPERATOR, hidden_group_ids=hidden)
    return Operator(0, "", key.name, Role.OPERATOR, "en", "", is_active=True, hidden_group_ids=hidden)
