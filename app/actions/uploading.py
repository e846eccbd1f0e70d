"""Files: stored before the transaction that names them, so that it stays short; what no row names is swept later."""

import hashlib
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import ColumnElement, insert, select, update

from app.actions.change import Held
from app.codes import new_key
from app.desk import Desk
from app.errors import BadFields, DeskError, StorageFull, TooLarge
from app.files import OPAQUE, PICTURE_PIXELS, PICTURES, Upload, clean_file_name, picture_size, safe_type
from app.languages import _
from app.message import Attachment
from app.operator import Operator
from sql.tables import attachments, template_pictures

MEGABYTE = 1024 * 1024


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
    """Files put into the storage for the block, which says which of them a row names: it empties the list of those.

    What is left in the list at the end, or when the act is refused, is forgotten, so that a repeated or refused
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
            words = _("%(name)s is %(size)d MB. Files up to %(limit)d MB fit; a link works too.")
            size = -(-upload.size_bytes // MEGABYTE)
            shown = {"name": clean_file_name(upload.name), "size": size, "limit": desk.settings.max_file_mb}
            raise TooLarge(words % shown)
    check_total(desk, sum(upload.size_bytes for upload in uploads))


def check_total(desk: Desk, size_bytes: int) -> None:
    """Raise TooLarge if all files of one message together are over its limit."""
    if size_bytes > desk.settings.max_message_bytes:
        words = _("All files together are over %(limit)d MB. Send fewer at once; a link works too.")
        raise TooLarge(words % {"limit": desk.settings.max_message_mb})


async def keep_upload(desk: Desk, operator: Operator, upload: Upload, now_ms: int) -> Attachment:
    """Keep a file that an operator picked, for a message yet to be sent."""
    [stored] = await store_files(desk, [upload])
    values = {**_row(stored), "operator_id": operator.id, "created_ms": now_ms}
    attachment_id = await desk.db.execute(insert(attachments).values(values))
    record = await desk.db.fetch_one(select(attachments).where(attachments.c.id == attachment_id))
    return Attachment.from_record(record)


async def attach_stored(held: Held, message_id: int, files: Sequence[StoredFile]) -> None:
    """Write the rows of stored files onto a message, inside its action."""
    for stored in files:
        values = {**_row(stored), "message_id": message_id, "ticket_id": held.ticket.id, "created_ms": held.now_ms}
        await held.db.execute(insert(attachments).values(values))


async def attach_uploads(held: Held, operator: Operator, message_id: int, keys: Sequence[str]) -> None:
    """Move the operator's own uploads onto the message. Raises BadFields(attachments), TooLarge."""
    if not keys:
        return
    wanted, free = attachments.c.key.in_(keys), free_uploads_of(operator)
    found = await held.db.fetch_all(select(attachments.c.size_bytes).where(wanted, free))
    if len(found) != len(set(keys)):
        raise BadFields({"attachments": _("A file is no longer there. Attach it again.")})
    check_total(held.desk, sum(row.size_bytes for row in found))
    values = {"message_id": message_id, "ticket_id": held.ticket.id}
    if await held.db.rowcount(update(attachments).where(wanted, free).values(values)) != len(found):
        raise BadFields({"attachments": _("A file is no longer there. Attach it again.")})  # sent elsewhere meanwhile


def free_uploads_of(operator: Operator) -> ColumnElement[bool]:
    """What they uploaded and no message has. A picture of a template is the template's, whoever uploaded it."""
    of_templates = select(template_pictures.c.attachment_id)
    own = attachments.c.message_id.is_(None) & (attachments.c.operator_id == operator.id)
    return own & attachments.c.id.not_in(of_templates)


async def _store(desk: Desk, upload: Upload) -> StoredFile:
    content_type = safe_type(upload.content_type, upload.content)
    size = picture_size(content_type, upload.content) if content_type in PICTURES else None
    if content_type in PICTURES and (size is None or size[0] * size[1] > PICTURE_PIXELS):
        size, content_type = None, OPAQUE  # a picture that does not say how large it is, or too large, is not shown
    stored = StoredFile(
        key=new_key(),
        name=clean_file_name(upload.name),
        content_type=content_type,
        size_bytes=upload.size_bytes,
        sha256=hashlib.sha256(upload.content).hexdigest(),
        inline=upload.inline,
        content_id=upload.content_id[:255],
        width_px=size[0] if size else None,
        height_px=size[1] if size else None,
    )
    await desk.storage.put(stored.key, upload.content)
    return stored


def _row(stored: StoredFile) -> dict[str, object]:
    return {name: getattr(stored, name) for name in StoredFile.__slots__}
