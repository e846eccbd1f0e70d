"""A form on another site sends: a ticket is opened, or a page of ours says what is missing and keeps what was typed."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.message.opening import NewTicket, open_ticket
from app.actions.message.uploading import STRANGER, Uploads
from app.core.errors import BadFields, NotFound, StorageFull, TooLarge, TooMany
from app.nouns.event import Actor
from app.nouns.fields import check_fields, customer_of, language_or_none
from app.nouns.request_keys import RequestKey, digest
from app.nouns.ticket import Ticket
from app.site_forms.site_form import FilledField, FormEntry, SiteForm
from app.text.languages import _
from web.middleware.language import speak_as_asked
from web.outside.asking import USUAL, SendThis, is_confirmed, token_for, written_in
from web.outside.judging import is_to_be_held, suspicions
from web.outside.keeping import FILES, KeptOver, check_together, kept_in, kept_over
from web.outside.pages import again, ask, go_on, thanks
from web.outside.proof import sending_of
from web.public.confirming import may_confirm
from web.public.tries import counted_form, desks_own_fault
from web.requests.accepts import wants_json
from web.requests.context import client_ip_of, desk_of, moment_of
from web.requests.forms import PostedForm
from web.requests.rates import rates_of


async def receive(request: Request, form: SiteForm) -> Response:
    """`POST /forms/{key}`: the fields of a ticket, `files`, and the form's further fields. Raises for programs."""
    posted, refusal = await counted_form(request, form.key)
    kept = await kept_in(request, form, posted)
    try:
        if refusal:
            raise refusal
        speak_as_asked(request, posted.get("language"))
        if posted.get("edit"):  # someone who was asked “Send this?” changes something first
            return again(request, form, posted, kept)
        async with desks_own_fault(request, form.key):
            ticket = await _open(request, form, posted, kept)
    except SendThis as doubt:
        if wants_json(request):
            raise
        return ask(request, form, posted, await kept_over(request, form, posted, kept), doubt)
    except (BadFields, StorageFull, TooLarge, TooMany) as error:
        if wants_json(request):
            raise
        return again(request, form, posted, kept, error)
    if wants_json(request):
        told = {"id": ticket.id, "message": _("Thank you, we have your message"), "thanks_url": form.thanks_url or None}
        return JSONResponse(told, status_code=201, headers={"Cache-Control": "no-store"})
    return RedirectResponse(form.thanks_url or f"/forms/{form.key}/done", status_code=303)


async def receive_revoked(request: Request, form: SiteForm) -> Response:
    """The same for a form that was revoked while its page still stands: the text goes on in the desk's own form.

    Raises NotFound for programs: our script keeps the text on its page.
    """
    posted, _refusal = await counted_form(request, form.key)
    if wants_json(request):
        raise NotFound
    return go_on(request, form, posted, await kept_in(request, form, posted))


async def look(_request: Request, _form: SiteForm) -> Response:
    """`GET /forms/{key}`: someone opens the address that a form is sent to; the desk's own form is what they can use."""
    return RedirectResponse("/new", status_code=303)


async def done(request: Request, form: SiteForm) -> Response:
    """`GET /forms/{key}/done`: thanks, where the form names no page of its own. It knows nothing of the ticket."""
    return thanks(request, form)


async def _open(request: Request, form: SiteForm, posted: PostedForm, held: KeptOver) -> Ticket:
    desk, now_ms = desk_of(request), moment_of(request)
    clean, entry = _checked(form, posted)
    check_together(request, posted, held)
    sending = await sending_of(request, form, posted)
    found = suspicions(form, sending)
    is_held = is_to_be_held(found)
    if found and not is_held and not is_confirmed(desk.settings, form, posted, now_ms):
        raise SendThis(token_for(desk.settings, form, posted, now_ms), found)
    kept = FormEntry(form.id, form.name, entry, found, sending.proof, now_ms if is_held else None)
    new = NewTicket(
        customer=customer_of(clean),
        subject=clean["subject"],
        text=clean["message"],
        source="form",
        client_ip=client_ip_of(request),
        language=language_or_none(posted.get("language")) or request.state.language,
        group_id=form.group_id,
        attachments=posted.uploads(FILES),
        uploads=Uploads(STRANGER, held.keys) if held.keys else None,
        request_key=RequestKey(_said(form, entry, held), "form", form.id),
        entry=kept,
        spam=is_held,
        confirm=not is_held and await may_confirm(rates_of(request), clean["email"]),
        notify=not is_held,
    )
    try:
        return await open_ticket(desk, new, Actor("customer", clean["name"]), now_ms)
    except BadFields as error:  # a file that is no longer there
        raise BadFields({FILES: error.faults["attachments"]}) from None


def _said(form: SiteForm, entry: tuple[FilledField, ...], held: KeptOver) -> str:
    """What the key of a ticket has to tell apart beside the usual fields and the files that came with it."""
    extra = [(one.label, one.text) for one in entry]
    return digest(form=form.id, extra=extra, kept=[(file.name, file.sha256) for file in held.files])


def _checked(form: SiteForm, posted: PostedForm) -> tuple[dict[str, str], tuple[FilledField, ...]]:
    """The usual fields, and the further ones that were filled in. Raises BadFields with all that is at fault."""
    written = written_in(form, posted)
    faults: dict[str, str] = {}
    clean: dict[str, str] = {}
    entry: tuple[FilledField, ...] = ()
    try:
        clean = check_fields({**dict.fromkeys(USUAL, ""), **written})
    except BadFields as error:
        faults |= error.faults
    try:
        entry = form.filled(written)
    except BadFields as error:
        faults |= error.faults
    if faults:
        raise BadFields(faults)
    return clean, entry
