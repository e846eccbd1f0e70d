"""The person and the purpose behind a link that sets a password, while it opens anything."""

from dataclasses import dataclass

from sqlalchemy import select

from app.credentials.codes import digest_of
from app.desk import Desk
from app.nouns.operator import Operator
from app.queries.people.people import operator_by_id
from sql.tables import password_links


@dataclass(frozen=True, slots=True)
class PasswordLink:
    """A link that still opens: whose password it sets, and why it was sent (`password_reset`, `invitation`)."""

    operator: Operator
    purpose: str
    token_sha256: str
    expires_ms: int


async def password_link(desk: Desk, token: str, now_ms: int) -> PasswordLink | None:
    """The link with this token; None if it was used, expired or replaced, or its person has left or changed address."""
    found = select(password_links).where(password_links.c.token_sha256 == digest_of(token))
    row = await desk.db.fetch_one(found)
    if not token or row is None or row.expires_ms <= now_ms:
        return None
    operator = await operator_by_id(desk, row.operator_id)
    if operator is None or not operator.is_active or operator.email.lower() != row.email_key:
        return None
    return PasswordLink(operator, row.purpose, row.token_sha256, row.expires_ms)


async def has_password_link(desk: Desk, token: str) -> bool:
    """Whether a link with this token was made and has neither been used nor replaced, over or not."""
    made = select(password_links.c.operator_id).where(password_links.c.token_sha256 == digest_of(token))
    return await desk.db.fetch_val(made) is not None


async def invitations(desk: Desk, now_ms: int) -> dict[int, int]:
    """By person: until when their invitation opens (UTC milliseconds)."""
    query = select(password_links.c.operator_id, password_links.c.expires_ms)
    mine = query.where(password_links.c.purpose == "invitation", password_links.c.expires_ms > now_ms)
    return {row.operator_id: row.expires_ms for row in await desk.db.fetch_all(mine)}
