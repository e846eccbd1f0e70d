"""Pages: Jinja templates, escaped, strict about names, in the reader's language."""

import json
from collections.abc import Callable, Mapping
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
NO_STORE = {"Cache-Control": "no-store"}


def make_templates(settings: Settings, assets: Assets, zone_now: Callable[[], ZoneInfo] | None = None) -> Environment:
    """The environment of this desk's templates.

    `_("…", name=value)` escapes the translation as it does its values: texts that administrators translate carry no
    markup. A link inside a sentence is such a value, made by a macro. `zone_now`: the desk's time zone, which its
    console can change; None: the one that it began with.
    """
    zone = zone_now or (lambda: settings.zone)
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined] # of the i18n extension
    made.globals |= {
        "asset": assets.url,
        "modules_of": Modules(assets).needed_by,
        "has_asset": assets.has,
        "import_map": {"imports": import_map(assets)},
        "available_languages": languages.available,
        "language_name": language_name,
        "html_language": html_language,
        "desk_name": desk_name(settings),
        "settings": settings,
        "frame_sandbox": FRAME_SANDBOX,
        "country_names": country_names,
        "iso_time": iso_time,
        "spoken_time": lambda at_ms, style: spoken_time(at_ms, style, zone(), languages.current_language()),
        "words": words,
        "hue_of": hue_of,
        "initials": initials,
    }
    made.filters |= {
        "readable": readable,
        "country": lambda code: country_name(code, languages.current_language()),
        "file_size": lambda size: file_size(size, languages.current_language()),
        "file_icon": icon_of_file,
        "grouped": grouped,
        "text_html": text_to_html,
        "hue": hue_class,
    }
    made.policies["json.dumps_function"] = _dumps
    _add_macros(made)
    return made


def import_map(assets: Assets) -> dict[str, str]:
    """What a script writes after `from`, and the address of the package's file."""
    files = {name: f"vendor/{file}" for name, file in MODULES.items()}
    return {name: assets.url(file) for name, file in files.items() if assets.has(file)}


def _gettext(text: str) -> Markup:
    return escape(languages._(text))


def _ngettext(one: str, many: str, count: int) -> Markup:
    return escape(languages.ngettext(one, many, count))


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
    """Let every template draw the smallest pieces without importing them: `icon`, `when`, `face`, `status_chip`."""
    pieces = made.get_template("parts/pieces.html").module
    made.globals |= {name: getattr(pieces, name) for name in ("icon", "when", "face", "status_chip")}


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


def draw(templates: Environment, language: str, name: str, context: Mapping[str, Any]) -> str:
    """A piece of a page for everybody who reads this language: no request, no reader."""
    with languages.speaking(language):
        facts = {"language": language, "direction": direction(language)}
        return templates.get_template(name).render(facts | dict(context))
