"""Files that an operator picks for a message: stored at once, sent with it later."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.actions.message.uploading import keep_upload
from app.core.errors import BadFields
from app.text.languages import _
from web.console.frame.shapes import attachment_json
from web.requests.context import desk_of, moment_of, operator_of
from web.requests.forms import read_form


async def create(request: Request) -> Response:
    """`POST /uploads` (multipart, `file`): the attachment with the key that an answer names. Raises TooLarge.

    `inline=1`: a picture inside the text itself, as `<img src="/attachments/KEY">`, and in no list of files.
    """
    operator = operator_of(request)
    form = await read_form(request, keep_files=True)
    files = form.uploads("file")
    if not files:
        raise BadFields({"file": _("Choose a file.")})
    upload = replace(files[0], inline=form.is_on("inline"))
    attachment = await keep_upload(desk_of(request), operator, upload, moment_of(request))
    return JSONResponse({"attachment": attachment_json(attachment)}, status_code=201)
