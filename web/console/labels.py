"""What the console calls things: statuses, sources, kinds of messages, states of mail, people in sentences."""

from collections.abc import Mapping
from typing import Any

from app.actions.strays import mentioned_ticket
from app.event import Actor, Event
from app.languages import _
from app.status import Status
from web.console.setting_words import setting_value, setting_words

SOURCE_ICONS = {"mail": "mail", "operator": "pen", "api": "program", "form": "globe", "web": "globe"}


def status_words(status: str) -> str:
    """The status as operators call it."""
    return {
        Status.OPEN: _("Open"),
        Status.WAITING_FOR_CUSTOMER: _("Waiting for customer"),
        Status.WAITING_FOR_OPERATOR: _("Waiting for operator"),
        Status.CLOSED: _("Closed"),
        Status.DUPLICATE: _("Duplicate"),
        Status.SOLVED: _("Solved"),
        Status.UNSOLVED: _("Unsolved"),
        Status.REJECTED_OFFER: _("Rejected offer"),
    }.get(Status(status), status)


def send_words(status: str) -> str:
    """What the button says that sends an answer and sets this status."""
    return {
        Status.OPEN: _("Send and set open"),
        Status.WAITING_FOR_CUSTOMER: _("Send and set waiting for customer"),
        Status.WAITING_FOR_OPERATOR: _("Send and set waiting for operator"),
        Status.CLOSED: _("Send and close"),
        Status.SOLVED: _("Send and set solved"),
        Status.UNSOLVED: _("Send and set unsolved"),
        Status.REJECTED_OFFER: _("Send and set rejected offer"),
    }.get(Status(status), _("Send"))


def source_words(source: str | None) -> str:
    """How a ticket or message came."""
    return {
        "web": _("with the web form"),
        "form": _("with an outside form"),
        "mail": _("by mail"),
        "api": _("through the API"),
        "operator": _("by an operator"),
    }.get(source or "", source or "")


def source_icon(source: str | None) -> str:
    """The icon of that way."""
    return SOURCE_ICONS.get(source or "", "globe")


def kind_words(kind: str | None) -> str:
    """What was written."""
    return {
        "customer": _("a message"),
        "answer": _("an answer"),
        "note": _("an internal note"),
        "third_party": _("a message from a third party"),
        "to_third_party": _("a message to a third party"),
    }.get(kind or "", kind or "")


def delivery_words(state: str | None) -> str:
    """What became of a mail."""
    return {
        "held": _("held"),
        "queued": _("queued"),
        "sending": _("leaving"),
        "sent": _("sent"),
        "failed": _("not sent"),
        "bounced": _("bounced"),
        "recalled": _("taken back"),
    }.get(state or "", state or "")


def trouble_words(trouble: str) -> str:
    """What became of an answer that did not arrive."""
    return {"bounced": _("an answer bounced"), "failed": _("an answer could not be sent")}.get(trouble, trouble)


def warning_words(warning: str, email: str) -> str:
    """What an operator should know about where a mail came from."""
    known = {
        "other_sender": _("From %(email)s, which is not this ticket's customer."),
        "unverified": _("Nothing proves that %(email)s sent this."),
        "dmarc_fail": _("The sender's own domain says that this mail is not from %(email)s."),
        "operator": _("It names %(email)s, an operator's address, as its sender. A mail never speaks for an operator."),
        "own": _("It names %(email)s, the desk's own address, as its sender. The desk did not send it."),
        "automatic": _("An automatic reply of %(email)s, not a person's."),
    }
    if mentioned_ticket(warning):
        return _("%(email)s names another ticket, which is not theirs: it stands here alone.") % {"email": email}
    return known.get(warning, _("Take care: this mail from %(email)s could not be verified.")) % {"email": email}


def authentication_words(verdict: str) -> str:
    """What the desk's own mail server said of a mail's sender."""
    return {
        "pass": _("The sender's domain vouches for this mail (DMARC: pass)."),
        "fail": _("The sender's domain says that this mail is not theirs (DMARC: fail)."),
    }.get(verdict, _("Nobody checked whether this sender is who they say (no DMARC result)."))


def authentication_icon(verdict: str) -> str:
    """The icon beside the sender."""
    return {"pass": "check", "fail": "warning"}.get(verdict, "info")


def field_words(changes: Mapping[str, Any] | None) -> str:
    """Which fields of a ticket were changed."""
    names = {
        "name": _("the name"),
        "email": _("the mail address"),
        "phone": _("the phone number"),
        "address": _("the address"),
        "city": _("the city"),
        "country": _("the country"),
        "subject": _("the subject"),
        "group_id": _("the group"),
        "group": _("the group"),
        "language": _("the language"),
    }
    return ", ".join(names.get(name, name) for name in changes or {})


def actor_words(actor: Actor) -> str:
    """Who did it."""
    others = {
        "customer": _("Customer"),
        "system": _("Deskbell"),
        "api": _("A program"),
        "third_party": _("Third party"),
    }
    return actor.name or others.get(actor.kind, actor.kind)


def first_name(name: str) -> str:
    """The name in a sentence: "Maria is answering"."""
    return name.split(maxsplit=1)[0] if name.split() else name


class Details(dict[str, Any]):
    """What an event holds; what an older or other event does not hold is None, so that a sentence can ask."""

    def __missing__(self, name: str) -> None:
        """Nothing."""
        return


def details_of(event: Event) -> Details:
    """The event's details, for sentences."""
    return Details(event.told)


LABELS = {
    call.__name__: call
    for call in (
        setting_words,
        setting_value,
        status_words,
        send_words,
        source_words,
        source_icon,
        kind_words,
        delivery_words,
        trouble_words,
        warning_words,
        mentioned_ticket,
        authentication_words,
        authentication_icon,
        field_words,
        actor_words,
        first_name,
        details_of,
    )
}
