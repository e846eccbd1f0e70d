"""The mails that let somebody who works at the desk set their password: an invitation, a reset."""

from sqlalchemy import select

from app.actions.signing import digest_of
from app.languages import _
from app.link_tokens import token_of
from app.reasons import reason
from mail.composing import header_text
from mail.composing.drawing import draw
from mail.composing.facts import Ground
from mail.composing.faults import CannotCompose
from mail.composing.sheet import Sheet
from sql.tables import password_links

HIDDEN = "…"  # in the place of the token, for who reads the mail in the console


async def password_reset(ground: Ground) -> Sheet:
    """The link that sets a new password, to who asked for it on the sign-in page."""
    subject = _("A new password for %(brand)s") % {"brand": ground.brand}
    return await _with_link(ground, "password_reset", subject)


async def invitation(ground: Ground) -> Sheet:
    """The link that sets the first password, and who invites."""
    subject = _("Your invitation to %(brand)s") % {"brand": ground.brand}
    by = header_text.harmless(str(ground.row.details.get("by", "")), header_text.NAME_CHARS)
    return await _with_link(ground, "invitation", subject, by=by)


async def _with_link(ground: Ground, kind: str, subject: str, **more: object) -> Sheet:
    settings = ground.desk.settings
    facts = {
        "brand": ground.brand,
        "number": "",
        "subject": subject,
        "address": ground.recipients[0],
        "link": f"{settings.base_url}/password/{await _token(ground)}",
        **more,
    }
    text, html = draw(kind, facts)
    return Sheet(
        sender=ground.sender,
        to=("", ground.recipients[0]),
        subject=subject,
        message_id=ground.row.mime_message_id,
        date_ms=ground.row.created_ms,
        text=text,
        html=html,
        loop_mark=ground.loop_mark,
        automatic="auto-generated",
    )


async def _token(ground: Ground) -> str:
    """The link's token. Raises CannotCompose for one that opens nothing any more: it was replaced, or the person left."""
    nonce = str(ground.row.details.get("nonce", ""))
    if not nonce:
        return HIDDEN
    token = token_of(ground.desk.settings, nonce)
    known = select(password_links.c.operator_id).where(password_links.c.token_sha256 == digest_of(token))
    if await ground.desk.db.fetch_val(known) is None:
        raise CannotCompose(reason("link_dead"))
    return token
