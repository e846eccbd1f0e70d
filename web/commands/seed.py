"""`deskbell seed`: realistic tickets, many of them."""

import argparse
import sys
from typing import TYPE_CHECKING

from app.config.settings import read_settings
from app.core.clock import now_ms
from app.desk import Desk
from app.queries.people.people import groups, operators
from app.seeding.history import Crew
from app.seeding.stories import stories
from app.seeding.writing import seed_tickets
from sql.migrations import make_engine
from web.commands import WORDS, CommandFailed, Commands, command, number_between, show_progress
from web.commands.opened_desk import with_desk

if TYPE_CHECKING:
    from app.nouns.operator import Operator

MOST_TICKETS = 10_000_000


def add_to(commands: Commands) -> None:
    """Add it."""
    parser = command(commands, "seed", WORDS["seed"], seed)
    parser.add_argument("--tickets", type=number_between(1, MOST_TICKETS), required=True, help="how many")
    parser.add_argument("--random-seed", type=int, default=1, help="(default: %(default)s)")


def seed(asked: argparse.Namespace) -> None:
    """Add tickets for the people and groups that are there."""
    settings = read_settings()
    crew = with_desk(crew_of, settings)
    engine = make_engine(settings.database_url)
    try:
        seed_tickets(engine, crew, asked.tickets, asked.random_seed, now_ms(), show_progress)
    finally:
        engine.dispose()
    sys.stdout.write(f"{asked.tickets} tickets added.\n")


async def crew_of(desk: Desk) -> Crew:
    """Who works at the desk. Groups named in the stories but missing at the desk become its first group."""
    people: list[Operator] = await operators(desk)
    every = await groups(desk)
    known = {group.name: group.id for group in every}
    if not people or not known:
        raise CommandFailed("the desk has no operators or no groups yet; `deskbell demo` makes some")
    first = next(iter(known.values()))
    promises = {group.id: group for group in every}
    wanted = {story.group for story in stories()}
    return Crew(
        tuple((one.id, one.name) for one in people), {name: known.get(name, first) for name in wanted}, promises
    )
