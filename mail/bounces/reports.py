"""Delivery reports by the standard: message/delivery-status (RFC 3464), feedback reports (RFC 5965)."""

import re
from typing import Final

from app.text.one_line import header_line
from mail.letter import limits
from mail.letter.letter import BouncedAddress
from mail.reading.decoding.charsets import decode_text
from mail.reading.headers.addresses import first_address
from mail.reading.mime import Part

_STATUS: Final = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_ACTIONS: Final = frozenset({"failed", "delayed", "delivered", "relayed", "expanded"})
_FIELD: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,40})[ \t]{0,4}:[ \t]{0,4}(.*)")


def field_groups(text: str) -> list[dict[str, str]]:
    """Return the groups of fields of a report, separated by blank lines; folds undone, names in lower case."""
    groups: list[dict[str, str]] = [{}]
    last = ""
    for line in text.split("\n"):
        if not line.strip():
            if groups[-1]:
                groups.append({})
            last = ""
        elif line[0] in " \t" and last:
            groups[-1][last] += " " + line.strip()
        elif match := _FIELD.match(line):
            last = match[1].lower()
            groups[-1].setdefault(last, match[2].strip())
        if len(groups) > 2 * limits.BOUNCED_ADDRESSES:
            break
    return [group for group in groups if group]


def report_text(part: Part) -> str:
    """Return a report part's fields as text."""
    return decode_text(part.payload[: limits.BOUNCE_TEXT_CHARS], part.charset).replace("\r\n", "\n").replace("\r", "\n")


def addresses_of_status(text: str) -> list[BouncedAddress]:
    """Return the recipients of a delivery-status part with their outcomes."""
    found: list[BouncedAddress] = []
    for group in field_groups(text):
        recipient = _recipient(group)
        if not recipient:
            continue
        diagnostic = group.get("diagnostic-code", "")
        diagnostic = diagnostic.partition(";")[2].strip() if ";" in diagnostic[:20] else diagnostic
        status = find_status(group.get("status", "")) or find_status(diagnostic)
        action = group.get("action", "").partition("(")[0].strip().lower()
        if action not in _ACTIONS:
            action = "delayed" if status.startswith("4") else "delivered" if status.startswith("2") else "failed"
        found.append(BouncedAddress(recipient, action, status, header_line(diagnostic, limits.DIAGNOSTIC_CHARS)))
    return found[: limits.BOUNCED_ADDRESSES]


def addresses_of_complaint(text: str) -> list[BouncedAddress]:
    """Return the addresses that a feedback report speaks for."""
    recipients = [
        address
        for group in field_groups(text)
        for name in ("original-rcpt-to", "removal-recipient")
        if (address := first_address(group.get(name, "")))
    ]
    return [BouncedAddress(address, "complaint") for address in dict.fromkeys(recipients)]


def find_status(text: str) -> str:
    """Return the first enhanced status code in a text (RFC 3463), or an empty string."""
    match = _STATUS.search(text)
    return ".".join(match.groups()) if match else ""


def _recipient(group: dict[str, str]) -> str:
    """The address as we wrote it (Original-Recipient) where it is given, since the final one may be an alias behind it."""
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        value = group.get(name, "").partition(";")
        if address := first_address(value[2] or value[0]):
            return address.lower()
    return ""
