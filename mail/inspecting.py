"""`deskbell mail inspect`: a raw message as JSON, or with `--batch` many, a path a line in and a JSON line each out."""

import json
import re
import sys
from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from app.html_safety import clean_mail_html
from app.html_safety.display import show_message_html
from app.nouns.reasons import readable
from mail.letter import limits
from mail.letter.letter import BouncedAddress, Invitation, Letter, LetterAttachment, LetterKind
from mail.reader.process import NoReader, for_pages
from mail.reader.talk import LetterDefeats

_SHOWN_BYTES: Final = 2 * limits.MIB
_TICKET: Final = re.compile(r"\[#(\d{1,12})\]|(?<![\w&])#(\d{1,12})(?!\w)")


def inspect_command(arguments: Sequence[str], stdin: IO[bytes], stdout: IO[str], stderr: IO[str]) -> int:
    """Run the command; return its exit status: 0, 1 where a file cannot be read, 2 for wrong usage.

    A message never makes it fail; in a batch, neither does a path: its line then says `broken`.
    """
    try:
        return _run(arguments, stdin, stdout, stderr)
    except NoReader as error:
        stderr.write(f"mail inspect: {error}\n")
        return 1


def _run(arguments: Sequence[str], stdin: IO[bytes], stdout: IO[str], stderr: IO[str]) -> int:
    names = [argument for argument in arguments if argument != "--batch"]
    if "--batch" in arguments:
        if names:
            stderr.write("mail inspect: --batch reads the paths from standard input, one a line\n")
            return 2
        for line in stdin:
            _print(_inspect_path(line.decode("utf-8", "surrogateescape").rstrip("\r\n")), stdout)
        return 0
    if len(names) > 1 or any(name.startswith("-") and name != "-" for name in names):
        stderr.write("mail inspect: usage: mail inspect [FILE] | mail inspect --batch\n")
        return 2
    if not names or names[0] == "-":
        _print(inspect(stdin.read(limits.RAW_BYTES + 1)), stdout)
        return 0
    try:
        raw = _read_file(names[0])
    except OSError as error:
        stderr.write(f"mail inspect: {names[0]}: {error.strerror or error}\n")
        return 1
    _print(inspect(raw), stdout)
    return 0


def inspect(raw: bytes) -> dict[str, Any]:
    """Return what the desk reads in a message, as the interface names it; read in the child, as the desk does.

    Raises NoReader.
    """
    [found] = for_pages.read([raw])
    return as_json(_broken(found.why) if isinstance(found, LetterDefeats) else found.letter)


def _broken(why: str) -> Letter:
    return Letter(kind=LetterKind.BROKEN, suppress_auto_reply=True, flaws=[why])


def as_json(letter: Letter) -> dict[str, Any]:
    """Return a mail as JSON values; `html` is cleaned."""
    return {
        "from_email": letter.from_email,
        "from_name": letter.from_name,
        "unverified": letter.unverified,
        "to": [_address(one.name, one.email) for one in letter.to],
        "cc": [_address(one.name, one.email) for one in letter.cc],
        "subject": letter.subject,
        "message_id": letter.message_id,
        "in_reply_to": letter.in_reply_to,
        "references": letter.references,
        "date": _moment(letter.date_ms),
        "kind": letter.kind.value,
        "text": letter.text,
        "quoted": letter.quoted,
        "html": _safe(letter),
        "attachments": [_attachment(one) for one in letter.attachments],
        "ticket": _ticket(letter),
        "bounced": [_bounced(one) for one in letter.bounced],
        "failed_recipients": letter.failed_recipients,
        "complaint": letter.complaint,
        "reported_message_id": letter.reported_message_id,
        "calendar": _calendar(letter.invitation) if letter.invitation else None,
        "signed": letter.signed,
        "encrypted": letter.encrypted,
        "flaws": [readable(flaw) for flaw in letter.flaws],
    }


def _safe(letter: Letter) -> str | None:
    """The page made safe, its own pictures in their places as `data:` addresses."""
    if letter.html is None:
        return None
    inline = {
        file.content_id: f"data:{file.content_type};base64,{b64encode(file.payload).decode('ascii')}"
        for file in letter.attachments
        if file.inline and file.content_id and file.size_bytes <= _SHOWN_BYTES
    }
    return show_message_html(clean_mail_html(letter.html), inline, remote=False)


def _ticket(letter: Letter) -> dict[str, Any] | None:
    """Return the ticket number that the subject names; whether it is one of ours, only a desk can say."""
    match = _TICKET.search(letter.subject)
    return {"number": int(match[1] or match[2]), "by": "subject"} if match else None


def _address(name: str, email: str) -> dict[str, str]:
    return {"name": name, "email": email}


def _attachment(one: LetterAttachment) -> dict[str, Any]:
    facts = {"name": one.name, "type": one.content_type, "size": one.size_bytes, "inline": one.inline}
    return {**facts, "kept": one.kept}


def _bounced(one: BouncedAddress) -> dict[str, Any]:
    return {"address": one.email, "status": one.status, "action": one.action, "diagnostic": one.diagnostic}


def _calendar(invitation: Invitation) -> dict[str, Any]:
    names = ("method", "summary", "start", "end", "time_zone", "location", "organizer")
    return {name: getattr(invitation, name) for name in names}


def _moment(date_ms: int | None) -> str | None:
    if date_ms is None:
        return None
    return datetime.fromtimestamp(date_ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _inspect_path(path: str) -> dict[str, Any]:
    try:
        return inspect(_read_file(path))
    except OSError as error:
        return as_json(_broken(f"cannot be opened: {error.strerror or error}"))


def _read_file(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(limits.RAW_BYTES + 1)


def _print(found: dict[str, Any], stdout: IO[str]) -> None:
    stdout.write(json.dumps(found, ensure_ascii=True) + "\n")
    stdout.flush()


if __name__ == "__main__":
    sys.exit(inspect_command(sys.argv[1:], sys.stdin.buffer, sys.stdout, sys.stderr))
