"""Doubts about a sender, and which of them mean the desk does not know the sender."""

from typing import Final

from mail.letter.letter import Letter

_NOBODYS: Final = frozenset({"several_from", "no_from", "bad_address"})


def is_nobodys(letter: Letter) -> bool:
    """Whether From names no single mailbox beyond doubt: then no verdict is about it, and it is no ticket's customer."""
    return not _NOBODYS.isdisjoint(letter.unverified)
