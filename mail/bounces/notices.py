"""Bounces and complaints that a sending service reports as JSON (Amazon SES through SNS)."""

import json
import re
from typing import Any, Final

from app.text.one_line import header_line
from mail.bounces.reports import find_status
from mail.letter import limits
from mail.letter.letter import BouncedAddress
from mail.reading.headers.addresses import first_address

_LISTS: Final = {"bounce": "bouncedRecipients", "complaint": "complainedRecipients", "delivery": "recipients"}
_NAMES: Final = re.compile(r'\\?"(?:notificationType|eventType)\\?"')
_ACTIONS: Final = {"bounce": "failed", "complaint": "complaint", "delivery": "delivered"}


def read_notice(text: str) -> tuple[str, list[BouncedAddress]]:
    """Return what is reported (`bounce`, `complaint`, `delivery`) and for whom; an empty string for any other text."""
    text = text.replace("!\n ", "")  # how sendmail breaks a line of more than 998 characters
    notice = _notice_in(text)
    kind = str(notice.get("notificationType") or notice.get("eventType") or "").lower()
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


def _notice_in(text: str) -> dict[str, Any]:
    """The notice in a text: alone, or as the `Message` of an SNS notification; empty if there is none."""
    start = text.find("{")
    if start < 0 or _NAMES.search(text[: limits.BOUNCE_TEXT_CHARS]) is None:
        return {}
    notice = _json(text[start : start + limits.BOUNCE_TEXT_CHARS])
    inner = notice.get("Message")
    return _json(inner.strip()) if isinstance(inner, str) else notice


def _json(text: str) -> dict[str, Any]:
    try:
        found, _end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _address(entry: Any, kind: str, detail: dict[str, Any]) -> BouncedAddress:
    fields = entry if isinstance(entry, dict) else {"emailAddress": entry}
    email = first_address(str(fields.get("emailAddress", ""))).lower()
    diagnostic = header_line(str(fields.get("diagnosticCode", "")), limits.DIAGNOSTIC_CHARS)
    action = (
        "delayed" if kind == "bounce" and str(detail.get("bounceType", "")).lower() == "transient" else _ACTIONS[kind]
    )
    return BouncedAddress(
        email, action, find_status(str(fields.get("status", ""))) or find_status(diagnostic), diagnostic
    )
