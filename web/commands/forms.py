"""`deskbell form …`: contact forms on other sites."""

import argparse
import sys

from app.actions.api.forms import TypedForm, add_form, revoke_form
from app.core.clock import now_ms
from app.desk import Desk
from app.nouns.event import SYSTEM
from app.queries.api.forms import forms_by_age
from app.queries.people.people import groups
from app.site_forms.site_form import SiteForm
from web.commands import CommandFailed, Commands, command, family, number_between
from web.commands.opened_desk import with_desk
from web.outside.copied_html import copied_html

MOST_NUMBER = 2**53


def add_to(commands: Commands) -> None:
    """Add `form` with its own commands."""
    inner = family(commands, "form")
    adding = command(inner, "add", "Make a form and print its HTML, to be copied into another site.", add)
    adding.add_argument("name", help="the site or page that it is on; operators see it on each ticket")
    adding.add_argument("--group", default="", help="the group that gets its tickets (default: that of the web form)")
    adding.add_argument(
        "--language", default="", help="of the form and of emails to senders (default: their browser's)"
    )
    adding.add_argument(
        "--thanks", metavar="URL", default="", help="where senders go afterwards (default: a page of the desk)"
    )
    adding.add_argument(
        "--origins", metavar="SITES", default="", help="sites whose scripts may use it, separated by commas"
    )
    adding.add_argument(
        "--field", metavar="NAME=LABEL", action="append", default=[], help="a further field; may be repeated"
    )
    adding.add_argument("--ask", action="store_true", help="let senders without the script confirm with one more click")
    command(inner, "list", "List forms: number, name, key, tickets, state.", show)
    revoking = command(inner, "revoke", "Let a form take no more messages.", revoke)
    revoking.add_argument("number", type=number_between(1, MOST_NUMBER), help="as `deskbell form list` prints it")


def add(asked: argparse.Namespace) -> None:
    """Make a form."""

    async def work(desk: Desk) -> str:
        typed = TypedForm(
            name=asked.name,
            group_id=await _group(desk, asked.group) if asked.group else None,
            language=asked.language,
            thanks_url=asked.thanks,
            origins=asked.origins,
            extra="\n".join(asked.field),
            enforces=asked.ask,
        )
        return copied_html(desk.settings.base_url, await add_form(desk, typed, SYSTEM, now_ms()))

    sys.stdout.write(f"{with_desk(work)}\n")


def show(_asked: argparse.Namespace) -> None:
    """List all forms."""

    async def work(desk: Desk) -> list[SiteForm]:
        return await forms_by_age(desk)

    for form in with_desk(work):
        state = "active" if form.is_open else "revoked"
        sys.stdout.write(f"{form.id}\t{form.name}\t{form.key}\t{form.ticket_count}\t{state}\n")


def revoke(asked: argparse.Namespace) -> None:
    """Revoke a form."""

    async def work(desk: Desk) -> None:
        if asked.number not in {form.id for form in await forms_by_age(desk)}:
            raise CommandFailed(f"form {asked.number} not found; `deskbell form list` names all")
        await revoke_form(desk, asked.number, SYSTEM, now_ms())

    with_desk(work)


async def _group(desk: Desk, name: str) -> int:
    known = {group.name: group.id for group in await groups(desk)}
    if name not in known:
        raise CommandFailed(f"unknown group {name}; known: {', '.join(known)}")
    return known[name]
