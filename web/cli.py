"""The command line: `deskbell …`. Each command answers `--help`; an error is one line, without a traceback."""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from app.config.wrong_settings import WrongSettings
from app.core.errors import DeskError
from web.commands import FAMILIES, CommandFailed


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status: 0 done, 1 failed, 2 wrong usage (from argparse)."""
    typed = sys.argv[1:] if argv is None else argv
    asked = make_parser(typed).parse_args(typed)
    import_module("web.requests.logs").configure_logs()
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


def make_parser(typed: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """All commands with their options; of those that are not `typed` the names alone, for their modules take a second."""
    parser = argparse.ArgumentParser(prog="deskbell", description="A self-hosted helpdesk with a live console.")
    parser.add_argument("--debug", action="store_true", help="show where an error occurred")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module, family in FAMILIES.items():
        if typed is None or family.keys() & set(typed):
            import_module(f"web.commands.{module}").add_to(commands)
            continue
        for name, words in family.items():
            commands.add_parser(name, help=words)
    return parser


if __name__ == "__main__":
    sys.exit(main())
