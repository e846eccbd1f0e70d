"""The token a mail uses: it says which ticket the mail belongs to, and which recipient it answers for.

A mail can carry many tokens. Its recipients name the mail of ours that was answered, since a reply goes to the address
it gave; so the first token there counts: where the mail was delivered to, then To, then Cc. Where no
recipient has one it is the nearest parent's: In-Reply-To, then References from their end. Later ones are
ignored, and tokens that are not ours or were altered are skipped, however many there are.
"""

from dataclasses import dataclass
from typing import Final

from app.credentials.reply_tokens import ReplyToken, ReplyTokens
from mail.letter.letter import Letter

RECIPIENT: Final = -1


@dataclass(frozen=True, slots=True)
class UsedToken:
    """The token, and how near it is: `RECIPIENT`, or its place among the letter's parents, the nearest 0."""

    token: ReplyToken
    place: int


def used_token(letter: Letter, tokens: ReplyTokens) -> UsedToken | None:
    """The token that decides about this mail; None if it has none of ours. Pure."""
    recipients = [*letter.delivered_to, *(address.email for address in [*letter.to, *letter.cc])]
    for candidate in recipients:
        if (token := tokens.read(candidate)) is not None:
            return UsedToken(token, RECIPIENT)
    for place, candidate in enumerate(letter.references):
        if (token := tokens.read(candidate)) is not None:
            return UsedToken(token, place)
    return None
