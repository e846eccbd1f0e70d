"""What can go wrong with a mailbox, in words for a person."""

from app.nouns.reasons import Told, readable
from app.text.languages import _

UNTOLD = "…"  # where a server gives no reason


class MailboxError(Told):
    """The mailbox could not be read. Its words, a reason, say what happened and what to do; never a password."""


class MailboxUnreachable(MailboxError):
    """No connection, no trusted certificate, no answer in time, or closed by the server: later may be better."""


class MailboxRefused(MailboxError):
    """The server does not let this user in. Only a person can fix this."""


class MailboxBroken(MailboxError):
    """The server does not keep to its protocol."""


class MessageUnfetchable(MailboxError):
    """One message could not be read whole; the session goes on with the others. `words` is why.

    `lasting`: trying again is of no use (too large). Otherwise the next poll may have more luck: the line may
    have dropped, so set a message aside only after several tries.
    """

    def __init__(self, uid: str, words: str, *, lasting: bool = False) -> None:
        super().__init__(words)
        self.uid = uid
        self.lasting = lasting

    def __str__(self) -> str:
        """Which message, and why, in the language that holds here."""
        return _("Message %(uid)s could not be fetched: %(why)s") % {"uid": self.uid, "why": readable(self.words)}


def plain_words(answer: bytes, *secrets: str) -> str:
    """A server's answer fit to be shown: one printable line of at most 200 characters, without `secrets`."""
    words = answer.decode("utf-8", "replace")
    for secret in filter(None, secrets):
        words = words.replace(secret, "***")
    return "".join(c if c.isprintable() else " " for c in words).strip()[:200]
