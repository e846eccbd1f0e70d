"""The command line: `deskbell …`. Each command answers `--help`; an error is one line, without a traceback."""

import argparse
import sys
from collections.abc import Callable, Sequence

from app.errors import DeskError
from app.settings_reader import WrongSettings
from web.commands import CommandFailed, check, demo, mail, seed, serve, users

COMMANDS = (serve, demo, check, users, mail, seed)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status: 0 done, 1 failed, 2 wrong usage (from argparse)."""
    parser = make_parser()
    asked = parser.parse_args(argv)
    work: Callable[[argparse.Namespace], int | None] = asked.work
    try:
        return work(asked) or 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1
    except (CommandFailed, DeskError, WrongSettings, OSError, ValueError) as error:
        if asked.debug:
            raise
        sys.stderr.write(f"deskbell: {in_words(error)}\n")
        return 1
    except Exception as error:
        if asked.debug:
            raise
        sys.stderr.write(f"deskbell: {type(error).__name__}: {error} (--debug shows where)\n")
        return 1


def in_words(error: Exception) -> str:
    """What went wrong, without the number that the system has for it."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def make_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = argparse.ArgumentParser(prog="deskbell", description="A self-hosted helpdesk whose console is live.")
    parser.add_argument("--debug", action="store_true", help="show where an error arose")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.add_to(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
