"""What in a mail speaks for a mail system's report."""

import re
from dataclasses import dataclass
from typing import Final

from mail.bounces.phrases import (
    CANONICAL_SUBJECT,
    DAEMON_ADDRESS,
    DAEMON_NAME,
    FAILURE_SUBJECT,
    FAILURE_WORDS,
    SERVER_REPLY,
    STATUS,
)
from mail.bounces.returned import traces_at
from mail.letter import limits
from mail.letter.letter import Letter
from mail.quoting.separators import names_forward, names_history

_REPLY: Final = re.compile(
    r"\s*(?:\[[^\]]{1,20}\]\s*)?(?:re|aw|sv|antw|odp|rif|res|fw|fwd|wg|tr|rv|enc|vs|i)\s?(?:\[\d{1,3}\])?\s?:",
    re.IGNORECASE,
)
_TRANSCRIPT: Final = re.compile(r"^[ \t>]{0,8}(?:>>> |<<< )?(?:rcpt to|mail from)[ \t]?[:<]", re.MULTILINE)
_PROGRAM_LINE: Final = re.compile(r"\s{0,40}(?:[-=*_#+]{3}|<[^>\s]{1,200}@)")
_ADDRESS_LINE: Final = re.compile(
    r"^[> \t]{0,12}[<\"]?([^\s@<>\"]{1,100}@[^\s@<>\"]{1,200})[>\"]?:?[ \t]{0,12}$", re.MULTILINE
)
_HEAD_CHARS: Final = 16_000


@dataclass(frozen=True)
class Signs:
    """What speaks for a mail system's report."""

    machine: int
    """Signs that no person sent it."""
    subject: bool
    words: bool
    program_subject: bool
    """A subject that programs write and people do not."""
    returned: bool
    """The mail came back with it, or its headers did."""
    status: bool
    """An SMTP server's own words."""
    reply: bool
    """A server's whole reply: a code of three digits with an enhanced status."""
    transcript: bool
    """Lines of SMTP itself."""
    begins_as_program: bool
    """The first line is a rule or an address: no greeting, no sentence."""
    lists_address: bool
    """A line is another's address and nothing else: so programs name whom they did not reach."""
    shows_anothers: bool
    """A server is quoted, but only in another's mail below sentences: so people show what they got."""

    @property
    def evidence(self) -> bool:
        """Whether anything shows that a mail failed, beyond wording."""
        return self.program_subject or self.returned or self.status

    @property
    def structure(self) -> bool:
        """Whether it is built as machines build it: a mail came back with it, or a server is quoted."""
        return self.returned or self.status or self.transcript

    @property
    def quotes_server(self) -> bool:
        """Whether it has what people do not write: they send mails along too, but above them they write sentences."""
        return self.reply or self.transcript or self.begins_as_program or self.lists_address


def signs_in(letter: Letter, *, has_returned: bool) -> Signs:
    """Look at sender, subject and words. `has_returned`: a message or its headers came along as a part."""
    subject = letter.subject[: limits.SUBJECT_CHARS].casefold()
    head = letter.whole_text[:_HEAD_CHARS].casefold()
    sender = letter.from_email.lower() or letter.from_name.casefold()
    listed = any(sender not in line for line in _ADDRESS_LINE.findall(head)) if sender else False
    daemon = DAEMON_ADDRESS.fullmatch(sender) is not None
    machine = 2 * daemon
    machine += DAEMON_NAME.search(letter.from_name.casefold()) is not None
    machine += letter.null_return_path or (letter.return_path or "").lower().startswith(("mailer-daemon", "postmaster"))
    machine += 2 * ("x-mlserver" in letter.headers or "x-mailer-daemon" in letter.headers)
    machine += letter.auto_submitted not in {"", "no"}
    return Signs(
        machine=machine,
        subject=FAILURE_SUBJECT.search(subject) is not None and not is_reply(subject),
        words=FAILURE_WORDS.search(head) is not None,
        program_subject=CANONICAL_SUBJECT.match(subject) is not None,
        returned=has_returned or traces_at(letter.whole_text),
        status=STATUS.search(head) is not None,
        reply=SERVER_REPLY.search(head) is not None,
        transcript=_TRANSCRIPT.search(head) is not None,
        begins_as_program=_PROGRAM_LINE.match(head) is not None,
        lists_address=listed,
        shows_anothers=not listed and _quotes_below_words(head),
    )


def _quotes_below_words(head: str) -> bool:
    """Whether a server's words are only quoted, or below the heading of a forwarded mail, with text above them."""
    lines = head.split("\n")
    begins = (at for at, line in enumerate(lines) if line.startswith(">") or names_history(line) or names_forward(line))
    quote = next(begins, len(lines))
    above, below = "\n".join(lines[:quote]), "\n".join(lines[quote:])
    is_said = bool(above.strip()) and not _PROGRAM_LINE.match(above) and not STATUS.search(above)
    return is_said and STATUS.search(below) is not None


def is_reply(subject: str) -> bool:
    """Whether the subject begins as people's answers and forwards do, a tag before it or not."""
    return _REPLY.match(subject) is not None
