"""The mail pages' words: outcomes, purposes of our mail, kinds of received mail."""

from app.nouns.inbound_mail import InboundMail, InboundOutcome
from app.nouns.outbound_mail import MailKind
from app.text.languages import _


def outcome_words(outcome: InboundOutcome) -> str:
    """The outcome of a received mail."""
    return {
        InboundOutcome.PENDING: _("waiting to be read"),
        InboundOutcome.OPENED: _("opened a ticket"),
        InboundOutcome.APPENDED: _("added to its ticket"),
        InboundOutcome.INTERNAL: _("added to its ticket, operators only"),
        InboundOutcome.AUTO_REPLY: _("automatic reply"),
        InboundOutcome.BOUNCE: _("delivery report"),
        InboundOutcome.LIST: _("mailing list"),
        InboundOutcome.OWN: _("our own mail"),
        InboundOutcome.DUPLICATE: _("second copy"),
        InboundOutcome.QUARANTINED: _("held for review"),
        InboundOutcome.SET_ASIDE: _("could not be read"),
        InboundOutcome.UNFETCHABLE: _("not delivered to us"),
        InboundOutcome.DISMISSED: _("dismissed"),
    }[outcome]


def outbox_kind_words(kind: MailKind) -> str:
    """What a mail of ours is for."""
    return {
        MailKind.ANSWER: _("answer"),
        MailKind.COPY: _("copy of an answer"),
        MailKind.CONFIRMATION: _("confirmation"),
        MailKind.LOST_CODE: _("link to the ticket page"),
        MailKind.USE_FORM: _("link to the form"),
        MailKind.TO_THIRD_PARTY: _("to a third party"),
        MailKind.NEW_MESSAGE: _("notice: new message"),
        MailKind.DIGEST: _("notice: several messages"),
        MailKind.WEEKLY: _("weekly figures"),
        MailKind.ASSIGNED: _("notice: assigned"),
        MailKind.TAKEN_AWAY: _("notice: taken away"),
        MailKind.MENTIONED: _("notice: mentioned"),
        MailKind.UNDELIVERED: _("notice: not delivered"),
        MailKind.INVITATION: _("invitation"),
        MailKind.PASSWORD_RESET: _("new password"),
    }.get(kind, kind)


def letter_kind_words(kind: str) -> str:
    """What a mail that came is in itself."""
    return {
        "message": _("a person's message"),
        "auto_reply": _("an automatic reply"),
        "bounce": _("a delivery report"),
        "list": _("list or bulk mail"),
        "calendar": _("an invitation to a meeting"),
        "own": _("another help desk's mail"),
        "broken": _("not a readable email"),
    }.get(kind, kind)


def again_words(mail: InboundMail) -> str:
    """What the button says that gives a mail of the ledger another chance; empty where there is none to give."""
    if mail.message_id is not None:
        return ""
    if mail.outcome.is_set_aside:
        return _("Try again")
    return _("Accept") if mail.outcome.may_be_let_in else ""


MAIL_LABELS = {call.__name__: call for call in (outcome_words, outbox_kind_words, letter_kind_words, again_words)}
