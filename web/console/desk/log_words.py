"""What the kinds of events are called in the filter of the activity log."""

from app.nouns.event import KINDS
from app.text.languages import _


def families() -> set[str]:
    """The families a search may ask for: `ticket.` for every kind that begins so."""
    return {f"{kind.partition('.')[0]}." for kind in KINDS}


def kind_choices() -> list[tuple[str, str]]:
    """The choices of the filter, whole families first: (kind or family, words)."""
    kinds = kind_words()
    return [*_family_words().items(), *((kind, kinds.get(kind, kind)) for kind in KINDS)]


def kind_words() -> dict[str, str]:
    """What happened, in two or three words, by kind."""
    return {
        **_about_tickets(),
        **_about_messages(),
        **_about_people(),
        "customer.changed": _("Customer changed"),
        "customer.merged": _("Customers merged or separated"),
        "customer.exported": _("Customer data downloaded"),
        "customer.erased": _("Customer data erased"),
        "customer.brake_cleared": _("Automatic emails allowed again"),
        "group.changed": _("Group added or changed"),
        "group.removed": _("Group removed"),
        "template.changed": _("Template added or changed"),
        "template.deleted": _("Template deleted"),
        "template.restored": _("Template restored"),
        "key.added": _("API key added"),
        "key.revoked": _("API key revoked"),
        "form.added": _("Form for other sites added"),
        "form.changed": _("Form for other sites changed"),
        "form.revoked": _("Form for other sites revoked"),
        "setting.changed": _("Setting changed"),
        "text.changed": _("Text changed"),
        "language.added": _("Language added"),
        "language.removed": _("Language removed"),
        "language.imported": _("Texts imported"),
        "mailbox.changed": _("Mailbox added or changed"),
        "mailbox.removed": _("Mailbox removed"),
        "mailbox.polled": _("Mailbox failed or recovered"),
        "mail.kept": _("Email received without a ticket"),
        "mail.delivery": _("Delivery of an email without a ticket"),
        "mail.dismissed": _("Email dismissed"),
        "mail.erased": _("Original emails erased"),
        "mail.set_aside": _("Email could not be read"),
    }


def _about_tickets() -> dict[str, str]:
    return {
        "ticket.opened": _("Ticket opened"),
        "ticket.taken": _("Ticket taken"),
        "ticket.dropped": _("Ticket dropped or released"),
        "ticket.assigned": _("Ticket assigned"),
        "ticket.status": _("Status, snooze or spam changed"),
        "ticket.changed": _("Ticket or customer details changed"),
        "ticket.merged": _("Marked or unmarked as a duplicate"),
        "ticket.proved": _("Address verified"),
        "ticket.deleted": _("Ticket deleted"),
        "ticket.restored": _("Ticket restored"),
        "ticket.erased": _("Ticket erased"),
        "lock.asked": _("Ticket requested from its assignee"),
    }


def _about_messages() -> dict[str, str]:
    return {
        "message.added": _("Message added"),
        "message.recalled": _("Answer undone"),
        "message.shared": _("Message shared with the customer"),
        "message.erased": _("Message erased"),
        "message.moved": _("Message moved"),
        "message.delivery": _("Delivery of a message"),
    }


def _about_people() -> dict[str, str]:
    return {
        "person.signed_in": _("Signed in"),
        "person.signed_out": _("Signed out"),
        "person.sign_in_refused": _("Sign-in refused"),
        "person.changed": _("Person added or changed"),
        "person.deleted": _("Person deleted"),
        "person.link_sent": _("Password link sent"),
        "person.away": _("Away or back"),
    }


def _family_words() -> dict[str, str]:
    words = {
        "ticket.": _("Tickets: all"),
        "message.": _("Messages: all"),
        "customer.": _("Customers: all"),
        "person.": _("People and sign-ins: all"),
        "group.": _("Groups: all"),
        "template.": _("Templates: all"),
        "mail.": _("Mail without a ticket: all"),
    }
    return {family: text for family, text in words.items() if family in families()}
