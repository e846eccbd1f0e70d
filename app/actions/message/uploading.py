"""Files: stored before the transaction that refers to them, to keep it short; unreferenced ones are removed later."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, case, insert, select, update

from app.actions.change import Change
from app.config.settings import Settings
from app.core.errors import BadFields, DeskError, StorageFull, TooLarge
from app.credentials.codes import new_key
from app.desk import Desk
from app.files.kinds import OPAQUE, PICTURE_PIXELS, PICTURES, Upload, picture_size, safe_type
from app.files.names import clean_file_name
from app.nouns.message import Attachment
from app.nouns.operator import Operator
from app.queries.ticket.attachments import OF_STRANGERS
from app.text.languages import _
from sql.tables import attachments, template_pictures

MEGABYTE = 1024 * 1024
START_BYTES = MEGABYTE  # where a picture says how large it is, behind whatever a camera wrote before


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file whose bytes are stored, and whose row is not written yet."""

    key: str
    name: str
    content_type: str
    size_bytes: int
    sha256: str
    inline: bool
    content_id: str
    width_px: int | None
    height_px: int | None


@asynccontextmanager
async def stored_files(desk: Desk, uploads: Iterable[Upload]) -> AsyncIterator[list[StoredFile]]:
    """Files stored for the block, which removes those that a row refers to from the list.

    Whatever is left in the list at the end, or when the action is refused, is deleted, so a repeated or refused
    request leaves no bytes behind. Raises TooLarge, StorageFull.
    """
    files = await store_files(desk, uploads)
    try:
        yield files
    except DeskError:
        await _forget(desk, files)
        raise
    await _forget(desk, files)


async def _forget(desk: Desk, files: Sequence[StoredFile]) -> None:
    for stored in files:
        await desk.storage.delete(stored.key)


async def store_files(desk: Desk, uploads: Iterable[Upload]) -> list[StoredFile]:
    """Put the bytes into the storage. Raises TooLarge or StorageFull; nothing is stored then."""
    files = list(uploads)
    check_sizes(desk, files)
    done: list[StoredFile] = []
    try:
        for upload in files:
            done.append(await _store(desk, upload))  # noqa: PERF401  what is done must be known when one fails
    except StorageFull:
        await _forget(desk, done)
        raise
    return done


