"""Calls about files: uploading them for a message, and downloading."""

from typing import Final

from starlette.responses import Response

from app.actions.message.uploading import Uploader, keep_upload_of
from app.core.errors import BadFields
from app.credentials.api_key import KeyScope
from app.queries.api.files import file_for
from app.text.languages import _
from web.api.answering import answered, base_url
from web.api.operation import NOT_FOUND, ApiRequest, Operation
from web.api.refusals import WrongType
from web.api.shapes.tickets import AttachmentShape
from web.files.attachments import file_response
from web.requests.forms import read_form

MULTIPART = "multipart/form-data"


async def upload(request: ApiRequest) -> Response:
    """Keep a file for a message that names its key, for a day. Raises BadFields(file), TooLarge, StorageFull."""
    if request.http.headers.get("content-type", "").partition(";")[0].strip().lower() != MULTIPART:
        raise WrongType(MULTIPART)
    form = await read_form(request.http, keep_files=True)
    files = form.uploads("file")
    if len(files) != 1:
        raise BadFields({"file": _("Send one file in the field “file”.")})
    kept = await keep_upload_of(request.desk, uploader_of(request), files[0], request.now_ms)
    return answered(AttachmentShape.of(kept, base_url(request)), 201)


async def download(request: ApiRequest) -> Response:
    """The bytes of a file on a message that exists for the key, or that the key uploaded. Raises NotFound."""
    found = await file_for(request.desk, request.holder, str(request.http.path_params["key"]))
    return file_response(found, await request.desk.storage.stream(found.key))


def uploader_of(request: ApiRequest) -> Uploader:
    """Whose uploads the key's are."""
    return Uploader(request.holder.key.operator_id, request.holder.key.id)


OPERATIONS: Final = (
    Operation(
        name="uploadAttachment",
        method="POST",
        path="/attachments",
        summary="Upload a file",
        about="Name its `key` in `attachments` of a ticket, message, answer or note within a day.",
        handle=upload,
        scope=KeyScope.TICKETS_WRITE,
        answer=AttachmentShape,
        takes_file=True,
        status=201,
    ),
    Operation(
        name="downloadAttachment",
        method="GET",
        path="/attachments/{key}",
        summary="Download a file",
        handle=download,
        scope=KeyScope.TICKETS_READ,
        problems=NOT_FOUND,
    ),
)
