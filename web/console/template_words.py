"""What the console calls the variables of templates, and the languages in which one can be written."""

from app.languages import _, available
from app.placeholders import NAMES
from app.template import Template
from web.language_names import language_name

COMMON = (
    *("ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "he", "hr", "hu", "it", "ja", "lt", "lv"),
    *("nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk", "zh"),
)


def variable_words() -> dict[str, str]:
    """Every variable by the name that stands in the braces, in the order in which they are offered."""
    words = {
        "customer.first_name": _("First name of the customer"),
        "customer.name": _("Name of the customer"),
        "customer.email": _("Mail address of the customer"),
        "customer.phone": _("Phone of the customer"),
        "customer.address": _("Address of the customer"),
        "customer.city": _("City of the customer"),
        "customer.country": _("Country of the customer"),
        "ticket.number": _("Number of the ticket"),
        "ticket.subject": _("Subject of the ticket"),
        "ticket.link": _("Link to the ticket page"),
        "ticket.opened": _("Day on which it was opened"),
        "operator.first_name": _("Your first name"),
        "operator.name": _("Your name"),
        "operator.email": _("Your mail address"),
        "group.name": _("Name of the group"),
        "desk.name": _("Name of the desk"),
        "today": _("Today's date"),
    }
    return {name: words[name] for name in NAMES}


def template_languages(templates: list[Template]) -> dict[str, str]:
    """Code to name: those of the desk, of its templates, and the common ones, by name."""
    codes = {*available(), *COMMON, *(one.language for one in templates if one.language)}
    return dict(sorted(((code, language_name(code)) for code in codes), key=lambda pair: pair[1].casefold()))
