"""`deskbell demo`: a hotel desk to look at, with people, tickets and hotels."""

import argparse
import json
import secrets
import sys
from pathlib import Path

from sqlalchemy import func, insert, select

from app.actions.oneself import change_oneself
from app.actions.people import add_group, add_operator
from app.actions.templates import TemplateForm, add_template
from app.clock import now_ms
from app.desk import Desk
from app.operator import Role
from app.plugins.hotels import DEMO as DEMO_HOTELS
from app.plugins.hotels.demo import make_demo_hotels
from app.queries.people import groups, operator_by_email
from app.seeding.answers import saved_answers
from app.seeding.writing import seed_tickets
from app.settings import Settings, read_settings
from sql.migrations import make_engine
from sql.tables import operators
from sql.tables import settings as settings_table
from web.commands import Commands, command, with_desk
from web.commands.seed import crew_of
from web.commands.serve import migrate_now

TICKETS = 420
GROUPS = (  # name, hue, minutes until the first answer
    ("Reservations", 165, 4 * 60),
    ("Changes & refunds", 245, 8 * 60),
    ("Groups & events", 320, 24 * 60),
    ("Billing", 55, None),
)
PEOPLE = (
    ("anna", "Anna Lindqvist", Role.ADMINISTRATOR, ("Reservations", "Changes & refunds", "Groups & events", "Billing")),
    ("maria", "Maria Conti", Role.OPERATOR, ("Reservations", "Groups & events")),
    ("jonas", "Jonas Weber", Role.OPERATOR, ("Reservations", "Changes & refunds")),
    ("priya", "Priya Raman", Role.OPERATOR, ("Billing", "Changes & refunds")),
    ("tomas", "Tomáš Dvořák", Role.OPERATOR, ("Reservations", "Billing")),
    ("lea", "Léa Bernard", Role.OPERATOR, ("Groups & events", "Changes & refunds")),
)
DOMAIN = "aurora.example"


def add_to(commands: Commands) -> None:
    """Add it."""
    command(commands, "demo", "Make the desk a demo: people, tickets and hotels. Prints how to sign in.", demo)


def demo(_asked: argparse.Namespace) -> None:
    """Migrate; fill an empty desk; print the address and how to sign in. A desk with people in it is left alone."""
    settings = read_settings()
    migrate_now(settings)
    if with_desk(_is_empty, settings):
        password = _kept_password(Path("var"))
        with_desk(lambda desk: _people(desk, password), settings)
        with_desk(_templates, settings)
        _tickets(settings)
    make_demo_hotels(DEMO_HOTELS)
    _say_how(settings, Path("var"))


async def _is_empty(desk: Desk) -> bool:
    return not await desk.db.fetch_val(select(func.count()).select_from(operators))


async def _people(desk: Desk, password: str) -> None:
    when = now_ms()
    for position, (name, hue, target) in enumerate(GROUPS):
        await add_group(desk, name, when, hue=hue, position=position, answer_target_min=target)
    for short, name, role, of_groups in PEOPLE:
        await add_operator(desk, f"{short}@{DOMAIN}", name, role, of_groups, password, when)
        person = await operator_by_email(desk, f"{short}@{DOMAIN}")
        if person:
            signature = f"<p>{name}<br>{of_groups[0]}, Aurora Travel</p>"
            await change_oneself(desk, person, {"signature": signature}, when)
    row = {"name": "demo", "value": json.dumps(True), "changed_ms": when}
    await desk.db.execute(insert(settings_table).values(row))


async def _templates(desk: Desk) -> None:
    chief = await operator_by_email(desk, f"{PEOPLE[0][0]}@{DOMAIN}")
    if chief is None:
        return
    by_name = {group.name: group.id for group in await groups(desk)}
    for answer in saved_answers():
        form = TemplateForm(answer.name, answer.html, by_name.get(answer.group), answer.language)
        await add_template(desk, chief, form, now_ms())


def _tickets(settings: Settings) -> None:
    crew = with_desk(crew_of, settings)
    engine = make_engine(settings.database_url)
    try:
        seed_tickets(engine, crew, TICKETS, 7, now_ms())
    finally:
        engine.dispose()


def _kept_password(folder: Path) -> str:
    """The demo people's password, made once and kept beside the database, for its owner's eyes."""
    path = folder / "demo-password"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(f"bell-{secrets.token_hex(5)}\n", "ascii")
    return path.read_text("ascii").strip()


def _say_how(settings: Settings, folder: Path) -> None:
    path = folder / "demo-password"
    lines = [f"\nDeskbell: {settings.base_url}"]
    if path.exists():
        password = path.read_text("ascii").strip()
        lines += [
            f"  administrator  anna@{DOMAIN}    password  {password}",
            f"  operator       maria@{DOMAIN}   password  {password}",
            f"  customers      {settings.base_url}/new",
        ]
    sys.stdout.write("\n".join(lines) + "\n\n")
