"""The mails with which operators set their password: an invitation, a reset."""

from app.credentials.link_tokens import token_of
from app.nouns.reasons import reason
from app.queries.people.password_links import has_password_link
from app.text.languages import _
from app.text.one_line import header_line
from mail.composing import header_text
from mail.composing.context import ComposeContext
from mail.composing.drawn import drawn
from mail.composing.faults import CannotCompose
from mail.composing.outgoing_mail import OutgoingMail

HIDDEN = "…"  # in the place of the token, for who reads the mail in the console


async def password_reset(context: ComposeContext) -> OutgoingMail:
    """The link that sets a new password, to who asked for it on the sign-in page."""
    subject = _("Reset your password for %(brand)s") % {"brand": context.brand}
    return await _with_link(context, "password_reset", subject)


async def invitation(context: ComposeContext) -> OutgoingMail:
    """The link that sets the first password, and who invites."""
    subject = _("Your invitation to %(brand)s") % {"brand": context.brand}
    by = header_line(str(context.mail.details.get("by", "")), header_text.NAME_CHARS)
    return await _with_link(context, "invitation", subject, by=by)


async def _with_link(context: ComposeContext, kind: str, subject: str, **more: object) -> OutgoingMail:
    settings = context.desk.settings
    facts = {
        "address": context.recipients[0],
        "link": f"{settings.base_url}/password/{await _token(context)}",
        **more,
    }
    return drawn(context, kind, subject, facts, automatic="auto-generated")


async def _token(context: ComposeContext) -> str:
    """The link's token. Raises CannotCompose for one that is no longer valid: it was replaced, or the person left."""
    nonce = str(context.mail.details.get("nonce", ""))
    if not nonce:
        return HIDDEN
    token = token_of(context.desk.settings, nonce)
    if not await has_password_link(context.desk, token):
        raise CannotCompose(reason("link_dead"))
    return token
