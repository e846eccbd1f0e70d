"""`deskbell mail …`: the mailbox, the mail process, and how one message is read."""

import argparse
import sys
from pathlib import Path

from web.commands import Commands, command


def add_to(commands: Commands) -> None:
    """Add `mail` with its own commands."""
    parser = commands.add_parser("mail", help="Mail in and out.", description="Mail in and out.")
    inner = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    reading = command(inner, "inspect", "Read one raw message and print it as JSON.", inspect)
    reading.add_argument("file", nargs="?", type=Path, help="the message; standard input where it is left out")
    reading.add_argument("--batch", action="store_true", help="read paths, one a line; print one JSON line each")


def inspect(asked: argparse.Namespace) -> int:
    """Read a message as the desk would."""
    from mail.inspect import inspect_command  # noqa: PLC0415  reading mail is not needed to serve

    given = (["--batch"] if asked.batch else []) + ([str(asked.file)] if asked.file else [])
    return inspect_command(given, sys.stdin.buffer, sys.stdout, sys.stderr)
