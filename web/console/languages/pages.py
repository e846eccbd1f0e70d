"""The pages of languages: how far each is, the texts of one, the texts of one page of the desk."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.desk.languages import add_language, remove_language
from app.actions.desk.text_import import ImportReport
from app.core.errors import BadFields, NotFound
from app.queries.desk.changed_texts import languages_added
from app.queries.desk.translated_texts import (
    LanguageTexts,
    Progress,
    TranslatedText,
    language_texts,
    progress_of_languages,
)
from app.text.languages import available, current_language
from app.translations.addable import addable_languages
from app.translations.placeholders import shown_mark
from app.translations.text_id import text_id
from web.console.frame.page import fragment_of, shell
from web.console.languages.place_words import part_words
from web.console.languages.shown_text import ShownText
from web.console.languages.texts_query import Show, TextsPage, TextsQuery, page_of
from web.pages.language_names import direction, html_language, language_name
from web.pages.templating import draw, render
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, moment_of
from web.requests.forms import read_form
from web.requests.typed_numbers import whole_number

ROW, OPEN_ROW = "row", "open"  # fragments: a text as it is read, and as it is changed


async def index(request: Request) -> Response:
    """`GET /languages`: the desk's languages, how far each is translated, and one to add."""
    administrator_of(request)
    if wants_json(request):
        progress = await progress_of_languages(desk_of(request))
        return JSONResponse({"languages": [_language_json(code, one) for code, one in progress.items()]})
    return await _index(request, {})


async def add(request: Request) -> Response:
    """`POST /languages` (`language`: a code of CLDR): people can choose it from now on."""
    operator, form = administrator_of(request), await read_form(request)
    language = form.get("language").strip()
    try:
        await add_language(desk_of(request), operator, language, moment_of(request))
    except BadFields as error:
        if wants_json(request):
            raise
        return await _index(request, error.faults)
    if wants_json(request):
        return JSONResponse({"language": language}, status_code=201)
    return RedirectResponse(f"/languages/{language}", status_code=303)


async def remove(request: Request) -> Response:
    """`POST /languages/{code}/remove`: an added language is no choice any more; its texts are kept for its return."""
    operator = administrator_of(request)
    await remove_language(desk_of(request), operator, request.path_params["code"], moment_of(request))
    return JSONResponse({}) if wants_json(request) else RedirectResponse("/languages", status_code=303)


async def show(request: Request) -> Response:
    """`GET /languages/{code}`: its texts, fifty at once (`show q part after`); `text`: the one that is open.

    Fragments: `row` and `open` (that one alone, as it is read and as it is changed).
    """
    administrator_of(request)
    return await texts_page(request, TextsQuery.of(language_in_path(request), request.query_params))


async def of_page(request: Request) -> Response:
    """`GET /languages/{code}/page`: the texts of the page at which the same request was made with `?texts=`."""
    administrator_of(request)
    language = language_in_path(request)
    noted = getattr(request.state, "noted_texts", None)
    if noted is None:
        return RedirectResponse(f"/languages/{language}", status_code=303)
    texts = await language_texts(desk_of(request), language)
    by_id = texts.by_id
    found = [by_id[number] for number in map(text_id, noted.keys) if number in by_id]
    query = TextsQuery(language, text=request.query_params.get("text", ""))
    page = TextsPage(found, None, None, 1, len(found))
    context = {"of_page": request.state.noted_page, "back": request.state.noted_page_address}
    return await _drawn(request, query, texts, page, context)


async def texts_page(
    request: Request, query: TextsQuery, typed: Mapping[str, str] | None = None, faults: Mapping[str, str] | None = None
) -> Response:
    """The page of these texts; `typed` and `faults` of the one that is open, if it was refused."""
    texts = await language_texts(desk_of(request), query.language)
    if fragment_of(request) in {ROW, OPEN_ROW}:
        return _row(request, query, texts)
    page = page_of(query.found_in(texts), query.after)
    if wants_json(request):
        rows = [text_json(one) for one in page.rows]
        return JSONResponse({"texts": rows, "count": page.count, "after": page.behind})
    if query.text in texts.by_id and all(one.text.id != query.text for one in page.rows):
        page.rows.insert(0, texts.by_id[query.text])
    refused = {"typed": dict(typed or {}), "faults": dict(faults or {})}
    return await _drawn(request, query, texts, page, refused)


