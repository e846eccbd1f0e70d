"""Whole numbers as people and programs type them into addresses and fields."""

import re

from app.text.combining_marks import normalized
from app.text.digits import plain_digits

MOST_DIGITS = 18  # 64 bits hold that
LONGEST_TYPED = 200  # more is no number


def whole_number(typed: str) -> int | None:
    """The number in plain ASCII digits; None for anything else, and for one that no database could hold."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS else None


def typed_number(typed: str) -> str:
    """A ticket's number as people type and paste it, `#1478`, `1478.` or `ticket 1478`, in digits; else what was typed."""
    numbers = re.findall(r"[0-9]+", plain_digits(normalized("NFKD", typed[:LONGEST_TYPED])))
    return numbers[0] if len(numbers) == 1 else typed.strip()
