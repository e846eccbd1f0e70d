"""Bounces and complaints that a sending service reports as JSON (Amazon SES through SNS)."""

import json
from typing import Any, Final

from mail import limits
from mail.bounces.reports import find_status
from mail.letter import BouncedAddress
from mail.reading.addresses import first_address
from mail.reading.cleaning import clean_line

_LISTS: Final = {"bounce": "bouncedRecipients", "complaint": "complainedRecipients", "delivery": "recipients"}
_ACTIONS: Final = {"bounce": "failed", "complaint": "complaint", "delivery": "delivered"}


def read_notice(text: str) -> tuple[str, list[BouncedAddress]]:
    """Return what is reported (`bounce`, `complaint`, `delivery`) and for whom; an empty string for any other text."""
    text = text.replace("!\n ", "")  # how sendmail breaks a line of more than 998 characters
    start = text.find("{")
    if start < 0 or '"notificationType"' not in text[: limits.BOUNCE_TEXT_CHARS]:
        return "", []
    try:
        notice, _ = json.JSONDecoder().raw_decode(text[start : start + limits.BOUNCE_TEXT_CHARS])
    except (ValueError, RecursionError):
        return "", []
    kind = str(notice.get("notificationType", "")).lower() if isinstance(notice, dict) else ""
    detail = notice.get(kind) if kind in _LISTS else None
    if not isinstance(detail, dict):
        return "", []
    entries = detail.get(_LISTS[kind])
    found = (
        [_address(entry, kind, detail) for entry in entries[: limits.BOUNCED_ADDRESSES]]
        if isinstance(entries, list)
        else []
    )
    return kind, [one for one in found if one.email]


def _address(entry: Any, kind: str, detail: dict[str, Any]) -> BouncedAddress:
    fields = entry if isinstance(entry, dict) else {"emailAddress": entry}
    email = first_address(str(fields.get("emailAddress", ""))).lower()
    diagnostic = clean_line(str(fields.get("diagnosticCode", "")), limits.DIAGNOSTIC_CHARS)
    action = (
        "delayed" if kind == "bounce" and str(detail.get("bounceType", "")).lower() == "transient" else _ACTIONS[kind]
    )
    return BouncedAddress(
        email, action, find_status(str(fields.get("status", ""))) or find_status(diagnostic), diagnostic
    )
