"""Whole numbers as people and programs type them into addresses and fields."""

MOST_DIGITS = 18  # 64 bits hold that


def whole_number(typed: str) -> int | None:
    """The number in plain ASCII digits; None for anything else, and for one that no database could hold."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS else None
