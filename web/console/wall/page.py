"""The live wall: everyone at the desk, what happens, what waits. Administrators only."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.queries.activity.log_pages import LogLine
from app.queries.wall.picture import Tile, WallPicture, wall_picture
from app.queries.wall.waiting import Unassigned
from web.console.desk.log import line_json
from web.console.frame.page import fragment_of, shell
from web.console.wall.drawing import wall_names
from web.console.wall.words import family_of, family_words
from web.pages.templating import draw
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, moment_of
from web.requests.typed_numbers import whole_number

LINES = 60  # of the feed
HOURS = 24


@dataclass(frozen=True, slots=True)
class WallFilter:
    """What of it is shown: a group's part of the wall; in the feed also what one person did, or one family of events."""

    group_id: int = 0
    person_id: int = 0
    family: str = ""
    full: bool = False  # for a display: nothing but the wall
    dark: str = ""  # "19-7": the hours in which it is dark

    def shows(self, line: LogLine) -> bool:
        """Whether the feed has this line."""
        event = line.event
        return (
            self.group_id in {0, event.group_id}
            and self.person_id in {0, event.actor.operator_id}
            and self.family in {"", family_of(event)}
        )

    def has(self, row: Unassigned) -> bool:
        """Whether the list of unassigned tickets has this one."""
        return row.is_oldest if not self.group_id else row.group is not None and row.group.id == self.group_id

    def path(self, **other: object) -> str:
        """The address of the wall with something changed."""
        asked = {
            "group": self.group_id,
            "person": self.person_id,
            "kind": self.family,
            "full": int(self.full),
            "dark": self.dark,
        }
        kept = {name: value for name, value in (asked | other).items() if value}
        return f"/live?{urlencode(kept)}" if kept else "/live"


def read_filter(request: Request, picture: WallPicture) -> WallFilter:
    """As the address has it. What is no group or person of this desk is no filter: a display must come back by itself."""
    asked = request.query_params
    groups, people = {group.id for group in picture.roster.groups}, {one.id for one in picture.roster.everybody}
    group, person = (whole_number(asked.get(name, "")) or 0 for name in ("group", "person"))
    kind, dark = asked.get("kind", ""), asked.get("dark", "")
    return WallFilter(
        group if group in groups else 0,
        person if person in people else 0,
        kind if kind in family_words() else "",
        full=asked.get("full") == "1",
        dark=dark if _is_hours(dark) else "",
    )


async def show(request: Request) -> Response:
    """`GET /live?group=&person=&kind=&full=&dark=`. Fragment `wall`: its pieces and lines alone."""
    administrator_of(request)
    picture = await wall_picture(desk_of(request), request.app.state.seats(), moment_of(request))
    asked = read_filter(request, picture)
    lines = [line for line in picture.lines if asked.shows(line)][:LINES]
    if wants_json(request):
        return JSONResponse(_wall_json(picture, lines))
    context = {
        **(await shell(request, "live") if fragment_of(request) != "wall" else {}),
        **wall_names(picture.roster),
        "picture": picture,
        "pieces": picture.pieces,
        "people": picture.roster.active,
        "lines": lines,
        "asked": asked,
        "families": family_words(),
        "waits_for_somebody": any(asked.has(row) for row in picture.unassigned),
    }
    template = "fragment.html" if fragment_of(request) == "wall" else "page.html"
    return await draw(request, f"console/wall/{template}", context)


def _wall_json(picture: WallPicture, lines: list[LogLine]) -> dict[str, Any]:
    """`{event, operators, events}`; `docs/console-http.md` says what each field is."""
    operators = [_tile_json(tile) for tile in picture.tiles]
    return {"event": picture.newest, "operators": operators, "events": [line_json(line) for line in lines]}


def _tile_json(tile: Tile) -> dict[str, Any]:
    opened = tile.opened
    return {
        "id": tile.operator_id,
        "name": tile.name,
        "state": tile.state,
        "since": tile.since_ms,
        "ticket": opened.ticket_id if opened else None,
        "typing": bool(opened and opened.is_typing),
        "held": tile.held,
        "answered": tile.answered,
        "dropped": tile.dropped,
    }


def _is_hours(typed: str) -> bool:
    begin, _dash, end = typed.partition("-")
    hours = [whole_number(begin), whole_number(end)]
    return all(hour is not None and 0 <= hour < HOURS for hour in hours) and hours[0] != hours[1]
