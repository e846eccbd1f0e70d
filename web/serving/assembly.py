"""The whole desk in one process: pages, live console, mail. The one place that sees every room."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.routing import Mount
from starlette.types import Scope

from app.actions.counting.counting import count_for_ever
from app.actions.desk.housekeeping import keep_house
from app.config.settings import Settings
from app.core.bell import Bell
from app.desk import Desk
from app.loops import Background
from app.nouns.ticket import Ticket
from app.plugins.life import tell_plugins
from app.queries.lists.ticket_row import TicketRow
from app.queries.people.roster import Roster
from app.text.languages import available
from mail.intake.loop import run_mailboxes
from mail.outgoing.outbox import run_outbox
from mail.preview import came, left
from mail.simulating import Simulated, take_in
from mail.trials.loop import run_trials
from realtime.dispatch import DrawRow
from realtime.server import Realtime, make_realtime
from realtime.wall import DrawPiece
from web.mail_door import MailDoor
from web.middleware.language import browser_language
from web.pages.assets import Assets
from web.public import opened
from web.requests import cookies
from web.requests.origins import own_origins
from web.serving.asgi import create_app
from web.serving.sockets import signed_in

if TYPE_CHECKING:
    from realtime.redis_bell import RedisBell


def assemble(settings: Settings, also: Sequence[Background] = (), assets: Assets | None = None) -> Starlette:
    """The application that `deskbell serve` runs, with these loops beside its own; `assets` as in `create_app`."""

    def draw_row(row: TicketRow, language: str) -> str:
        drawn: str = app.state.draw_row(row, language)
        return drawn

    def draw_piece(name: str, piece: Any, people: Roster, language: str) -> str:
        drawn: str = app.state.draw_piece(name, piece, people, language)
        return drawn

    async def plugins_told(desk: Desk) -> None:
        await tell_plugins(desk, app.state.plugins)

    live = live_desk(settings, draw_row, draw_piece)
    bell = Bell()
    loops: list[Background] = [live.run, plugins_told, keep_house, count_for_ever, *also]
    if settings.redis_url:
        bell = redis_bell = _redis_bell(settings.redis_url)
        loops.append(ringing(redis_bell))
    if settings.mail_in_web:
        loops += mail_loops()
    if settings.push:
        loops += push_loops()
    app = create_app(settings, background=loops, mounts=[Mount("/socket.io", live.asgi_app)], bell=bell, assets=assets)
    app.state.presence = live.presence
    app.state.seats = live.wall.seats
    app.state.mail_door = mail_door()
    return app


def live_desk(settings: Settings, draw_row: DrawRow, draw_piece: DrawPiece) -> Realtime:
    """The Socket.IO server, given how to recognise sessions and ticket pages, and how to draw rows and pieces of the wall."""
    return make_realtime(
        session_token=_session_token,
        language_of=_language_of,
        may_open=_may_open,
        draw_row=draw_row,
        draw_piece=draw_piece,
        origins=own_origins(settings.base_url),
        signed_in=signed_in,
    )


def _redis_bell(redis_url: str) -> "RedisBell":
    from realtime.redis_bell import RedisBell  # noqa: PLC0415  Redis's client takes six megabytes

    return RedisBell(redis_url)


def ringing(bell: "RedisBell") -> Background:
    """The loop that carries rings between processes."""

    async def carry_rings(_desk: Desk) -> None:
        await bell.run()

    return carry_rings


def mail_loops() -> list[Background]:
    """What `mail run` runs as well: the outbox, the mailboxes, and tests of mail servers."""
    return [run_outbox, run_mailboxes, run_trials]


def push_loops() -> list[Background]:
    """What notifies devices whose console is closed."""
    from realtime.push.loops import queue_pushes, send_pushes  # noqa: PLC0415  its HTTP client takes ten megabytes

    return [queue_pushes, send_pushes]


def mail_door() -> MailDoor:
    """What the console's mail pages ask of the mail room."""
    return MailDoor(came, left, _simulate)


async def _simulate(desk: Desk, fields: Mapping[str, str], now_ms: int) -> int:
    return await take_in(desk, Simulated(**fields), now_ms)


def _language_of(scope: Scope) -> str:
    return browser_language(HTTPConnection(scope), available())


def _session_token(scope: Scope) -> str | None:
    return cookies.session_token(HTTPConnection(scope))


def _may_open(scope: Scope, ticket: Ticket) -> bool:
    return opened.may_open(HTTPConnection(scope), ticket)
