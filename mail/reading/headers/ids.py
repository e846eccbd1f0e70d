"""Message-IDs (RFC 5322 §3.6.4), also those that old and odd clients write."""

import re
from typing import Final

from mail.letter import limits

_BRACKETED: Final = re.compile(r"<([^<>\s]{1,500})>")
_BARE: Final = re.compile(r"[^<>\s,;]{1,200}@[^<>\s,;]{1,255}")
_CONTROLS: Final = re.compile(r"[\x00-\x20\x7f-\x9f]")


def message_ids(value: str) -> list[str]:
    """Return the ids in a header as written, in angle brackets; prose and broken ones are skipped."""
    value = value.replace("\t", " ")
    ids = _BRACKETED.findall(value) or _BARE.findall(value)
    cleaned = [_CONTROLS.sub("", one) for one in ids if len(one) <= limits.MESSAGE_ID_CHARS]
    return [f"<{one}>" for one in cleaned if one]


def parents_of(in_reply_to: str, references: str) -> list[str]:
    """Return the ids this mail answers, nearest parent first.

    In-Reply-To comes first where it is one id: it names the parent itself. References follow from their end,
    each id once; at most `limits.REFERENCES`.
    """
    answered = message_ids(in_reply_to) if "@" in in_reply_to else []
    line = message_ids(references[-limits.HEADER_VALUE_CHARS :])
    ordered = dict.fromkeys([*reversed(line), *answered] if len(answered) > 1 else [*answered, *reversed(line)])
    return list(ordered)[: limits.REFERENCES]
