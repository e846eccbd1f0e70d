"""Mailboxes, for administrators: added, changed, switched on and off, removed."""

from starlette.requests import Request
from starlette.responses import Response

from app.actions.mail.mailboxes import add_mailbox, change_mailbox, enable_mailbox, read_mailbox, remove_mailbox
from app.core.errors import BadFields
from web.console.mail.servers import done, page
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, id_in_path, moment_of
from web.requests.forms import PostedForm, read_form


async def create(request: Request) -> Response:
    """`POST /settings/mail/mailboxes` (`protocol host port security user folder password group sender_name sender_email`)."""
    administrator, form = administrator_of(request), await read_form(request)
    try:
        number = await add_mailbox(desk_of(request), administrator, read_mailbox(form.fields), moment_of(request))
    except BadFields as error:
        return await _refused(request, "new", form, error)
    return await done(request, str(number))


async def change(request: Request) -> Response:
    """`POST /settings/mail/mailboxes/{id}`: everything about it. An empty password keeps the one there, for the same account."""
    administrator, form, number = administrator_of(request), await read_form(request), id_in_path(request)
    try:
        await change_mailbox(desk_of(request), administrator, number, read_mailbox(form.fields), moment_of(request))
    except BadFields as error:
        return await _refused(request, str(number), form, error)
    return await done(request, str(number))


async def enable(request: Request) -> Response:
    """`POST /settings/mail/mailboxes/{id}/enable` (`enabled` 0 or 1)."""
    administrator, form, number = administrator_of(request), await read_form(request), id_in_path(request)
    is_on = form.yes_or_no("enabled")
    await enable_mailbox(desk_of(request), administrator, number, moment_of(request), enabled=is_on)
    return await done(request, str(number))


async def remove(request: Request) -> Response:
    """`POST /settings/mail/mailboxes/{id}/remove`: it is read no more; what it brought stays."""
    administrator, number = administrator_of(request), id_in_path(request)
    await remove_mailbox(desk_of(request), administrator, number, moment_of(request))
    return await done(request, "")


async def _refused(request: Request, edit: str, form: PostedForm, error: BadFields) -> Response:
    """The page again, with everything that was typed but the password."""
    if wants_json(request):
        raise error
    return await page(request, edit, form, error.faults)
