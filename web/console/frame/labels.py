"""What the console calls things: statuses, sources, kinds of messages, states of mail, people in sentences."""

from collections.abc import Mapping
from typing import Any

from app.actions.message.misaddressed import mentioned_ticket
from app.credentials.devices import device_words
from app.nouns.event import Actor, Event
from app.nouns.message import TYPED_BY_OPERATOR, page_it_came_from
from app.nouns.offer import Offer, OfferKind
from app.nouns.outbound_mail import OutboxState
from app.nouns.status import Status
from app.text.languages import _, pgettext
from app.text.lists import listed
from web.console.frame.setting_words import setting_value, setting_words

SOURCE_ICONS = {"mail": "mail", "operator": "pen", "api": "program", "form": "globe", "web": "globe"}


def status_words(status: str) -> str:
    """The status as operators call it."""
    return {
        Status.OPEN: pgettext("status", "Open"),
        Status.WAITING_FOR_CUSTOMER: pgettext("status", "Waiting for customer"),
        Status.WAITING_FOR_OPERATOR: pgettext("status", "Waiting for operator"),
        Status.CLOSED: pgettext("status", "Closed"),
        Status.DUPLICATE: pgettext("status", "Duplicate"),
        Status.SOLVED: pgettext("status", "Solved"),
        Status.UNSOLVED: pgettext("status", "Unsolved"),
        Status.REJECTED_OFFER: pgettext("status", "Rejected offer"),
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
        Status.REJECTED_OFFER: _("Send and mark offer rejected"),
    }.get(Status(status), _("Send"))


def source_words(source: str | None) -> str:
    """How a ticket or message came."""
    return {
        "web": _("via web form"),
        "form": _("via form on another site"),
        "mail": _("by email"),
        "api": _("via the API"),
        "operator": _("by an operator"),
    }.get(source or "", source or "")


def source_icon(source: str | None) -> str:
    """The icon of that way."""
    return SOURCE_ICONS.get(source or "", "globe")


def delivery_words(state: str | None) -> str:
    """The delivery of an email, in words."""
    words: dict[str, str] = {
        OutboxState.UNDOABLE: _("can still be undone"),
        OutboxState.QUEUED: _("queued"),
        OutboxState.SENDING: _("sending"),
        OutboxState.SENT: _("sent"),
        OutboxState.FAILED: _("not sent"),
        OutboxState.BOUNCED: _("bounced"),
        # Translators: of an answer that was taken back before it was sent
        OutboxState.RECALLED: _("undone"),
    }
    return words.get(state or "", state or "")


def trouble_words(trouble: str) -> str:
    """The trouble with an undelivered answer."""
    words: dict[str, str] = {
        OutboxState.BOUNCED: _("an answer bounced"),
        OutboxState.FAILED: _("an answer could not be sent"),
    }
    return words.get(trouble, trouble)


def warning_words(warning: str, email: str) -> str:
    """What an operator should know about where a mail came from."""
    known = {
        "other_sender": _("From %(email)s, which is not this ticket's customer."),
        "unverified": _("Sender not verified: this may not be from %(email)s."),
        "dmarc_fail": _("The sender's own domain says this email is not from %(email)s."),
        "operator": _("This claims to come from %(email)s, an operator. Operators never answer by email."),
        "own": _("This claims to come from %(email)s, our own address. We did not send it."),
        "reaction": _("%(email)s reacted to a message."),
        "maybe_bounce": _("This may be a delivery report, or a person's email about one. Nothing else was changed."),
        "automatic": _("Automatic reply from %(email)s."),
        TYPED_BY_OPERATOR: _("An operator wrote this on the customer's page. The activity log says who."),
    }
    if mentioned_ticket(warning):
        return _("%(email)s mentioned a ticket that is not theirs, so this opened a new one.") % {"email": email}
    if page_it_came_from(warning):
        return _("Sender not verified: this may not be from %(email)s. Written to a duplicate:") % {"email": email}
    return known.get(warning, _("Be careful: this email from %(email)s could not be verified.")) % {"email": email}


def offer_words(offer: Offer) -> str:
    """Which other address a mail names for its ticket's customer, as a question."""
    return {
        OfferKind.REPLY_TO: _("The sender asks for answers at %(email)s (Reply-To). Make it the ticket's address?"),
        OfferKind.SENDER: _(
            "Opened for the Reply-To of %(email)s, as set for this sender. Make %(email)s the ticket's address instead?"
        ),
        OfferKind.FORWARDED: _("Forwarded from %(email)s. Make them the customer?"),
    }[offer.kind] % {"email": offer.email}


def authentication_words(verdict: str) -> str:
    """What the desk's own mail server, or our own check, said of a mail's sender."""
    return {
        "pass": _("The sender's domain confirms this email (DMARC: pass)."),
        "fail": _("The sender's domain says this email is not theirs (DMARC: fail)."),
    }.get(verdict, _("Sender not checked (no DMARC result)."))


def authentication_icon(verdict: str) -> str:
    """The icon beside the sender."""
    return {"pass": "check", "fail": "warning"}.get(verdict, "info")


def field_words(changes: Mapping[str, Any] | None) -> str:
    """Which fields of a ticket were changed."""
    names = {
        "name": _("the name"),
        "email": _("the email address"),
        "phone": _("the phone number"),
        "address": _("the address"),
        "city": _("the city"),
        "country": _("the country"),
        "subject": _("the subject"),
        "group_id": _("the group"),
        "group": _("the group"),
        "language": _("the language"),
    }
    return listed(names.get(name, name) for name in changes or {})


def person_field_words(changes: Mapping[str, Any] | None) -> str:
    """What was changed about a person."""
    names = {
        "name": _("the name"),
        "email": _("the email address"),
        "role": _("the role"),
        "groups": _("the groups"),
        "language": _("the language"),
        "timezone": _("the time zone"),
        "password": _("the password"),
        "signature": _("the signature"),
        "second_factor": _("the second factor"),
        "recovery_codes": _("the recovery codes"),
        "active": _("whether they can sign in"),
    }
    return listed(names.get(name, name) for name in changes or {})


def customer_field_words(changes: Mapping[str, Any] | None) -> str:
    """What was changed about a customer."""
    names = {"name": _("the name"), "language": _("the language"), "note": _("the note")}
    return listed(names.get(name, name) for name in changes or {})


def mailbox_field_words(changes: Mapping[str, Any] | None) -> str:
    """What was changed about a mailbox."""
    names = {
        "account": _("the account"),
        "password": _("the password"),
        "group_id": _("the group"),
        "sender_name": _("the sender name"),
        "sender_email": _("the sender address"),
        "enabled": _("whether it is read"),
    }
    return listed(names.get(name, name) for name in changes or {})


def actor_words(actor: Actor) -> str:
    """Who did it."""
    others = {
        "customer": _("Customer"),
        "system": _("Deskbell"),
        "api": _("API"),
        "third_party": _("Third party"),
    }
    return actor.name or others.get(actor.kind, actor.kind)


def first_name(name: str) -> str:
    """The name in a sentence: "Maria has this ticket"."""
    return name.split(maxsplit=1)[0] if name.split() else name


class Details(dict[str, Any]):
    """An event's details; those an older or other event lacks are None, so sentences can test for them."""

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
        delivery_words,
        trouble_words,
        warning_words,
        offer_words,
        mentioned_ticket,
        page_it_came_from,
        authentication_words,
        authentication_icon,
        field_words,
        person_field_words,
        customer_field_words,
        mailbox_field_words,
        device_words,
        actor_words,
        first_name,
        details_of,
    )
}
