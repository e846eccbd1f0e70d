"""`deskbell statistics …`: what the figures are counted from."""

import argparse
import sys

from app.actions.counting.rebuilding import rebuild_figures
from web.commands import Commands, command, family, show_progress
from web.commands.opened_desk import with_desk


def add_to(commands: Commands) -> None:
    """Add `statistics` with its own command."""
    inner = family(commands, "statistics")
    words = "Count all figures again from the activity log, also while the desk is running."
    command(inner, "rebuild", words, rebuild)


def rebuild(_asked: argparse.Namespace) -> None:
    """Count everything anew; say how many tickets that were."""
    count = with_desk(lambda desk: rebuild_figures(desk, show_progress))
    sys.stdout.write(f"{count} tickets counted.\n")