def check_sizes(desk: Desk, uploads: Sequence[Upload]) -> None:
    """Raise TooLarge, naming the file and the limit."""
    limit = desk.settings.max_file_bytes
    for upload in uploads:
        if upload.size_bytes > limit:
            words = _("%(name)s is %(size)d MB. The limit is %(limit)d MB per file. Share larger files as a link.")
            size = -(-upload.size_bytes // MEGABYTE)
            shown = {"name": clean_file_name(upload.name), "size": size, "limit": desk.settings.max_file_mb}
            raise TooLarge(words % shown)
    check_total(desk, sum(upload.size_bytes for upload in uploads))


def check_total(desk: Desk, size_bytes: int) -> None:
    """Raise TooLarge if all files of one message together are over its limit."""
    if size_bytes > desk.settings.max_message_bytes:
        raise all_too_large(desk.settings)


def all_too_large(settings: Settings) -> TooLarge:
    """The refusal of files that are too large together."""
    words = _("The files are over the limit of %(limit)d MB per message. Send fewer at once, or share them as a link.")
    return TooLarge(words % {"limit": settings.max_message_mb})


@dataclass(frozen=True, slots=True)
class Uploader:
    """Who keeps files for a message yet to be sent: an operator, or an API key, perhaps in an operator's name.

    Neither: a stranger, who has a signed list of their files' keys.
    """

    operator_id: int | None = None
    api_key_id: int | None = None

    @property
    def free(self) -> ColumnElement[bool]:
        """What they uploaded and no message has. A picture of a template is the template's, whoever uploaded it."""
        if self.api_key_id is not None:
            own = attachments.c.api_key_id == self.api_key_id
        elif self.operator_id is not None:
            own = attachments.c.operator_id == self.operator_id
        else:
            own = OF_STRANGERS
        of_templates = select(template_pictures.c.attachment_id)
        return attachments.c.message_id.is_(None) & own & attachments.c.id.not_in(of_templates)


STRANGER = Uploader()


@dataclass(frozen=True, slots=True)
class Uploads:
    """Files that someone uploaded, by their keys, for the message that names them."""

    uploader: Uploader
    keys: tuple[str, ...] = ()


async def keep_upload(desk: Desk, operator: Operator, upload: Upload, now_ms: int) -> Attachment:
    """Keep a file that an operator picked, for a message yet to be sent."""
    return await keep_upload_of(desk, Uploader(operator.id), upload, now_ms)


async def keep_upload_of(desk: Desk, uploader: Uploader, upload: Upload, now_ms: int) -> Attachment:
    """The same, whoever uploads. Raises TooLarge, StorageFull."""
    [stored] = await store_files(desk, [upload])
    values = {**_row(stored), **asdict(uploader), "created_ms": now_ms}
    attachment_id = await desk.db.execute(insert(attachments).values(values))
    record = await desk.db.fetch_one(select(attachments).where(attachments.c.id == attachment_id))
    return Attachment.from_record(record)


async def attach_stored(tx: Change, message_id: int, files: Sequence[StoredFile]) -> None:
    """Write the rows of stored files onto a message, inside its action."""
    of_message = {"message_id": message_id, "ticket_id": tx.ticket.id, "created_ms": tx.now_ms}
    for position, stored in enumerate(files):
        values = {**_row(stored), **of_message, "position": position}
        await tx.db.execute(insert(attachments).values(values))


async def attach_uploads(tx: Change, operator: Operator, message_id: int, keys: Sequence[str]) -> None:
    """Move the operator's own uploads onto the message, in the order they were attached. Raises BadFields(attachments), TooLarge."""
    await attach_uploads_of(tx, Uploads(Uploader(operator.id), tuple(keys)), message_id)


async def attach_uploads_of(tx: Change, uploads: Uploads, message_id: int) -> None:
    """The same, whoever uploaded them."""
    keys = uploads.keys
    if not keys:
        return
    wanted, free = attachments.c.key.in_(keys), uploads.uploader.free
    found = await tx.db.fetch_all(select(attachments.c.size_bytes).where(wanted, free))
    if len(found) != len(set(keys)):
        raise BadFields({"attachments": _("A file is no longer available. Attach it again.")})
    check_total(tx.desk, sum(row.size_bytes for row in found))
    places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    position = case(places, value=attachments.c.key, else_=0)
    values = {"message_id": message_id, "ticket_id": tx.ticket.id, "position": position}
    if await tx.db.rowcount(update(attachments).where(wanted, free).values(values)) != len(found):
        raise BadFields(
            {"attachments": _("A file is no longer available. Attach it again.")}
        )  # sent elsewhere meanwhile


def free_uploads_of(operator: Operator) -> ColumnElement[bool]:
    """What the operator uploaded and no message has."""
    return Uploader(operator.id).free


async def _store(desk: Desk, upload: Upload) -> StoredFile:
    start = await asyncio.to_thread(upload.start, START_BYTES)
    content_type = safe_type(upload.content_type, start)
    size = picture_size(content_type, start) if content_type in PICTURES else None
    if content_type in PICTURES and (size is None or size[0] * size[1] > PICTURE_PIXELS):
        size, content_type = None, OPAQUE  # a picture that does not say how large it is, or too large, is not shown
    key, digest = new_key(), hashlib.sha256()
    await desk.storage.put(key, _digested(upload, digest))
    return StoredFile(
        key=key,
        name=clean_file_name(upload.name),
        content_type=content_type,
        size_bytes=upload.size_bytes,
        sha256=digest.hexdigest(),
        inline=upload.inline,
        content_id=upload.content_id[:255],
        width_px=size[0] if size else None,
        height_px=size[1] if size else None,
    )


def _digested(upload: Upload, digest: "hashlib._Hash") -> Iterator[bytes]:
    for piece in upload.pieces():
        digest.update(piece)
        yield piece


def _row(stored: StoredFile) -> dict[str, object]:
    return {name: getattr(stored, name) for name in StoredFile.__slots__}
