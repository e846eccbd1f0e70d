"""`deskbell user …`: people who sign in."""

import argparse
import getpass
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from app.actions.people.deactivating import deactivate, delete_person
from app.actions.people.passwords import set_password
from app.actions.people.people import add_operator
from app.actions.people.people_import import ImportedPerson, import_people
from app.actions.people.people_table import HEAD, read_people
from app.actions.people.second_factor import remove_second_factor
from app.config.settings import read_settings
from app.core.clock import now_ms
from app.desk import Desk
from app.nouns.event import SYSTEM
from app.nouns.operator import Operator, Role
from app.queries.people.people import groups, operator_by_email, operators
from web.commands import CommandFailed, Commands, command, family
from web.commands.opened_desk import with_desk


def add_to(commands: Commands) -> None:
    """Add `user` with its own commands."""
    inner = family(commands, "user")
    adding = command(inner, "add", "Add a person and print their number.", add)
    adding.add_argument("email")
    adding.add_argument("--name", required=True)
    adding.add_argument("--role", choices=[role.value for role in Role], default=Role.OPERATOR.value)
    adding.add_argument("--groups", default="", help="names, separated by commas")
    adding.add_argument("--language", default="en")
    how = adding.add_mutually_exclusive_group()
    how.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    how.add_argument("--invite", action="store_true", help="email them a link to set a password")
    command(inner, "list", "List people with role and groups.", show)
    changing = command(inner, "password", "Set a person's password; ends their sessions.", change_password)
    changing.add_argument("email")
    changing.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    ending = command(
        inner, "deactivate", "Deactivate a person: they cannot sign in, and their tickets are released.", end
    )
    ending.add_argument("email")
    removing = command(inner, "delete", "Delete a person permanently; their name stays on what they did.", remove)
    removing.add_argument("email")
    resetting = command(
        inner, "reset-second-factor", "Remove a person's second factor, for a lost phone; ends their sessions.", reset
    )
    resetting.add_argument("email")
    bringing = command(inner, "import-md5", "Add people from an older system's table of MD5 passwords.", bring)
    bringing.add_argument("file", type=Path, help=f"CSV in UTF-8 with the header line {HEAD}")


def add(asked: argparse.Namespace) -> None:
    """Add a person."""
    password = None if asked.invite else read_password(stdin=asked.password_stdin)
    names = [name.strip() for name in asked.groups.split(",") if name.strip()]

    async def work(desk: Desk) -> int:
        role = Role(asked.role)
        return await add_operator(
            desk,
            asked.email,
            asked.name,
            role,
            names,
            password.text if password else None,
            now_ms(),
            language=asked.language,
            invited=asked.invite,
        )

    settings = read_settings()
    number = with_desk(work, settings)
    if password:
        password.tell()
    elif not settings.smtp_url:
        sys.stderr.write("The invitation is queued until there is a mail server. Set DESKBELL_SMTP_URL.\n")
    sys.stdout.write(f"{number}\n")


def show(_asked: argparse.Namespace) -> None:
    """List everyone."""

    async def work(desk: Desk) -> tuple[list[Operator], dict[int, str]]:
        return await operators(desk, everybody=True), {group.id: group.name for group in await groups(desk)}

    everybody, names = with_desk(work)
    for person in everybody:
        state = "" if person.is_active else " (deactivated)"
        own = ", ".join(name for number, name in names.items() if number in person.group_ids)
        sys.stdout.write(f"{person.id}\t{person.email}\t{person.name}\t{person.role.value}{state}\t{own}\n")


def change_password(asked: argparse.Namespace) -> None:
    """Set a password."""
    password = read_password(stdin=asked.password_stdin)

    async def work(desk: Desk) -> None:
        await set_password(desk, (await _known(desk, asked.email)).id, password.text, now_ms())

    with_desk(work)
    password.tell()


def end(asked: argparse.Namespace) -> None:
    """Deactivate a person."""

    async def work(desk: Desk) -> None:
        await deactivate(desk, (await _known(desk, asked.email)).id, now_ms())

    with_desk(work)


def remove(asked: argparse.Namespace) -> None:
    """Delete a person."""

    async def work(desk: Desk) -> None:
        await delete_person(desk, (await _known(desk, asked.email)).id, now_ms())

    with_desk(work)


def reset(asked: argparse.Namespace) -> None:
    """Let the password alone sign a person in; where their role needs a second factor, they set up a new one."""

    async def work(desk: Desk) -> bool:
        person = await _known(desk, asked.email)
        await remove_second_factor(desk, person.id, now_ms(), SYSTEM)
        return person.has_second_factor

    if not with_desk(work):
        sys.stderr.write(f"{asked.email} has no second factor; nothing was changed.\n")


def bring(asked: argparse.Namespace) -> None:
    """Import people with their MD5 passwords, one per line; a faulty line is reported and nothing is imported."""
    people = _in_file(asked.file)

    async def work(desk: Desk) -> None:
        await import_people(desk, people, now_ms())

    with_desk(work)
    sys.stdout.write(f"{len(people)} people imported. They sign in with their old passwords.\n")


def _in_file(path: Path) -> list[ImportedPerson]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return read_people(stream)
    except UnicodeDecodeError as error:
        raise CommandFailed(f"{path} is not in UTF-8. Save it as CSV in UTF-8 and import it again.") from error


@dataclass(frozen=True, repr=False)
class Password:
    """A person's new password; a generated one has to be shown to someone."""

    text: str
    is_made_up: bool = False

    def tell(self) -> None:
        """Print it if it was generated: once it is set, so a failure never prints a useless one."""
        if self.is_made_up:
            sys.stderr.write(f"Password: {self.text}\n")


def read_password(*, stdin: bool) -> Password:
    """From standard input, from the terminal (twice), or made up where there is neither."""
    if stdin:
        return Password(sys.stdin.readline().rstrip("\r\n"))
    if not sys.stdin.isatty():
        return Password(secrets.token_urlsafe(12), is_made_up=True)
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        raise CommandFailed("the two passwords differ; nothing was changed")
    return Password(first)


async def _known(desk: Desk, email: str) -> Operator:
    person = await operator_by_email(desk, email)
    if person is None:
        raise CommandFailed(f"nobody signs in as {email}; `deskbell user list` shows everyone")
    return person
