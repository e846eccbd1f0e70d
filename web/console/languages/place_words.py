"""Where a text stands, in words: the part of the desk that its file draws."""

from app.text.languages import _
from app.translations.known_texts import KnownText

_PARTS = (
    ("list", ("web/templates/console/list/", "web/console/list/", "app/queries/lists/")),
    ("composer", ("web/templates/console/composer/", "web/console/ticket/answers", "app/actions/message/", "web/templates/shared/format_bar")),
    ("ticket", ("web/templates/console/ticket/", "web/templates/console/dialogs/", "web/console/ticket/", "web/templates/console/print/",
                "app/actions/ticket/", "web/templates/console/new_ticket/")),
    ("labels", ("web/console/frame/labels", "app/text/reason_words", "app/nouns/")),
    ("search", ("web/templates/console/search/", "web/console/frame/search_words", "app/search/")),
    ("customers", ("web/templates/console/customers/", "web/console/customers/", "app/actions/customer/")),
    ("figures", ("web/templates/console/figures/", "web/console/figures/", "web/charts/", "app/counting/", "app/queries/figures/")),
    ("wall", ("web/templates/console/wall/", "web/console/wall/")),
    ("log", ("web/templates/console/settings/log", "web/console/desk/log")),
    ("people", ("web/templates/console/people/", "web/console/people/", "app/actions/people/", "web/templates/console/settings/me",
                "web/templates/console/settings/own_", "web/templates/second_factor/")),
    ("groups", ("web/templates/console/groups/", "web/console/groups/", "app/actions/group/", "app/hours/")),
    ("templates", ("web/templates/console/settings/template", "web/console/desk/template", "app/actions/desk/templates")),
    ("forms", ("web/templates/console/forms/", "web/console/desk/forms", "app/site_forms/", "web/templates/console/api_keys/",
               "web/console/desk/api_keys", "app/actions/api/", "web/templates/api/", "web/api/")),
    ("mail", ("web/templates/console/mail", "web/console/mail/", "app/actions/mail/")),
    ("languages", ("web/templates/console/languages/", "web/console/languages/", "app/translations/")),
    ("settings", ("web/templates/console/settings/", "web/console/settings/", "app/config/", "web/console/frame/setting_words", "app/actions/desk/")),
    ("frame", ("web/templates/console/", "web/console/")),
    ("public", ("web/templates/public/", "web/public/", "web/outside/", "web/templates/error", "web/templates/offline")),
    ("sign_in", ("web/templates/sign_in", "web/templates/password", "web/templates/set_up", "web/templates/door", "web/sign_in/", "app/credentials/")),
    ("emails", ("mail/",)),
)  # fmt: skip
_OTHERS = "others"


def part_words() -> dict[str, str]:
    """The parts of the desk, in the order of a choice."""
    return {
        "list": _("Ticket list"),
        "ticket": _("Ticket"),
        "composer": _("Writing an answer"),
        "labels": _("Statuses and other labels"),
        "search": _("Search"),
        "frame": _("Menu, palette and keys"),
        "customers": _("Customers"),
        "figures": _("Statistics"),
        "wall": _("Live wall"),
        "log": _("Activity log"),
        "people": _("People and profile"),
        "groups": _("Groups"),
        "templates": _("Templates"),
        "forms": _("Forms, keys and API"),
        "mail": _("Mail pages"),
        "languages": _("Languages"),
        "settings": _("Settings"),
        "public": _("Customers' pages"),
        "sign_in": _("Sign-in"),
        "emails": _("Emails"),
        _OTHERS: _("Other messages"),
    }


def part_of(path: str) -> str:
    """The part that this file draws."""
    return next((name for name, begins in _PARTS if path.startswith(begins)), _OTHERS)


def parts_of(text: KnownText) -> tuple[str, ...]:
    """All parts in which the text stands, the first first."""
    return tuple(dict.fromkeys(part_of(path) for path in text.places)) or (_OTHERS,)
