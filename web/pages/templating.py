"""Pages: Jinja templates, escaped, strict about names, in the reader's language."""

import asyncio
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from app.config.desk_name import desk_name
from app.config.settings import Settings
from app.credentials.codes import grouped
from app.credentials.password_rules import LEAST
from app.html_safety import FRAME_SANDBOX, text_to_html
from app.nouns.inbound_mail import InboundOutcome
from app.nouns.message import MessageKind
from app.nouns.operator import hue_of, initials
from app.nouns.outbound_mail import MailKind, OutboxState
from app.nouns.reasons import readable
from app.text import languages
from app.text.countries import country_name, country_names
from app.text.filling import in_html
from app.text.lists import listed
from web.pages import words
from web.pages.assets import Assets
from web.pages.brand import Brand
from web.pages.drawn import DrawnPieces
from web.pages.language_names import direction, html_language, language_name
from web.pages.shown import file_size, hue_class, icon_of_file, iso_time, spoken_time
from web.pages.white_space import FewerSpaces
from web.requests.context import theme_of

FOLDER = Path(__file__).parents[1] / "templates"
DRAWN_ONCE = {"icon": 1024, "face": 4096, "status_chip": 1024, "country_options": 256}  # how many of each are kept
CONTROLS = (
    "menu_item",
    "icon_button",
    "icon_link",
    "move_buttons",
    "picture_input",
    "text_field",
    "form_notice",
    "colleague",
    "language_options",
)
NO_STORE = {"Cache-Control": "no-store"}
REST_S = 0.005
_for_customers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="customers-pages")


def make_templates(settings: Settings, assets: Assets, zone_now: Callable[[], ZoneInfo] | None = None) -> Environment:
    """The environment of this desk's templates.

    `zone_now`: the desk's time zone, which its console can change; None: the one that it began with.
    """
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # a desk's templates change with its version
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[FewerSpaces],
    )
    made.globals |= _names_of(settings) | _names_of_files(assets) | WORDS
    made.globals |= {noun.__name__: noun for noun in (InboundOutcome, MailKind, MessageKind, OutboxState)}
    zone = zone_now or (lambda: settings.zone)
    made.globals |= {"spoken_time": _speaker(zone), "drawn": DrawnPieces(made, zone)}
    made.filters |= FILTERS
    made.policies["json.dumps_function"] = _dumps
    _add_macros(made)
    return made


def _names_of(settings: Settings) -> dict[str, Any]:
    return {
        "settings": settings,
        "desk_name": desk_name(settings),
        "brand": Brand.of(settings),
        "frame_sandbox": FRAME_SANDBOX,
        "least_password": LEAST,
    }


def _names_of_files(assets: Assets) -> dict[str, Any]:
    return {
        "asset": assets.url,
        "sheets_of": assets.sheets,
        "modules_of": assets.modules_of,
        "import_map": htmlsafe_json_dumps({"imports": named}) if (named := assets.import_map()) else "",
    }


def _speaker(zone: Callable[[], ZoneInfo]) -> Callable[[int, str], str]:
    """`spoken_time(at_ms, shape)` in the desk's time zone and the reader's language."""
    return lambda at_ms, shape: spoken_time(at_ms, shape, zone(), languages.current_language())


WORDS: dict[str, Any] = {
    **in_html.names(),
    "available_languages": languages.available,
    "language_name": language_name,
    "html_language": html_language,
    "country_names": country_names,
    "iso_time": iso_time,
    "words": words,
    "hue_of": hue_of,
    "initials": initials,
}


def _dashed(named: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes as a template names them, for `xmlattr`: `data_act` is data-act, True is bare, False is not there."""
    drawn = {True: "", False: None}
    return {name.replace("_", "-"): drawn[value] if isinstance(value, bool) else value for name, value in named.items()}


def _listed(items: Iterable[str]) -> Markup:
    """As a sentence names them; what is no markup is escaped."""
    named = {str(number): item for number, item in enumerate(items)}
    return escape(listed(f"%({number})s" for number in named)) % named


FILTERS: dict[str, Any] = {
    "readable": readable,
    "country": lambda code: country_name(code, languages.current_language()),
    "file_size": lambda size: file_size(size, languages.current_language()),
    "file_icon": icon_of_file,
    "grouped": grouped,
    "text_html": text_to_html,
    "hue": hue_class,
    "dashed": _dashed,
    "listed": _listed,
}


def _dumps(value: Any, **options: Any) -> str:
    """JSON for a script: translated texts as they are, without the escapes that HTML needs."""
    return json.dumps(_unescaped(value), **options)


def _unescaped(value: Any) -> Any:
    if isinstance(value, Markup):
        return value.unescape()
    if isinstance(value, Mapping):
        return {name: _unescaped(one) for name, one in value.items()}
    return [_unescaped(one) for one in value] if isinstance(value, list | tuple) else value


def _add_macros(made: Environment) -> None:
    """Let every template draw the smallest pieces (`icon`, `when`, `face` …) without importing them.

    All but `when` and `style_sheets` look the same whenever they are drawn from the same facts, hundreds of times a page: drawn once.
    (`typed`: "<b>" as a text and as markup are equal, and are drawn differently.) Countries to choose from take some
    ten kilobytes a list, and which is chosen a stranger may invent.
    """
    pieces = made.get_template("shared/pieces.html").module
    made.globals |= {name: getattr(pieces, name) for name in ("when", "style_sheets")}
    made.globals |= {name: lru_cache(kept, typed=True)(getattr(pieces, name)) for name, kept in DRAWN_ONCE.items()}
    controls = made.get_template("shared/controls.html").module
    made.globals |= {name: getattr(controls, name) for name in CONTROLS}


def render(
    request: Request,
    name: str,
    context: Mapping[str, Any] | None = None,
    status_code: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """Answer with a page, or a piece of one, drawn for who asks."""
    html = request.app.state.templates.get_template(name).render(reader_facts(request) | dict(context or {}))
    return HTMLResponse(html, status_code=status_code, headers=dict(NO_STORE if headers is None else headers))


async def draw(request: Request, name: str, context: Mapping[str, Any]) -> HTMLResponse:
    """As `render`, off the event loop: for a page whose length is its writers' choice."""
    return await asyncio.to_thread(render, request, name, context)


async def drawn_for_customer(request: Request, name: str, context: Mapping[str, Any]) -> bytes:
    """The page, one at a time and with rests: whoever draws makes the event loop wait for its turn."""
    pieces = request.app.state.templates.get_template(name).generate(reader_facts(request) | dict(context))
    draws = partial(copy_context().run, _with_rests, pieces)
    return await asyncio.get_running_loop().run_in_executor(_for_customers, draws)


def _with_rests(pieces: Iterator[str]) -> bytes:
    """The page; a long one takes no more than every second moment."""
    drawn, rested_s = [], time.perf_counter()
    for piece in pieces:
        drawn.append(piece)
        if time.perf_counter() - rested_s > REST_S:
            time.sleep(REST_S)
            rested_s = time.perf_counter()
    return "".join(drawn).encode()


def reader_facts(request: Request) -> dict[str, Any]:
    """What every page knows of its reader."""
    language = getattr(request.state, "language", languages.DEFAULT)
    desk = getattr(request.app.state, "desk", None)
    return {
        **({"desk_name": desk_name(desk.settings), "brand": Brand.of(desk.settings)} if desk else {}),  # as set now
        "request": request,
        "nonce": getattr(request.state, "nonce", ""),
        "language": language,
        "direction": direction(language),
        "operator": getattr(request.state, "operator", None),
        "theme": theme_of(request),
    }
