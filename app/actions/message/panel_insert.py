"""Click to paste: a plug-in's card becomes HTML for the answer, its pictures files that go with the answer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.actions.change import Change
from app.actions.message.uploading import attach_uploads, free_uploads_of, keep_upload
from app.desk import Desk
from app.files.kinds import Upload
from app.html_safety import SafeHtml, clean_answer_html
from app.html_safety.images import map_images
from app.nouns.message import Attachment
from app.nouns.operator import Operator
from app.plugins.panel import Form
from app.plugins.running import RunningPanel
from app.queries.ticket.tickets import ticket_for
from sql.tables import attachments

KEPT_PICTURE = re.compile(r'<img src="/attachments/([0-9a-f]{32})"')  # as the cleaner writes it


@dataclass(frozen=True, slots=True)
class Pasted:
    """What the composer puts at the cursor, and the files whose keys it sends with the answer."""

    html: SafeHtml
    attachments: tuple[Attachment, ...]


async def paste_cards(
    desk: Desk,
    operator: Operator,
    ticket_id: int,
    panel: RunningPanel,
    card_ids: Sequence[str],
    form: Form,
    now_ms: int,
) -> Pasted:
    """Ask the panel for these cards in the customer's language, keep their pictures, name those in the HTML.

    Who may read the ticket may paste: what is pasted goes nowhere before someone may send it. Raises NotFound,
    PanelSlow, PanelFailed, TooLarge.
    """
    ticket = await ticket_for(desk, operator, ticket_id)
    made = await panel.insert(card_ids, form, ticket.language)
    addresses: dict[str, str] = {}
    kept = []
    for picture in made.pictures:
        upload = Upload(picture.name, picture.content_type, picture.content, inline=True)
        kept.append(await keep_upload(desk, operator, upload, now_ms))
        addresses[f"cid:{picture.name}"] = f"/attachments/{kept[-1].key}"
    return Pasted(with_addresses(made.html, addresses), tuple(kept))


async def attach_pasted(tx: Change, operator: Operator, message_id: int, html: SafeHtml) -> None:
    """Attach the operator's own uploads shown as pictures in this text to its message, inside its action.

    The text itself shows which: a paste that was undone leaves nothing, one in a restored draft is found again. What
    belongs to another message, to a template or to someone else, stays where it is, and the mail goes without it.
    """
    keys = set(KEPT_PICTURE.findall(html))
    if not keys:
        return
    mine = attachments.c.key.in_(keys) & free_uploads_of(operator)
    found = await tx.db.fetch_all(select(attachments.c.key).where(mine))
    await attach_uploads(tx, operator, message_id, [row.key for row in found])


def with_addresses(clean: str, addresses: Mapping[str, str]) -> SafeHtml:
    """The cleaned HTML with its pictures where they are kept; a picture that did not come loses its address."""

    def placed(attributes: dict[str, str]) -> dict[str, str]:
        source = attributes.pop("src", "")
        address = addresses.get(source, "" if source.startswith("cid:") else source)
        return {"src": address, **attributes} if address else attributes

    return clean_answer_html(map_images(clean, placed))
