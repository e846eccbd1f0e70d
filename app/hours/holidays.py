"""Public holidays of a country or region from the package `holidays`, an extra of the desk: `pip install deskbell[holidays]`.

They are written among a group's special days, where they can be read and taken out: a package that learns of another
holiday later changes nothing that was counted.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.util import find_spec

from app.core.errors import BadFields
from app.hours.opening_hours import SpecialDay
from app.text.languages import _, current_language


def has_holidays() -> bool:
    """Whether the package is there."""
    return find_spec("holidays") is not None


@cache
def holiday_countries() -> frozenset[str]:
    """The countries that it knows (ISO 3166-1 alpha-2); none where it is not there."""
    if not has_holidays():
        return frozenset()
    import holidays  # noqa: PLC0415  an extra, and a third of a second

    return frozenset(code for code in holidays.list_supported_countries() if len(code) == 2)  # noqa: PLR2004  alpha-2


def public_holidays(country: str, region: str, years: Iterable[int]) -> dict[date, SpecialDay]:
    """The holidays of these years, closed, with their names in the reader's language where it has them.

    Takes up to a second. Raises BadFields(country, region).
    """
    if country not in holiday_countries():
        raise BadFields({"country": _("Choose a country.")})
    import holidays  # noqa: PLC0415  as above

    regions = holidays.list_supported_countries()[country]
    if region and region not in regions:
        known = ", ".join(regions) or _("none")
        raise BadFields({"region": _("Unknown region. Choose one of: %(regions)s.") % {"regions": known}})
    known_days = holidays.country_holidays(
        country, subdiv=region or None, years=list(years), language=_language(country)
    )
    return {day: SpecialDay(day, (), name) for day, name in sorted(known_days.items())}


def _language(country: str) -> str | None:
    """The reader's language as the package spells it for this country; None: the country's own."""
    import holidays  # noqa: PLC0415  as above

    known = holidays.country_holidays(country).supported_languages
    wanted = current_language().replace("-", "_")
    return next(
        (one for one in known if one in {wanted, wanted.partition("_")[0]} or one.startswith(f"{wanted}_")), None
    )
