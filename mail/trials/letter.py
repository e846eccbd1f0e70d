"""The mail that a trial sends."""

from email.utils import parseaddr
from html import escape

from app.config.mail_trial import TrialPlan
from app.config.settings import Settings
from app.credentials.trial_marks import trial_message_id
from app.text.languages import _, speaking
from mail.composing import Composed
from mail.composing.addresses import checked_address
from mail.composing.outgoing_mail import OutgoingMail, to_bytes
from mail.composing.signature import signed


def trial_letter(settings: Settings, plan: TrialPlan, address: str, now_ms: int) -> tuple[Composed, str]:
    """A mail to this address, signed as the desk signs, and its Message-ID. Raises CannotCompose, CannotSign.

    It blocks: signing and composing compute.
    """
    name, sender = parseaddr(plan.sender)
    sender, recipient = checked_address(sender or address), checked_address(address)
    domain = sender.rpartition("@")[2]
    message_id = trial_message_id(settings, domain)
    with speaking(plan.language):
        subject = _("Test email from %(brand)s") % {"brand": plan.brand}
        text = _("This is a test. It shows that the mail server of %(brand)s works. You can delete it.")
    text = text % {"brand": plan.brand}
    mail = OutgoingMail(
        sender=(name or plan.brand, sender),
        to=("", recipient),
        subject=subject,
        message_id=message_id,
        date_ms=now_ms,
        text=f"{text}\n",
        html=f"<p>{escape(text)}</p>",
        loop_mark=domain,
        automatic="auto-generated",
    )
    return Composed(sender, (recipient,), signed(settings, to_bytes(mail))), message_id
