"""Strangers' forms: counted before they are read, and their files only where there is room for them."""

import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request

from app.core.errors import BadFields, DeskError, StorageFull, TooMany
from app.database import is_for_now, is_full
from app.files.names import clean_file_name
from app.files.room import room_of
from app.text.languages import _
from web.requests.context import client_ip_of, desk_of
from web.requests.forms import PostedForm, read_whole_form
from web.requests.rates import PUBLIC_FORM_IP, STRANGERS_BYTES_IP, ip_key, rates_of

UNIT_BYTES = 256 * 1024
FREE_BYTES = 16 * 1024  # what people type in a day is no burden


async def counted_form(request: Request, *of: str) -> tuple[PostedForm, DeskError | None]:
    """Count an attempt and read the form; return it with the refusal, if any: too many attempts, no space, too much in a day.

    A faulty form counts too, since it costs the desk the same work. The refusal is returned, not raised, so the text is
    still read and not lost.
    """
    refusal: DeskError | None = await _too_many_tries(request, of)
    is_short = (await room_of(desk_of(request))).is_short
    form = await read_whole_form(request, keep_files=not (refusal or is_short))
    if refusal is None and form.files and is_short:
        words = _("We cannot accept files right now. Send the text now and the files later.")
        refusal = StorageFull(words)
    refusal = refusal or form.refusal or _empty_file(form)
    return form, refusal or await _too_much_in_a_day(request, form)


@asynccontextmanager
async def desks_own_fault(request: Request, *of: str) -> AsyncIterator[None]:
    """What failed because of the database or missing space does not count as an attempt.

    Raises StorageFull where the database finds no room, so that the form is drawn again with what was typed.
    """
    try:
        yield
    except Exception as error:
        if is_for_now(error):
            await rates_of(request).clear(PUBLIC_FORM_IP, ip_key(client_ip_of(request)), *of)
        if is_full(error):
            raise StorageFull(
                _("We cannot save messages right now. Your text is kept here: try again later.")
            ) from error
        raise


async def _too_many_tries(request: Request, of: tuple[str, ...]) -> TooMany | None:
    try:
        await rates_of(request).hit(PUBLIC_FORM_IP, ip_key(client_ip_of(request)), *of)
    except TooMany as refusal:
        return refusal
    return None


def _empty_file(form: PostedForm) -> BadFields | None:
    """A file without a byte is a mishap of the machine that sent it: a download or a sync that had not ended."""
    name = next((clean_file_name(upload.name) for _of, upload in form.files if not upload.size_bytes), "")
    if not name:
        return None
    return BadFields({"files": _("%(name)s is empty. Choose it again, or leave it out.") % {"name": name}})


async def _too_much_in_a_day(request: Request, form: PostedForm) -> TooMany | None:
    """An address sends 200 MB in a day, to however many tickets."""
    size = sum(upload.size_bytes for _of, upload in form.files) + sum(map(len, form.fields.values()))
    if size <= FREE_BYTES:
        return None
    rates, address = rates_of(request), ip_key(client_ip_of(request))
    if await rates.allows(STRANGERS_BYTES_IP, address, cost=math.ceil(size / UNIT_BYTES)):
        return None
    words = _("You have sent too much today. Send the text alone, or the files tomorrow.")
    return TooMany(words, await rates.wait_s(STRANGERS_BYTES_IP, address))
