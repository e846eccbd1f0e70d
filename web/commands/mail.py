"""`deskbell mail …`: the mailboxes, the mail process, and how one message is read."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from app.actions.desk.housekeeping import keep_to_settings
from app.desk import Desk
from app.loops import running
from app.queries.mail.health import mailbox_names
from web.commands import CommandFailed, Commands, command, family
from web.commands.opened_desk import require_packages, with_desk
from web.commands.serve import private_settings
from web.serving.assembly import mail_loops
from web.serving.heap import give_large_blocks_back


def add_to(commands: Commands) -> None:
    """Add `mail` with its own commands."""
    inner = family(commands, "mail")
    reading = command(inner, "inspect", "Read one raw message and print it as JSON.", inspect)
    reading.add_argument("file", nargs="?", type=Path, help="the message; standard input if left out")
    reading.add_argument("--batch", action="store_true", help="read paths, one per line; print one JSON line each")
    command(inner, "poll", "Check the mailboxes once: store and read new mail.", poll)
    command(inner, "run", "Run the mail process (mailboxes and outbox) until stopped.", run)


def inspect(asked: argparse.Namespace) -> int:
    """Read a message as the desk would."""
    from mail.inspecting import inspect_command  # noqa: PLC0415  reading mail is not needed to serve

    given = (["--batch"] if asked.batch else []) + ([str(asked.file)] if asked.file else [])
    return inspect_command(given, sys.stdin.buffer, sys.stdout, sys.stderr)


def poll(_asked: argparse.Namespace) -> int:
    """One pass over the mailboxes; say what came. Exit status 1 where it could not be read to its end."""
    from mail.intake.loop import poll_once  # noqa: PLC0415

    try:
        report = with_desk(poll_once)
    except ValueError as fault:
        raise CommandFailed(str(fault)) from fault
    if report.is_busy:
        raise CommandFailed("another process is reading a mailbox now; try again in a minute")
    numbers = f"{report.kept} new, {report.read} read, {report.removed} removed from the mailbox"
    sys.stdout.write(f"{report.offered} offered, {numbers}\n")
    for why in report.unfetched:
        sys.stderr.write(f"deskbell: not fetched: {why}\n")
    if report.fault:
        raise CommandFailed(f"the mailbox cannot be read: {report.fault}")
    return 0


def run(_asked: argparse.Namespace) -> None:
    """Read the mailboxes and send the outbox until SIGTERM or SIGINT; then finish what is on the wire."""
    require_packages()
    give_large_blocks_back()
    with_desk(_run, private_settings())


async def _run(desk: Desk) -> None:
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    sys.stdout.write(f"Deskbell reads {_mailbox(desk)} and sends {_server(desk)}\n")
    sys.stdout.flush()
    async with running([keep_to_settings, *mail_loops()], desk):
        await stopped.wait()


def _mailbox(desk: Desk) -> str:
    names = mailbox_names(desk.settings).values()
    return ", ".join(names) if names else "no mailbox yet (add one in the console, or set DESKBELL_MAILBOX_URL)"


def _server(desk: Desk) -> str:
    if desk.settings.smtp_url:
        return "its mail"
    return "no mail (this is a demo)" if desk.settings.demo else "no mail until a mail server is set up"
