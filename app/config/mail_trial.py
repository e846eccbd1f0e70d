"""A trial of mail servers: what is to be tried, and what came of it so far."""

from dataclasses import dataclass, field
from typing import Any, Final, Self

STEPS: Final = ("server", "sent", "mailbox", "arrived")
LASTS_MS: Final = 3 * 60 * 1000  # the longest that a trial takes, and a margin
KEPT_MS: Final = 60 * 60 * 1000
UNHEARD_MS: Final = 15 * 1000  # after so long nobody will begin it: no mail process runs


@dataclass(frozen=True)
class TrialPlan:
    """Which servers are tried. URLs hold passwords: at rest a plan is sealed.

    With `smtp_url` the desk signs in there, and sends a mail to `to` if there is one. With `mailbox_url` it signs in and
    opens the folder. With both, and a `mailbox_address`, it writes to that and waits until the mail has come. `is_read`: a
    reader of the desk reads this mailbox, so the mail is looked for in the ledger. `…_is_typed`: in the console, not in the
    environment.
    """

    smtp_url: str = field(default="", repr=False)
    smtp_is_typed: bool = False
    sender: str = ""  # `Aurora Travel <desk@example.org>`
    to: str = ""
    mailbox_url: str = field(default="", repr=False)
    mailbox_is_typed: bool = False
    mailbox_address: str = ""
    is_read: bool = False
    is_unreadable: bool = False  # the stored password cannot be read
    language: str = "en"
    brand: str = "Deskbell"


@dataclass(frozen=True, slots=True)
class TrialStep:
    """One step, of STEPS: `state` running, ok or fault. `words` is a reason."""

    name: str
    state: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial as it stands. `state`: waiting (nobody has begun it), running, ok, fault."""

    id: str
    state: str
    asked_ms: int
    steps: tuple[TrialStep, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes."""
        return self.state in {"ok", "fault"}

    @classmethod
    def from_details(cls, trial_id: str, details: dict[str, Any]) -> Self:
        """The trial as its row has it."""
        steps = tuple(TrialStep(*one) for one in details.get("steps", ()))
        return cls(trial_id, str(details.get("state", "waiting")), int(details.get("asked_ms", 0)), steps)
