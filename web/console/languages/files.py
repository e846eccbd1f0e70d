"""Texts as files for translators: taken away, and brought back."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.actions.desk.text_import import import_texts
from app.config.desk_name import desk_name
from app.core.errors import BadFields
from app.queries.desk.translated_texts import language_texts
from app.text.languages import _
from app.translations.po_files import LARGEST_BYTES, written_po
from web.console.languages.pages import import_page, language_in_path
from web.pages.language_names import language_name
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, moment_of
from web.requests.forms import PostedForm, read_form


async def export(request: Request) -> Response:
    """`GET /languages/{code}/deskbell.po`: every text with what the desk says, for a translator's program."""
    administrator_of(request)
    desk, language = desk_of(request), language_in_path(request)
    texts = await language_texts(desk, language)
    said = {one.text.id: one.said for one in texts.texts}
    name = desk_name(desk.settings)
    content = await asyncio.to_thread(written_po, language, [one.text for one in texts.texts], said, name)
    headers = {"Content-Disposition": f'attachment; filename="deskbell.{language}.po"', "Cache-Control": "no-store"}
    return Response(content, media_type="text/x-gettext-translation; charset=utf-8", headers=headers)


async def bring(request: Request) -> Response:
    """`POST /languages/{code}/import` (`file`: a .po file of 2 MiB at most). `{changed, same, refused: [{text, reason}]}`."""
    operator, form = administrator_of(request), await read_form(request, keep_files=True)
    language = language_in_path(request)
    try:
        content = await _content(form)
        report = await import_texts(desk_of(request), operator, language, content, moment_of(request))
    except BadFields as error:
        if wants_json(request):
            raise
        return await import_page(request, language, None, error.faults)
    if wants_json(request):
        refused = [{"text": one.english, "reason": one.reason} for one in report.refused]
        return JSONResponse(
            {"language": language_name(language), "changed": report.changed, "same": report.same, "refused": refused}
        )
    return await import_page(request, language, report, {})


async def _content(form: PostedForm) -> bytes:
    """What was uploaded, as far as it may be long. Raises BadFields(file)."""
    upload = next(iter(form.uploads("file")), None)
    if upload is None:
        raise BadFields({"file": _("Choose a .po file.")})
    return await asyncio.to_thread(upload.start, LARGEST_BYTES + 1)
