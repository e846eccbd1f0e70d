r"""Why something went wrong with a mail, stored so each reader gets it in their own language.

The desk's own words are stored as a code and its values between two marks, `\x02["smtp_slow", {}]\x03`; a
server's words stay as they are. `readable` replaces the code with the sentence. Text without marks, as older desks
wrote it, is returned unchanged.
"""

import json
import re
from typing import Final

from app.text.reason_words import sentence

START, END = "\x02", "\x03"  # no blanks to `strip`, and in nobody else's words: `verbatim`
COUNTED: Final = ("days", "times", "most", "count")  # the value that has a plural form in its sentence
VALUE_CHARS: Final = 300
VALUES_CHARS: Final = 400  # of all together: a whole reason has room in a column of 500

_MARKED: Final = re.compile(f"{START}([^{START}{END}]*){END}")


def reason(code: str, **values: object) -> str:
    """A sentence of `reason_words` with its values, as stored."""
    kept = {name: value if isinstance(value, int) else str(value)[:VALUE_CHARS] for name, value in values.items()}
    while len(packed := json.dumps([code, kept], ensure_ascii=False)) > VALUES_CHARS:
        longest = max((name for name in kept if isinstance(kept[name], str)), key=lambda name: len(str(kept[name])))
        kept[longest] = str(kept[longest])[: len(str(kept[longest])) * 3 // 4]
    return f"{START}{packed}{END}"


def verbatim(text: str) -> str:
    """Someone else's words: they cannot pass for the desk's."""
    return text.replace(START, " ").replace(END, " ")


def cut(text: str, chars: int) -> str:
    """The text in so many characters; a reason that does not fit whole is left out."""
    short = text[:chars]
    return short[: short.rfind(START)] if short.rfind(START) > short.rfind(END) else short


def readable(text: str | None) -> str:
    """The text with its sentences in the language that holds here."""
    return _MARKED.sub(_drawn, text or "")


def _drawn(found: re.Match[str]) -> str:
    """The sentence; of a code that this desk does not know, or no longer, what was kept."""
    try:
        code, values = json.loads(found[1])
        template = sentence(code, next((int(values[name]) for name in COUNTED if name in values), 0))
        return template % values if template else "; ".join([code, *map(str, values.values())])
    except (ValueError, TypeError, KeyError, AttributeError):
        return found[1]


class Told(Exception):
    """A fault whose words are a reason, or a server's own. `words` are to be kept; as a string it is to be read."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words

    def __str__(self) -> str:
        """The words in the language that holds here."""
        return readable(self.words)