async def import_page(
    request: Request, language: str, report: ImportReport | None, faults: Mapping[str, str]
) -> Response:
    """The language's page with what became of a file, or why it was refused."""
    query = TextsQuery(language)
    texts = await language_texts(desk_of(request), language)
    more = {"report": report, "faults": dict(faults)}
    return await _drawn(request, query, texts, page_of(query.found_in(texts), ""), more)


def language_in_path(request: Request) -> str:
    """The language of the address. Raises NotFound for one that the desk has not."""
    language: str = request.path_params["code"]
    if language not in available():
        raise NotFound
    return language


def text_json(one: TranslatedText) -> dict[str, Any]:
    """A text as administrators and scripts get it."""
    return {
        "id": one.text.id,
        "context": one.text.key.context,
        "english": one.text.english,
        "places": one.text.places,
        "said": one.said,
        "shipped": one.shipped,
        "changed": one.changed is not None,
        "to_check": one.is_to_check,
    }


def _row(request: Request, query: TextsQuery, texts: LanguageTexts) -> Response:
    if query.text not in texts.by_id:
        raise NotFound
    context = {
        **_names(query),
        "query": query,
        "text": ShownText(texts.by_id[query.text], query.language, {}, {}),
        "is_open": fragment_of(request) == OPEN_ROW,
        "faults": {},
    }
    return render(request, "console/languages/row_fragment.html", context)


async def _drawn(
    request: Request, query: TextsQuery, texts: LanguageTexts, page: TextsPage, more: Mapping[str, Any]
) -> Response:
    refused = {"typed": {}, "faults": {}, **more}
    own = {query.text: (refused["typed"], refused["faults"])}
    context = {
        **await _frame(request),
        **_names(query),
        "query": query,
        "page": page,
        "rows": [ShownText(one, query.language, *own.get(one.text.id, ({}, {}))) for one in page.rows],
        "unused": texts.unused if query.show == Show.UNUSED else [],
        "unused_count": len(texts.unused),
        "progress": texts.progress,
        "changed_count": sum(one.changed is not None for one in texts.texts),
        "parts": part_words(),
        "saved_event": whole_number(request.query_params.get("saved", "")),
        "is_undone": "undone" in request.query_params,
        "of_page": "",
        "back": query.at(),
        "report": None,
        **refused,
    }
    page_drawn = await draw(request, "console/languages/texts.html", context)
    page_drawn.status_code = 422 if refused["faults"] else 200
    return page_drawn


async def _index(request: Request, faults: Mapping[str, str]) -> Response:
    names = addable_languages(current_language())
    context = {
        **await _frame(request),
        "query": None,
        "choices": {code: name for code, name in names.items() if code not in available()},
        "faults": faults,
    }
    return render(request, "console/languages/page.html", context, status_code=422 if faults else 200)


async def _frame(request: Request) -> dict[str, Any]:
    return {
        **await shell(request, "languages"),
        "languages": await progress_of_languages(desk_of(request)),
        "added": set(await languages_added(desk_of(request).db)),
    }


def _names(query: TextsQuery) -> dict[str, Any]:
    return {
        "Show": Show,
        "shown_mark": shown_mark,
        "of_language": language_name(query.language),
        "html_lang": html_language(query.language),
        "text_direction": direction(query.language),
    }


def _language_json(code: str, one: Progress) -> dict[str, Any]:
    return {
        "language": code,
        "name": language_name(code),
        "done": one.done,
        "to_check": one.to_check,
        "missing": one.missing,
    }
