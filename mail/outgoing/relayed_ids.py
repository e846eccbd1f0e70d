"""Relays that replace our Message-ID, and say so in their response: SES, Exchange.

Replies then refer to theirs. It is as good as our token: only recipients of the mail know it.
"""

import re
from typing import Final

# `250 2.6.0 <abc@host> [InternalId=…] Queued mail for delivery`
_WHOLE: Final = re.compile(r"<([^<>\s@]{8,200}@[^<>\s@]{1,200})>")
# `250 Ok 0102018f2b3c…-000000`. So long that nobody guesses it; a queue's short name is no Message-ID.
_ALONE: Final = re.compile(
    r"\b(?:ok|accepted|queued)\b[\s:,]{1,3}(?:(?:queued as|message-?id|id)[\s=:]{1,3})?([0-9a-z][0-9a-z._-]{23,200})(?![^\s;,])",
    re.IGNORECASE,
)


def relayed_id(said: str) -> str:
    """The Message-ID in a server's answer, without angle brackets and perhaps without its domain; empty: it names none."""
    if match := _WHOLE.search(said) or _ALONE.search(said):
        return match[1].rstrip(".")[:255]
    return ""


def names_of(message_id: str) -> tuple[str, ...]:
    """What a server may have called the mail that bears this Message-ID: the whole of it, or what is before the @."""
    whole = message_id.strip().strip("<>")
    local = whole.partition("@")[0]
    return (whole, local) if len(local) >= 24 else (whole,)  # noqa: PLR2004 - as in _ALONE
