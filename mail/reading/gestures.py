"""Mails that only nod: someone pressed a button in their mail program, and it wrote a mail."""

import json
from typing import Final

from mail.letter.letter import Letter, LetterKind

REACTION_TYPE: Final = "text/vnd.google.email-reaction+json"
_PART_BYTES: Final = 2_000
_EMOJI_CHARS: Final = 16  # a family in several skins is one sign of eleven
_SAID_CHARS: Final = 300  # what Gmail writes beside it for other programs
_CALENDAR_ANSWERS: Final = frozenset({"REPLY", "REFRESH", "DECLINECOUNTER"})


def emoji_in(payload: bytes) -> str:
    """The emoji of Gmail's reaction part, or an empty string where it holds anything else."""
    try:
        told = json.loads(payload[:_PART_BYTES].decode("utf-8"))
    except (ValueError, RecursionError):
        return ""
    emoji = told.get("emoji") if isinstance(told, dict) else None
    if not isinstance(emoji, str) or not 0 < len(emoji) <= _EMOJI_CHARS:
        return ""
    return (
        ""
        if any(char.isascii() or char.isalnum() or char.isspace() or not char.isprintable() for char in _bare(emoji))
        else emoji
    )


def show_reaction(letter: Letter, emoji: str) -> None:
    """Show the mail's emoji, and fold the words its program put beside it. Many words are a person's."""
    if not emoji or len(letter.whole_text) > _SAID_CHARS:
        return
    letter.reaction = letter.text = emoji
    letter.quoted, letter.html, letter.html_own, letter.html_quoted = letter.whole_text, None, None, None
    letter.suppress_auto_reply = True


def is_calendar_answer(letter: Letter) -> bool:
    """Whether a calendar answers an invitation (RFC 5546 §3.2.3): "Accepted". Some mark it as automatic, too."""
    return (
        letter.kind in {LetterKind.CALENDAR, LetterKind.AUTO_REPLY}
        and letter.invitation is not None
        and letter.invitation.method in _CALENDAR_ANSWERS
    )


def is_gesture(letter: Letter) -> bool:
    """Whether it asks nothing: it opens no ticket and reopens none."""
    return bool(letter.reaction) or is_calendar_answer(letter)


def _bare(emoji: str) -> str:
    """An emoji without what joins and varies its signs; a keycap's digit goes with its cap."""
    if emoji.endswith("\u20e3"):
        return ""
    return "".join(
        char for char in emoji if char not in "\u200d\ufe0e\ufe0f" and not "\U000e0020" <= char <= "\U000e007f"
    )
