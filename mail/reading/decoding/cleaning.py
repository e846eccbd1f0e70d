"""A stranger's text made safe to keep."""

import re
from typing import Final

_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")
_BODY_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean_body(text: str) -> str:
    """Return a body text with LF line ends and without controls that no database and no reader wants."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n")
    return _SURROGATES.sub("\ufffd", _BODY_CONTROLS.sub("", text)).removeprefix("\ufeff")
