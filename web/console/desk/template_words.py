"""What the console calls the variables of templates, and the languages in which one can be written."""

from app.nouns.placeholders import NAMES
from app.nouns.template import Template
from app.text.languages import _, available
from web.pages.language_names import language_name

COMMON = (
    *("ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "he", "hr", "hu", "it", "ja", "lt", "lv"),
    *("nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk", "zh"),
)


def variable_words() -> dict[str, str]:
    """Every variable by its name in the braces, in the order they are offered."""
    words = {
        # Translators: names of placeholders in templates
        "customer.first_name": _("Customer first name"),
        "customer.name": _("Customer name"),
        "customer.email": _("Customer email"),
        "customer.phone": _("Customer phone"),
        "customer.address": _("Customer address"),
        "customer.city": _("Customer city"),
        "customer.country": _("Customer country"),
        "ticket.number": _("Ticket number"),
        "ticket.subject": _("Ticket subject"),
        "ticket.link": _("Link to the ticket page"),
        "ticket.opened": _("Date the ticket was opened"),
        "operator.first_name": _("Your first name"),
        "operator.name": _("Your name"),
        "operator.email": _("Your email address"),
        "group.name": _("Group name"),
        "desk.name": _("Desk name"),
        "today": _("Today's date"),
    }
    return {name: words[name] for name in NAMES}


def template_languages(templates: list[Template]) -> dict[str, str]:
    """Code to name: those of the desk, of its templates, and the common ones, by name."""
    codes = {*available(), *COMMON, *(one.language for one in templates if one.language)}
    return dict(sorted(((code, language_name(code)) for code in codes), key=lambda pair: pair[1].casefold()))
