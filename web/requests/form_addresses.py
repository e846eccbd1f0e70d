"""The addresses that forms on other sites use. They bring a key of their own, and no cookie of ours counts there."""

import re
from typing import Final

from app.site_forms.site_form import WRITTEN

RECEIVES: Final = re.compile(rf"/forms/{WRITTEN.pattern}", re.ASCII)
BELONGS: Final = re.compile(rf"/forms/(?:{WRITTEN.pattern}(?:/\w+)?|deskbell-form\.js)", re.ASCII)


def receives_form(path: str) -> bool:
    """Whether a form on another site is sent there: the one address that another site may send something to."""
    return bool(RECEIVES.fullmatch(path))


def belongs_to_form(path: str) -> bool:
    """Whether visitors of another site come there, for whom the desk's cookies mean nothing."""
    return bool(BELONGS.fullmatch(path))
