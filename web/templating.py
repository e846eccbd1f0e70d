"""Pages: Jinja templates, escaped, strict about names, in the reader's language."""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from app import languages
from app.codes import grouped
from app.countries import country_name, country_names
from app.desk_name import desk_name
from app.html_safety import FRAME_SANDBOX, text_to_html
from app.operator import hue_of, initials
from app.reasons import readable
from app.settings import Settings
from web import words
from web.assets import Assets
from web.context import theme_of
from web.language_names import direction, html_language, language_name
from web.modules import Modules
from web.shown import file_size, hue_class, icon_of_file, iso_time, spoken_time
from web.vendor import MODULES

FOLDER = Path(__file__).parent / "templates"
DRAWN_ONCE = {"icon": 1024, "face": 4096, "status_chip": 1024, "country_options": 256}  # how many of each are kept
NO_STORE = {"Cache-Control": "no-store"}


def make_templates(settings: Settings, assets: Assets, zone_now: Callable[[], ZoneInfo] | None = None) -> Environment:
    """The environment of this desk's templates.

    `_("…", name=value)` escapes the translation as it does its values: texts that administrators translate carry no
    markup. A link inside a sentence is such a value, made by a macro. `zone_now`: the desk's time zone, which its
    console can change; None: the one that it began with.
    """
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # a desk's templates change with its version
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= _names_of(settings) | _names_of_files(assets) | WORDS
    made.globals |= {
        "spoken_time": _speaker(zone_now or (lambda: settings.zone)),
        "same_for_all": _same_for_all(made),
    }
    made.filters |= FILTERS
    made.policies["json.dumps_function"] = _dumps
    _add_macros(made)
    return made


def _names_of(settings: Settings) -> dict[str, Any]:
    return {"settings": settings, "desk_name": desk_name(settings), "frame_sandbox": FRAME_SANDBOX}


def _names_of_files(assets: Assets) -> dict[str, Any]:
    return {
        "asset": assets.url,
        "has_asset": assets.has,
        "modules_of": Modules(assets).needed_by,
        "import_map": {"imports": import_map(assets)},
    }


def _speaker(zone: Callable[[], ZoneInfo]) -> Callable[[int, str], str]:
    """`spoken_time(at_ms, shape)` in the desk's time zone and the reader's language."""
    return lambda at_ms, shape: spoken_time(at_ms, shape, zone(), languages.current_language())


def import_map(assets: Assets) -> dict[str, str]:
    """What a script writes after `from`, and the address of the package's file."""
    files = {name: f"vendor/{file}" for name, file in MODULES.items()}
    return {name: assets.url(file) for name, file in files.items() if assets.has(file)}


def _gettext(text: str, /, **values: Any) -> Markup:
    spoken = languages.catalogue(languages.current_language())
    return _escaped(spoken, text) % values if values else _finished(spoken, text)


def _ngettext(one: str, many: str, number: int, /, **values: Any) -> Markup:
    return escape(languages.ngettext(one, many, number)) % {"num": number, **values}


WORDS: dict[str, Any] = {
    "_": _gettext,
    "ngettext": _ngettext,
    "available_languages": languages.available,
    "language_name": language_name,
    "html_language": html_language,
    "country_names": country_names,
    "iso_time": iso_time,
    "words": words,
    "hue_of": hue_of,
    "initials": initials,
}
FILTERS: dict[str, Any] = {
    "readable": readable,
    "country": lambda code: country_name(code, languages.current_language()),
    "file_size": lambda size: file_size(size, languages.current_language()),
    "file_icon": icon_of_file,
    "grouped": grouped,
    "text_html": text_to_html,
    "hue": hue_class,
}


@lru_cache(maxsize=16_384)
def _escaped(spoken: NullTranslations, text: str) -> Markup:
    return escape(spoken.gettext(text))


@lru_cache(maxsize=16_384)
def _finished(spoken: NullTranslations, text: str) -> Markup:
    """A text without values; its %% is a %, as in all others."""
    return _escaped(spoken, text) % {}


def _dumps(value: Any, **options: Any) -> str:
    """JSON for a script: translated texts as they are, without the escapes that HTML needs."""
    return json.dumps(_unescaped(value), **options)


def _unescaped(value: Any) -> Any:
    if isinstance(value, Markup):
        return value.unescape()
    if isinstance(value, Mapping):
        return {name: _unescaped(one) for name, one in value.items()}
    return [_unescaped(one) for one in value] if isinstance(value, list | tuple) else value


def _same_for_all(made: Environment) -> Callable[[str], Markup]:
    """Draws a piece in which nothing but the language differs: once for each."""

    @lru_cache(maxsize=256)
    def drawn(_spoken: NullTranslations, name: str) -> Markup:
        return escape(made.get_template(name).make_module())

    return lambda name: drawn(languages.catalogue(languages.current_language()), name)


def _add_macros(made: Environment) -> None:
    """Let every template draw the smallest pieces (`icon`, `when`, `face` …) without importing them.

    All but `when` look the same whenever they are drawn from the same facts, hundreds of times a page: drawn once.
    (`typed`: "<b>" as a text and as markup are equal, and are drawn differently.) Countries to choose from take some
    ten kilobytes a list, and which is chosen a stranger may invent.
    """
    pieces = made.get_template("parts/pieces.html").module
    made.globals["when"] = pieces.when  # type: ignore[attr-defined]  # a macro
    made.globals |= {name: lru_cache(kept, typed=True)(getattr(pieces, name)) for name, kept in DRAWN_ONCE.items()}


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


def reader_facts(request: Request) -> dict[str, Any]:
    """What every page knows of its reader."""
    language = getattr(request.state, "language", languages.DEFAULT)
    return {
        "request": request,
        "nonce": getattr(request.state, "nonce", ""),
        "language": language,
        "direction": direction(language),
        "operator": getattr(request.state, "operator", None),
        "theme": theme_of(request),
    }
