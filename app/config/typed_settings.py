"""What is typed for a setting, in the console or in the environment, read as what it has to be. Each fault names its fix."""

import re
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.config.brand_colour import BrandColour
from app.config.logo import Logo
from app.core.errors import BadFields
from app.text.languages import _, available
from app.text.limits import at_most_lines, at_most_on_a_line
from app.text.one_line import one_line

NEW_TICKETS: Final = ("open", "form", "hold")
SECOND_FACTOR_FOR: Final = ("nobody", "administrators", "everybody")
FIGURES_SEEN: Final = ("own", "groups", "everybody")
UNDO_SECONDS: Final = (0, 60)
RELEASE_MIN: Final = (5, 7 * 24 * 60)  # below five minutes a laptop's lid would cost its owner a ticket
RAW_MAIL_DAYS: Final = (1, 3650)
STRANGER_MAILS: Final = {"hour": (1, 20), "day": (1, 100), "minute": (1, 600)}
LONGEST_NAME: Final = 80
MOST_LINES, MOST_LINES_CHARS = 8, 600
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def undo_seconds(typed: str) -> int:
    """For how long an answer can be undone. Raises BadFields(undo_seconds)."""
    return _number("undo_seconds", typed, UNDO_SECONDS)


def release_after_min(typed: str) -> int:
    """After how many minutes offline a ticket is released; 0: never. Raises BadFields(release_after_min)."""
    return _number("release_after_min", typed, RELEASE_MIN, zero=True)


def raw_mail_days(typed: str) -> int:
    """For how many days originals of mails are kept; 0: for ever. Raises BadFields(raw_mail_days)."""
    return _number("raw_mail_days", typed, RAW_MAIL_DAYS, zero=True)


def stranger_mails_per_hour(typed: str) -> int:
    """How many automatic mails one address gets an hour. Raises BadFields(stranger_mails_per_hour)."""
    return _number("stranger_mails_per_hour", typed, STRANGER_MAILS["hour"])


def stranger_mails_per_day(typed: str) -> int:
    """How many it gets a day. Raises BadFields(stranger_mails_per_day)."""
    return _number("stranger_mails_per_day", typed, STRANGER_MAILS["day"])


def stranger_mails_per_minute(typed: str) -> int:
    """How many leave a minute to all addresses together. Raises BadFields(stranger_mails_per_minute)."""
    return _number("stranger_mails_per_minute", typed, STRANGER_MAILS["minute"])


def zone_name(typed: str) -> str:
    """The time zone of this name. Raises BadFields(timezone)."""
    try:
        return ZoneInfo(typed.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadFields({"timezone": _("Unknown time zone. Use a name such as Europe/Berlin.")}) from None


def desk_name(typed: str) -> str:
    """A name on one line. Raises BadFields(desk_name)."""
    name = " ".join(typed.split())
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise BadFields({"desk_name": at_most_on_a_line(LONGEST_NAME)})
    return name


def colour(typed: str) -> str:
    """The desk's own colour as `#rrggbb`; empty: Deskbell's. Raises BadFields(colour) for one that texts cannot be read on."""
    text = typed.strip().lower()
    if not text:
        return ""
    if not _COLOUR.fullmatch(text):
        raise BadFields({"colour": _("Enter a colour as # and six digits, such as #1a5276.")})
    found = BrandColour(text)
    if not found.can_be_read:
        words = _("White text on %(colour)s has a contrast of %(ratio)s; 4.5 is needed to be readable. Try %(better)s.")
        told = {"colour": text, "ratio": f"{int(found.on_light * 10) / 10:.1f}", "better": found.readable}
        raise BadFields({"colour": words % told})
    return text


def logo(typed: str) -> str:
    """The logo as it is kept (`Logo`); empty: none. Raises BadFields(logo)."""
    if typed and Logo.from_text(typed) is None:
        raise BadFields({"logo": _("Choose a PNG or JPEG picture.")})
    return typed


def postal_address(typed: str) -> str:
    """Lines below pages and mails. Raises BadFields(postal_address)."""
    return _lines("postal_address", typed)


def legal_lines(typed: str) -> str:
    """Lines below these. Raises BadFields(legal_lines)."""
    return _lines("legal_lines", typed)


def new_tickets(typed: str) -> str:
    """What becomes of a mail without a ticket. Raises BadFields(mail_new_tickets)."""
    return _one_of("mail_new_tickets", typed, NEW_TICKETS)


def second_factor_for(typed: str) -> str:
    """Whose sign-in needs a second factor. Raises BadFields(second_factor_for)."""
    return _one_of("second_factor_for", typed, SECOND_FACTOR_FOR)


def figures_seen(typed: str) -> str:
    """Whose figures operators see: their own, those of their groups' people, everybody's. Raises BadFields(figures_seen)."""
    return _one_of("figures_seen", typed, FIGURES_SEEN)


def language(typed: str) -> str:
    """A language that the desk speaks. Raises BadFields(language)."""
    code = typed.strip()
    if code not in available():
        words = _("The desk does not speak this language. Choose one of: %(languages)s.")
        raise BadFields({"language": words % {"languages": ", ".join(available())}})
    return code


def _one_of(name: str, typed: str, choices: tuple[str, ...]) -> str:
    if typed not in choices:
        raise BadFields({name: _("Choose one of: %(choices)s.") % {"choices": ", ".join(choices)}})
    return typed


def _lines(name: str, typed: str) -> str:
    lines = [one_line(line) for line in typed.strip().splitlines()]
    text = "\n".join(lines)
    if len(lines) > MOST_LINES or len(text) > MOST_LINES_CHARS:
        raise BadFields({name: at_most_lines(MOST_LINES, MOST_LINES_CHARS)})
    return text


def _number(name: str, typed: str, bounds: tuple[int, int], *, zero: bool = False) -> int:
    least, most = bounds
    text = typed.strip() or ("0" if zero else "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < len(str(most)) + 1 else -1
    if not (least <= number <= most or (zero and number == 0)):
        words = _("Enter a whole number from %(least)d to %(most)d.")
        if zero:
            words = _("Enter a whole number from %(least)d to %(most)d, or leave this empty for never.")
        raise BadFields({name: words % {"least": least, "most": most}})
    return number
