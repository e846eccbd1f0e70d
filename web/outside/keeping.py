"""Files over the question “Send this?”: kept for a day by a signed list of them, so that nobody chooses them again."""

from collections.abc import Sequence
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request

from app.actions.message.uploading import STRANGER, check_sizes, check_total, keep_upload_of
from app.config.settings import Settings
from app.core.clock import DAY_MS
from app.core.errors import BadFields, StorageFull
from app.queries.ticket.attachments import KeptFile, kept_files
from app.site_forms.site_form import SiteForm
from app.text.languages import _
from web.requests.context import desk_of, moment_of
from web.requests.forms import PostedForm
from web.requests.limits import MAX_FILES
from web.requests.multipart import too_many_files

KEPT = "kept_files"  # the field that the list comes in
FILES = "files"


@dataclass(frozen=True, slots=True)
class KeptOver:
    """Files that a page of ours holds for its reader. `token`: what the page sends them with."""

    files: tuple[KeptFile, ...] = ()
    token: str = ""
    is_short: bool = False  # a file of the list that came is there no more
    lost: tuple[str, ...] = ()  # names of files that could not be kept

    @property
    def keys(self) -> tuple[str, ...]:
        """By which they are put on a message."""
        return tuple(file.key for file in self.files)

    @property
    def names(self) -> list[str]:
        """Of those that are not sent yet."""
        return [file.name for file in self.files if not file.is_sent]


async def kept_in(request: Request, form: SiteForm, posted: PostedForm) -> KeptOver:
    """What this form's page holds."""
    desk, now_ms, token = desk_of(request), moment_of(request), posted.get(KEPT)
    if not token:
        return KeptOver()
    keys = _keys_in(desk.settings, form, token, now_ms)
    files = await kept_files(desk, keys) if keys else ()
    if len(files) == len(keys) > 0:
        return KeptOver(files, token)
    return KeptOver(files, _token(desk.settings, form, [file.key for file in files], now_ms), is_short=True)


async def kept_over(request: Request, form: SiteForm, posted: PostedForm, before: KeptOver) -> KeptOver:
    """The same with the files that came just now. Those for which there is no room are to be chosen again."""
    desk, now_ms = desk_of(request), moment_of(request)
    keys, lost = list(before.keys), [upload.name for of, upload in posted.files if of != FILES]
    for upload in posted.uploads(FILES):
        try:
            keys.append((await keep_upload_of(desk, STRANGER, upload, now_ms)).key)
        except StorageFull:
            lost.append(upload.name)
    token = _token(desk.settings, form, keys, now_ms)
    return KeptOver(await kept_files(desk, keys) if keys else (), token, lost=tuple(lost))


def check_together(request: Request, posted: PostedForm, kept: KeptOver) -> None:
    """Refuse what is no longer there, and more than one message takes. Raises BadFields(files), TooLarge."""
    desk, uploads = desk_of(request), posted.uploads(FILES)
    if kept.is_short:
        raise BadFields({FILES: _("A file is no longer available. Attach it again.")})
    if len(uploads) + len(kept.files) > MAX_FILES:
        raise too_many_files()
    check_sizes(desk, uploads)
    check_total(desk, sum(one.size_bytes for one in uploads) + sum(one.size_bytes for one in kept.files))


def _token(settings: Settings, form: SiteForm, keys: Sequence[str], now_ms: int) -> str:
    return str(_serializer(settings).dumps([form.id, list(keys), now_ms])) if keys else ""


def _keys_in(settings: Settings, form: SiteForm, token: str, now_ms: int) -> list[str]:
    """None for a list that is a day old, of another form, or was never ours."""
    try:
        form_id, keys, made_ms = _serializer(settings).loads(token)
    except (BadSignature, ValueError, TypeError):
        return []
    return list(keys) if form_id == form.id and now_ms - made_ms < DAY_MS else []


def _serializer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key, salt="kept files")
