"""Does a line name a day or a time, as programs and people write them?"""

import re
from typing import Final

from mail.quoting.phrases import DATE_OPENINGS

TIME: Final = re.compile(r"(?<!\d)\d{1,2}[:.h時시点]\s?\d{2}(?!\d)")
YEAR: Final = re.compile(r"(?<!\d)(?:1[34]|19|20|25)\d\d(?!\d)")  # Persia counts from 622, Siam from 543 before
_NUMBERS: Final = re.compile(r"(?<!\d)\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{2,4}(?!\d)|(?<!\d)\d\d\. \d{1,2}\. \d{1,2}\.")
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९๐๑๒๓๔๕๖๗๘๙", 4 * "0123456789")


def names_day(text: str) -> bool:
    """Say whether a text has a year or a date in numbers."""
    plain = plain_digits(text)
    return bool(YEAR.search(plain) or _NUMBERS.search(plain))


def names_moment(text: str) -> bool:
    """Say whether a text has a day or a time of day."""
    return names_day(text) or TIME.search(text) is not None


def begins_like_date(text: str) -> bool:
    """Return whether a text begins with a number, or with a word used before dates in some language."""
    return text[:1].isdigit() or text[:30].casefold().startswith(DATE_OPENINGS)


def plain_digits(text: str) -> str:
    """Return the text with Arabic, Persian, Indian and Thai digits as ours."""
    return text.translate(_DIGITS)
