"""The demo's hotel desk: who works there, in which groups, and what they answer again and again."""

import json

from sqlalchemy import func, insert, select

from app.actions.desk.templates import TemplateForm, add_template
from app.actions.people.own_profile import change_profile
from app.actions.people.people import add_group, add_operator
from app.desk import Desk
from app.nouns.operator import Role
from app.queries.desk.events import last_event_id
from app.queries.people.people import groups, operator_by_email
from app.seeding.answers import saved_answers
from sql.tables import operators, seeded_events, settings

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


async def has_nobody(desk: Desk) -> bool:
    """Whether nobody works at the desk yet."""
    return not await desk.db.fetch_val(select(func.count()).select_from(operators))


async def furnish_demo(desk: Desk, password: str, now_ms: int) -> None:
    """Add the groups, the people (all with this password) and their saved answers, and mark the desk as a demo."""
    before = await last_event_id(desk)
    await _people(desk, password, now_ms)
    await _templates(desk, now_ms)
    invented = {"first_id": before + 1, "last_id": await last_event_id(desk)}
    await desk.db.execute(insert(seeded_events).values(invented))
    row = {"name": "demo", "value": json.dumps(True), "changed_ms": now_ms}
    await desk.db.execute(insert(settings).values(row))


async def _people(desk: Desk, password: str, now_ms: int) -> None:
    for position, (name, hue, target) in enumerate(GROUPS):
        await add_group(desk, name, now_ms, hue=hue, position=position, answer_target_min=target)
    for short, name, role, of_groups in PEOPLE:
        await add_operator(desk, f"{short}@{DOMAIN}", name, role, of_groups, password, now_ms)
        person = await operator_by_email(desk, f"{short}@{DOMAIN}")
        if person:
            signature = f"<p>{name}<br>{of_groups[0]}, Aurora Travel</p>"
            await change_profile(desk, person, {"signature": signature}, now_ms)


async def _templates(desk: Desk, now_ms: int) -> None:
    chief = await operator_by_email(desk, f"{PEOPLE[0][0]}@{DOMAIN}")
    if chief is None:
        return
    by_name = {group.name: group.id for group in await groups(desk)}
    for answer in saved_answers():
        form = TemplateForm(answer.name, answer.html, by_name.get(answer.group), answer.language)
        await add_template(desk, chief, form, now_ms)
