"""`deskbell push-keys`: what push notifications to phones are signed with."""

import argparse
import sys
from pathlib import Path

from app.config.push_keys import make_push_keys
from web.commands import WORDS, CommandFailed, Commands, command

DEFAULT = "var/push.pem"


def add_to(commands: Commands) -> None:
    """Add `push-keys`."""
    making = command(commands, "push-keys", WORDS["push-keys"], make)
    making.add_argument("file", nargs="?", default=DEFAULT, help="where the private key is kept (default: %(default)s)")


def make(asked: argparse.Namespace) -> None:
    """Make the key, and print the settings that use it. The key itself is never shown."""
    try:
        make_push_keys(Path(asked.file))
    except FileExistsError:
        raise CommandFailed(f"{asked.file} exists already. With another key, everybody's devices go silent.") from None
    sys.stdout.write(
        f"Key written to {asked.file}, readable by you alone. Add these settings, then restart the desk:\n"
        f"DESKBELL_PUSH_KEY_FILE={asked.file}\n"
        "DESKBELL_PUSH_CONTACT=you@example.org\n"
    )
