"""The mails that let somebody who works at the desk set their password: an invitation, a reset."""

from sqlalchemy import select

from app.actions.signing import digest_of
from app.languages import _
from app.link_tokens import token_of
from app.reasons import reason
from mail.composing import header_text
from mail.composing.drawn import drawn
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
        "address": ground.recipients[0],
        "link": f"{settings.base_url}/password/{await _token(ground)}",
        **more,
    }
    return drawn(ground, kind, subject, facts, automatic="auto-generated")


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
