"""`deskbell mail …`: the mailbox, the mail process, and how one message is read."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from app.desk import Desk
from web.commands import CommandFailed, Commands, command, with_desk


def add_to(commands: Commands) -> None:
    """Add `mail` with its own commands."""
    parser = commands.add_parser("mail", help="Mail in and out.", description="Mail in and out.")
    inner = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    command(inner, "poll", "Look once into the mailbox and read what is there.", poll)
    command(inner, "run", "Send and receive mail until stopped, where it is a process of its own.", run)
    reading = command(inner, "inspect", "Read one raw message and print it as JSON.", inspect)
    reading.add_argument("file", nargs="?", type=Path, help="the message; standard input where it is left out")
    reading.add_argument("--batch", action="store_true", help="read paths, one a line; print one JSON line each")


def poll(_asked: argparse.Namespace) -> None:
    """Poll once; say what came. A mailbox that cannot be read is an error."""
    from mail.intake.loop import poll_once  # noqa: PLC0415  reading mail is not needed to serve

    try:
        report = with_desk(poll_once)
    except ValueError as fault:  # the setting, named
        raise CommandFailed(str(fault)) from fault
    if report.fault:
        raise CommandFailed(report.fault)
    if report.is_busy:
        raise CommandFailed("another process reads the mailbox now")
    for line in report.unfetched:
        sys.stderr.write(f"{line}\n")
    sys.stdout.write(f"{report.offered} offered, {report.kept} kept, {report.removed} removed, {report.read} read\n")


def run(_asked: argparse.Namespace) -> None:
    """Run the mail process until it is told to stop: what is being sent then is finished or given back."""
    with_desk(_mail_process)


async def _mail_process(desk: Desk) -> None:
    from web.assembly import mail_loops  # noqa: PLC0415  it sees every room

    loops = [asyncio.create_task(loop(desk)) for loop in mail_loops()]
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, lambda: [loop.cancel() for loop in loops])
    await asyncio.gather(*loops, return_exceptions=True)


def inspect(asked: argparse.Namespace) -> int:
    """Read a message as the desk would."""
    from mail.inspect import inspect_command  # noqa: PLC0415  reading mail is not needed to serve

    given = (["--batch"] if asked.batch else []) + ([str(asked.file)] if asked.file else [])
    return inspect_command(given, sys.stdin.buffer, sys.stdout, sys.stderr)
