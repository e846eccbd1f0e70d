"""`deskbell mail …`: the mailbox, the mail process, and how one message is read."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from app.desk import Desk
from app.housekeeping import keep_to_settings
from web.asgi import running
from web.assembly import mail_loops
from web.commands import CommandFailed, Commands, command, with_desk


def add_to(commands: Commands) -> None:
    """Add `mail` with its own commands."""
    parser = commands.add_parser("mail", help="Mail in and out.", description="Mail in and out.")
    inner = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    reading = command(inner, "inspect", "Read one raw message and print it as JSON.", inspect)
    reading.add_argument("file", nargs="?", type=Path, help="the message; standard input where it is left out")
    reading.add_argument("--batch", action="store_true", help="read paths, one a line; print one JSON line each")
    command(inner, "poll", "Visit the mailbox once: keep and read what is there.", poll)
    command(inner, "run", "Be the mail process: the mailbox and the outbox, until stopped.", run)


def inspect(asked: argparse.Namespace) -> int:
    """Read a message as the desk would."""
    from mail.inspect import inspect_command  # noqa: PLC0415  reading mail is not needed to serve

    given = (["--batch"] if asked.batch else []) + ([str(asked.file)] if asked.file else [])
    return inspect_command(given, sys.stdin.buffer, sys.stdout, sys.stderr)


def poll(_asked: argparse.Namespace) -> int:
    """One pass over the mailbox; say what came. Exit status 1 where it could not be read to its end."""
    from mail.intake.loop import poll_once  # noqa: PLC0415

    try:
        report = with_desk(poll_once)
    except ValueError as fault:
        raise CommandFailed(str(fault)) from fault
    if report.is_busy:
        raise CommandFailed("another process is reading the mailbox now; try again in a minute")
    numbers = f"{report.kept} new, {report.read} read, {report.removed} removed from the mailbox"
    sys.stdout.write(f"{report.offered} offered, {numbers}\n")
    for why in report.unfetched:
        sys.stderr.write(f"deskbell: not fetched: {why}\n")
    if report.fault:
        raise CommandFailed(f"the mailbox cannot be read: {report.fault}")
    return 0


def run(_asked: argparse.Namespace) -> None:
    """Read the mailbox and send the outbox until SIGTERM or SIGINT; then finish what is on the wire."""
    with_desk(_run)


async def _run(desk: Desk) -> None:
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    sys.stdout.write(f"Deskbell reads {_mailbox(desk)} and sends {_server(desk)}\n")
    sys.stdout.flush()
    async with running([keep_to_settings, *mail_loops()], desk):
        await stopped.wait()


def _mailbox(desk: Desk) -> str:
    return "its mailbox" if desk.settings.mailbox_url else "no mailbox (DESKBELL_MAILBOX_URL is not set)"


def _server(desk: Desk) -> str:
    if desk.settings.smtp_url:
        return "its mail"
    return "nothing: it is a demo" if desk.settings.demo else "nothing (DESKBELL_SMTP_URL is not set); mail waits"
