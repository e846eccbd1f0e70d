"""What every console page shows besides its own: rail, counts, health, texts and facts for the scripts."""

from dataclasses import asdict
from typing import Any

from starlette.requests import Request

from app.config.desk_name import desk_name
from app.desk import Desk
from app.nouns.group import Group
from app.nouns.operator import Operator, hue_of
from app.nouns.status import SET_BY_HAND
from app.queries.api.forms import held_for
from app.queries.lists.counts import counts_for
from app.queries.mail.trouble import MailTrouble, mail_trouble
from app.queries.readers_own import ReadersOwn, readers_own
from web.console.frame.labels import LABELS
from web.console.frame.mail_state import mail_facts
from web.requests.context import desk_of, moment_of, newest_event_of, operator_of, roster_of
from web.requests.cookies import session_digest

FRAGMENT_HEADER = "deskbell-part"
LIST_FRAGMENTS = {
    "rows": "console/list/rows_fragment.html",
    "list": "console/list/list.html",
    "rail": "console/rail_fragment.html",
}


def fragment_of(request: Request) -> str:
    """The requested fragment of the page; "" for the whole."""
    return request.headers.get(FRAGMENT_HEADER, "")


async def shell(request: Request, place: str) -> dict[str, Any]:
    """The frame around a page. `place` is its entry in the rail: a view, `group:3`, `log`."""
    desk, operator = desk_of(request), operator_of(request)
    own = await readers_own(desk, operator)
    return {
        **LABELS,
        "place": place,
        "counts": await counts_for(desk, operator, newest_event_of(request)),
        "held_count": await held_for(desk, operator, newest_event_of(request)),
        "mail_trouble": await trouble_for(request),
        "groups": await groups_for(request),
        "demo": desk.settings.demo,
        "saved": own.saved,
        "drafted": own.drafted,
        "mentioned": own.mentioned,
        "facts": await _facts(request, desk, operator, own),
    }


async def whole_page(request: Request) -> dict[str, Any]:
    """What the three panes contain once, whatever is listed or open: the bar for selected tickets."""
    return {"everybody": (await roster_of(request)).active, "set_by_hand": SET_BY_HAND}


async def trouble_for(request: Request) -> MailTrouble:
    """The mail waiting for an administrator; nothing for everyone else."""
    if not operator_of(request).is_administrator:
        return MailTrouble()
    return await mail_trouble(desk_of(request), moment_of(request), newest_event_of(request))


def mail_figures(trouble: MailTrouble) -> dict[str, int]:
    """The figures by the names under which the rail and the mail pages show them."""
    return {"mail": trouble.all, "mail_came": trouble.came, "mail_left": trouble.undelivered}


async def groups_for(request: Request) -> tuple[Group, ...]:
    """The groups that exist for the operator, in the rail's order."""
    return (await roster_of(request)).groups_for(operator_of(request))


async def _facts(request: Request, desk: Desk, operator: Operator, own: ReadersOwn) -> dict[str, Any]:
    me = {
        "id": operator.id,
        "name": operator.name,
        "initials": operator.initials,
        "hue": hue_of(operator.id),
        "administrator": operator.is_administrator,
        "away": operator.away_since_ms is not None,
        "groups": sorted(operator.group_ids),
        "preferences": asdict(operator.preferences),
        "timezone": operator.timezone,
    }
    return {
        "me": me,
        "desk": desk_name(desk.settings),
        "unread": own.unread,
        "drafted": own.drafted,
        "mentioned": own.mentioned,
        "lastEvent": newest_event_of(request),
        "language": request.state.language,
        "limits": {
            "max_file_bytes": desk.settings.max_file_bytes,
            "max_message_bytes": desk.settings.max_message_bytes,
        },
        "mail": await mail_facts(desk, moment_of(request)),
        "push": session_digest(request)[:16] if desk.settings.push else "",
    }
