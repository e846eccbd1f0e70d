"""The commands of `deskbell`, one module a family. What they need of the desk is imported with the one that is run."""

import argparse
import sys
from collections.abc import Callable, Mapping
from typing import Any, Final

from web.requests.typed_numbers import whole_number

Commands = Any  # argparse's own type for sub-parsers is private
FAMILIES: Final[Mapping[str, Mapping[str, str]]] = {
    "serve": {
        "serve": "Run the web server.",
        "migrate": "Update the database to this version's schema.",
    },
    "demo": {"demo": "Fill a desk with demo people, tickets and hotels, and print how to sign in."},
    "check": {"check": "Check configuration, database, storage, mailbox, SMTP and Redis."},
    "users": {"user": "People who sign in."},
    "keys": {"key": "API keys for programs."},
    "forms": {"form": "Contact forms on other sites."},
    "mail": {"mail": "Mail in and out."},
    "search": {"search": "The search index."},
    "push": {"push-keys": "Make the key that signs push notifications to phones."},
    "figures": {"statistics": "The figures of the statistics."},
    "seed": {"seed": "Add realistic test tickets. The same random seed gives the same tickets."},
}
"""By module: its commands, each with what `deskbell --help` says of it."""
WORDS: Final = {name: words for family in FAMILIES.values() for name, words in family.items()}


class CommandFailed(Exception):
    """One line for the person at the terminal: what is wrong and what to do."""


def command(
    commands: Commands, name: str, words: str, work: Callable[[argparse.Namespace], object]
) -> argparse.ArgumentParser:
    """Add one command."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    parser.set_defaults(work=work)
    return parser


def family(commands: Commands, name: str) -> Commands:
    """Add a command with subcommands; they are added to the returned object."""
    parser = commands.add_parser(name, help=WORDS[name], description=WORDS[name])
    return parser.add_subparsers(title="commands", required=True, metavar="COMMAND")


def number_between(least: int, most: int) -> Callable[[str], int]:
    """How argparse reads a whole number within these bounds; another is wrong usage, said in words."""

    def read(typed: str) -> int:
        number = whole_number(typed)
        if number is None or not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{typed} is not a whole number from {least} to {most}")
        return number

    return read


def show_progress(done: int, count: int) -> None:
    """One line that moves, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done} of {count} tickets" + ("\n" if done == count else ""))
        sys.stderr.flush()
