"""What every console page shows besides its own: rail, counts, health, texts and facts for the scripts."""

from dataclasses import asdict
from typing import Any

from starlette.requests import Request

from app.desk import Desk
from app.group import Group
from app.operator import Operator, hue_of
from app.queries.counts import counts_for, unread_count
from app.queries.events import last_event_id
from app.queries.mail_trouble import MailTrouble, mail_trouble
from app.queries.people import groups, operators, visible_groups
from app.queries.saved_searches import saved_searches_of
from app.status import SET_BY_HAND
from web.console.labels import LABELS
from web.console.mailbox import mail_facts
from web.console.search_words import field_choices
from web.console.words import script_words
from web.context import desk_of, moment_of, operator_of

PART = "deskbell-part"
LIST_PARTS = {"rows": "console/rows_part.html", "list": "console/list.html"}


def part_of(request: Request) -> str:
    """Which piece of the page is asked for; "" for the whole."""
    return request.headers.get(PART, "")


async def shell(request: Request, place: str) -> dict[str, Any]:
    """The frame around a page. `place` is where in the rail it stands: a view, `group:3`, `log`."""
    desk, operator = desk_of(request), operator_of(request)
    return {
        **LABELS,
        "place": place,
        "counts": await counts_for(desk, operator),
        "mail_trouble": await trouble_for(desk, operator, moment_of(request)),
        "groups": await groups_for(desk, operator),
        "search_fields": field_choices(),
        "saved": await saved_searches_of(desk, operator),
        "facts": await _facts(request, desk, operator),
        "texts": script_words(),
    }


async def whole_page(request: Request) -> dict[str, Any]:
    """What stands in the three panes once, whatever is listed or open: the bar for chosen tickets."""
    return {"everybody": await operators(desk_of(request)), "set_by_hand": SET_BY_HAND}


async def trouble_for(desk: Desk, operator: Operator, now_ms: int) -> MailTrouble:
    """What waits for an administrator among the mail; nothing for everybody else."""
    return await mail_trouble(desk, now_ms) if operator.is_administrator else MailTrouble()


def mail_figures(trouble: MailTrouble) -> dict[str, int]:
    """The figures by the names under which the rail and the mail pages show them."""
    return {"mail": trouble.all, "mail_came": trouble.came, "mail_left": trouble.undelivered}


async def groups_for(desk: Desk, operator: Operator) -> list[Group]:
    """The groups that exist for the operator, in the rail's order."""
    return visible_groups(operator, await groups(desk))


async def _facts(request: Request, desk: Desk, operator: Operator) -> dict[str, Any]:
    me = {
        "id": operator.id,
        "name": operator.name,
        "initials": operator.initials,
        "hue": hue_of(operator.id),
        "administrator": operator.is_administrator,
        "away": operator.away_since_ms is not None,
        "groups": sorted(operator.group_ids),
        "preferences": asdict(operator.preferences),
    }
    return {
        "me": me,
        "unread": await unread_count(desk, operator),
        "lastEvent": await last_event_id(desk),
        "language": request.state.language,
        "limits": {
            "max_file_bytes": desk.settings.max_file_bytes,
            "max_message_bytes": desk.settings.max_message_bytes,
        },
        "mail": await mail_facts(desk),
    }
