"""A parsed mail: the Letter and its parts.

Everything here was written by a stranger. Names, subject and file names are free of control
characters; texts and HTML are decoded but not cleaned for display.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class LetterKind(StrEnum):
    """What sort of mail it is; decides whether it may be answered automatically (RFC 3834)."""

    MESSAGE = "message"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    LIST = "list"
    CALENDAR = "calendar"
    OWN = "own"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: display name (may be empty) and address, its domain in lower case."""

    name: str
    email: str

    @property
    def is_mailbox(self) -> bool:
        """Whether mail can be sent there: Exchange's own directory paths (`/O=FIRM/CN=ANNA`) and bare names are none."""
        local, at, domain = self.email.rpartition("@")
        return bool(at and local and domain) and not self.email.startswith("/")

    @property
    def domain(self) -> str:
        """The part after the last @, or an empty string."""
        return self.email.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class LetterAttachment:
    """A file attached to the mail.

    `name` is cleaned and never empty. `content_id` (without angle brackets) is what the HTML calls it by
    `cid:`; `inline` says that the HTML does so: every other file is listed below the message. One that is not
    `kept` is beyond `limits.FILES`: it has no payload, and `left_out_bytes` says about how large it is.
    """

    name: str
    content_type: str
    payload: bytes
    inline: bool = False
    content_id: str | None = None
    kept: bool = True
    left_out_bytes: int = 0

    @property
    def size_bytes(self) -> int:
        """Size of the decoded file."""
        return len(self.payload) if self.kept else self.left_out_bytes


@dataclass(frozen=True, slots=True)
class BouncedAddress:
    """An address that a mail server could not, or not yet, deliver to (RFC 3464 §2.3).

    `action` is `failed`, `delayed`, `delivered`, `relayed`, `expanded` or `complaint`; `status` an enhanced
    code such as `5.1.1`, or empty; `diagnostic` what the server said.
    """

    email: str
    action: str = "failed"
    status: str = ""
    diagnostic: str = ""


@dataclass(frozen=True, slots=True)
class AuthenticationVerdict:
    """One Authentication-Results header (RFC 8601), topmost first in `Letter.authentication_results`.

    Anyone can write such a header: `mail.intake.server_verdicts` says which of them count.
    """

    authserv_id: str
    results: tuple[tuple[str, str], ...]
    """Pairs of method and result: `("dmarc", "pass")`."""
    header_from: str = ""
    """The domain that DMARC looked at, if the header says so."""
    hops_above: int = 0
    """Received headers above it: what is above our own server's was written by our own servers."""

    def results_of(self, method: str) -> frozenset[str]:
        """Return what the method came to, in lower case; nothing where it is not named."""
        return frozenset(result for name, result in self.results if name == method)


@dataclass(frozen=True, slots=True)
class Invitation:
    """An event that a calendar part speaks of (RFC 5545, RFC 5546), enough to draw a card.

    `start` and `end` are as written there: `2026-03-01T10:00` with `Z` for UTC, or a bare date for a whole day.
    """

    method: str
    summary: str = ""
    start: str = ""
    end: str = ""
    time_zone: str = ""
    location: str = ""
    organizer: str = ""
    description: str = ""
    uid: str = ""


@dataclass(slots=True)
class Letter:
    """One mail, read as far as it can be read."""

    from_email: str = ""
    from_name: str = ""
    froms_count: int = 0
    """Mailboxes in all From headers together; anything but 1 makes the sender unverified."""
    unverified: list[str] = field(default_factory=list)
    """Why the From cannot be taken at its word: `no_from`, `several_from`, `name_is_address`, `mixed_scripts`, `bad_address`, `listed`."""
    sender: Address | None = None
    to: list[Address] = field(default_factory=list)
    cc: list[Address] = field(default_factory=list)
    reply_to: list[Address] = field(default_factory=list)
    delivered_to: list[str] = field(default_factory=list)
    """Addresses that the way here names (Delivered-To, X-Original-To, Envelope-To), where plus-tags survive."""

    subject: str = ""
    message_id: str = ""
    in_reply_to: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    """Message-IDs this letter answers, nearest parent first (RFC 5322 §3.6.4), In-Reply-To included."""
    date_ms: int | None = None
    """UTC milliseconds of the Date header, None where it is missing or unreadable."""

    kind: LetterKind = LetterKind.MESSAGE
    auto_submitted: str = ""
    """Auto-Submitted's keyword in lower case (RFC 3834 §5), or an empty string."""
    precedence: str = ""
    null_return_path: bool = False
    suppress_auto_reply: bool = False
    """True where any sign forbids an automatic answer, whatever `kind` is."""

    is_for_many: bool = False
    """It came through a list that is not the desk's own address, or is a newsletter."""
    listed_from: str = ""
    """The address in From where a list put its own there and `from_email` is who wrote; else empty."""

    text: str = ""
    """What the person wrote."""
    quoted: str = ""
    """The rest: history and signature."""
    language: str = ""
    """In which the person wrote it (`de`, `pt-BR`); "" unless that is sure."""
    whole_text: str = ""
    """Both together, as they stood."""
    html: str | None = None
    html_own: str | None = None
    html_quoted: str | None = None
    """`html` in two; None unless it could be split surely. Not cleaned."""

    attachments: list[LetterAttachment] = field(default_factory=list)
    invitation: Invitation | None = None
    reaction: str = ""
    """The emoji that Gmail sent as a mail of its own; then it is the text, too."""
    encrypted: bool = False
    signed: bool = False
    """Its sender's program signed it; nobody checked how."""
    is_opened: bool = False
    """Its text was taken out of that signature."""

    is_surely_bounce: bool = False
    """Of a bounce: a machine's sign says so. Where nobody can say who wrote it, it changes nothing."""
    bounced: list[BouncedAddress] = field(default_factory=list)
    complaint: bool = False
    """A feedback report (RFC 5965): somebody called a mail of ours spam."""
    reported_message_id: str = ""
    """Message-ID of the mail that this bounce or receipt speaks of."""
    returned_headers: dict[str, str] = field(default_factory=dict)
    """Headers of that mail, names in lower case, first of each."""

    return_path: str | None = None
    """None where there is no such header; empty for the null path `<>`."""
    return_path_hops: int = 0
    """Received headers above it: one that came along with the mail is below our own."""
    list_id: str = ""
    loop_marks: list[str] = field(default_factory=list)
    """X-Loop and our own loop header's values."""
    authentication_results: list[AuthenticationVerdict] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    """What each Received header says, newest hop first."""
    headers: dict[str, list[str]] = field(default_factory=dict)
    """All headers, names in lower case, values decoded and free of control characters."""
    flaws: list[str] = field(default_factory=list)
    """What was wrong with the message: reasons, which `app.nouns.reasons.readable` puts into words."""

    @property
    def failed_recipients(self) -> list[str]:
        """Addresses of `bounced` that were not delivered to, now or for ever."""
        return [entry.email for entry in self.bounced if entry.action in {"failed", "delayed"}]
