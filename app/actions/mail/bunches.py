"""The notices caused by one event, claimed, frozen and noted together: one statement for all instead of one each.

Each is still claimed separately, as in `claiming`; all of a bunch share one key.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import String, case, literal, select

from app.actions.change import action, change
from app.actions.mail.claiming import CLAIM_DUE, OURS, UPDATE_OURS, Claim, Claimed, claimed_mails, claiming, ours
from app.actions.mail.delivering import SAID_CHARS
from app.desk import Desk
from app.files.large_bytes import put_by
from app.nouns.outbound_mail import OutboxState
from app.nouns.reasons import cut
from sql.tables import outbox

_STILL_OURS = select(outbox.c.id).where(OURS)


@action
async def claim_together(desk: Desk, outbox_ids: Sequence[int], key: str, now_ms: int) -> list[Claimed]:
    """Claim those of these mails that are due and that no other sender has."""
    async with desk.db.transaction():
        if not await desk.db.rowcount(CLAIM_DUE, claiming(outbox_ids, key, now_ms)):
            return []
        return await claimed_mails(desk, outbox_ids, key, now_ms)


@action
async def freeze_together(desk: Desk, mimes: Mapping[Claim, bytes]) -> set[Claim]:
    """Keep the bytes of the first try of each, for all later ones; return those whose claim is still ours."""
    if not mimes:
        return set()
    kept = {claim.outbox_id: await put_by(desk, mime) for claim, mime in mimes.items()}
    mails = ours(list(mimes))
    async with desk.db.transaction():
        await desk.db.execute(UPDATE_OURS.values(mime=case(kept, value=outbox.c.id)), mails)
        rows = await desk.db.fetch_all(_STILL_OURS, mails)
    still = {row.id for row in rows}
    return {claim for claim in mimes if claim.outbox_id in still}


@action
async def mark_sent_together(desk: Desk, ticket_id: int, told: Mapping[Claim, tuple[str, str]], now_ms: int) -> bool:
    """The server accepted all these notices of a ticket. False if a claim was lost: then none is recorded.

    `told`: the server's response, and the Message-ID it forwards the mail under, or "" for ours.
    """
    said = {claim.outbox_id: literal(cut(words, SAID_CHARS), String) for claim, (words, _relayed) in told.items()}
    relayed = {claim.outbox_id: literal(known or None, String) for claim, (_words, known) in told.items()}
    values: dict[str, Any] = {
        "state": OutboxState.SENT,
        "sent_ms": now_ms,
        "server_said": case(said, value=outbox.c.id),
        "relayed_id": case(relayed, value=outbox.c.id),
        "claim": None,
        "claimed_until_ms": None,
    }
    try:
        async with change(desk, ticket_id, now_ms):
            await _write_all(desk, list(told), values)
    except _ClaimLost:
        return False
    return True


async def _write_all(desk: Desk, claims: Sequence[Claim], values: Mapping[str, Any]) -> None:
    if await desk.db.rowcount(UPDATE_OURS.values(values), ours(claims)) < len(claims):
        raise _ClaimLost


class _ClaimLost(Exception):  # rolls back: who has lost which claim is noted one by one
    pass
