"""What takes mails away: what it answers, and how it says that it could not."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.nouns.reasons import Told
from mail.composing import Composed


@dataclass(frozen=True)
class Receipt:
    """What the server answered: for whom it took the mail, for whom later, for whom never, and its last words."""

    said: str
    accepted: tuple[str, ...] = ()
    later: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


class NotSent(Told):
    """The mail could not be handed over now. Its words say why: the desk's reason, or what the server said.

    `server_away`: the next mail would fare no better. `maybe_sent`: the content was on its way when the line broke.
    """

    def __init__(self, words: str, *, server_away: bool = False, maybe_sent: bool = False) -> None:
        super().__init__(words)
        self.server_away = server_away
        self.maybe_sent = maybe_sent


class Sender(ABC):
    """Takes mails away."""

    @abstractmethod
    async def send(self, mail: Composed) -> Receipt:
        """Hand the mail over; return what the server answered. Raises NotSent."""

    @abstractmethod
    async def close(self) -> None:
        """End what is open."""
