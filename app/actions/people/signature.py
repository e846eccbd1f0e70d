"""The signature below an operator's answers: HTML with its pictures embedded, so every message keeps them."""

from base64 import b64encode

from sqlalchemy import select

from app.actions.message.panel_insert import KEPT_PICTURE, with_addresses
from app.actions.message.uploading import free_uploads_of
from app.config.desk_name import desk_name
from app.config.settings import Settings
from app.core.errors import BadFields
from app.desk import Desk
from app.html_safety import SafeHtml, text_to_html
from app.nouns.operator import Operator
from app.text.languages import _
from sql.tables import attachments

PICTURE_BYTES = 64 * 1024  # each answer carries it: a logo, no photograph


def first_signature(name: str, settings: Settings) -> SafeHtml:
    """The default signature: who is writing, and for whom."""
    return text_to_html(f"{name}\n{desk_name(settings)}")


async def with_pictures_inside(desk: Desk, operator: Operator, clean: SafeHtml) -> SafeHtml:
    """The cleaned signature with the operator's own uploads written out in it. Raises BadFields for one that is too large.

    A picture that belongs to someone else or to another message loses its address.
    """
    keys = set(KEPT_PICTURE.findall(clean))
    if not keys:
        return clean
    mine = select(attachments).where(attachments.c.key.in_(keys), free_uploads_of(operator))
    found = {row.key: row for row in await desk.db.fetch_all(mine)}
    addresses = {f"/attachments/{key}": "" for key in keys}
    for key, row in found.items():
        if row.size_bytes > PICTURE_BYTES:
            words = _("%(name)s is too large for a signature. Use a picture of up to %(most)d KB.")
            raise BadFields({"signature": words % {"name": row.name, "most": PICTURE_BYTES // 1024}})
        written = b64encode(await desk.storage.get(key)).decode("ascii")
        addresses[f"/attachments/{key}"] = f"data:{row.content_type};base64,{written}"
    return with_addresses(clean, addresses)
