"""Message-IDs that a relay gave our mails, as the ones that we sent them with."""

from collections.abc import Sequence

from app.credentials.reply_tokens import reply_tokens
from app.desk import Desk
from app.queries.mail.message_ids import names_before_relay
from mail.outgoing.relayed_ids import names_of


async def as_sent(desk: Desk, message_ids: Sequence[str]) -> list[str]:
    """These Message-IDs, with ours in place of those that a relay put in place of ours."""
    tokens = reply_tokens(desk.settings)
    names = {name: one for one in message_ids if one and tokens.verify(one) is None for name in names_of(one)}
    known = await names_before_relay(desk, names)
    ours = {names[relayed]: own for relayed, own in known.items()}
    return [ours.get(one, one) for one in message_ids]
