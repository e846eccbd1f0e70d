"""`deskbell search …`: what finds tickets."""

import argparse
import sys

from app.actions.desk.reindexing import rebuild_search
from app.core.clock import now_ms
from web.commands import Commands, command, family, show_progress
from web.commands.opened_desk import with_desk


def add_to(commands: Commands) -> None:
    """Add `search` with its own command."""
    inner = family(commands, "search")
    words = "Reindex all tickets, also while the desk is running."
    command(inner, "rebuild", words, rebuild)


def rebuild(_asked: argparse.Namespace) -> None:
    """Index every ticket again; say how many were found by other words before."""
    count, changed = with_desk(lambda desk: rebuild_search(desk, now_ms(), show_progress))
    sys.stdout.write(f"{count} tickets indexed, {changed} of them changed.\n")
