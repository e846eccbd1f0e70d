# ruff: noqa: RUF001 - words and signs of many languages look like Latin ones
"""Lines of dashes and words that announce history or a forwarded message."""

import re
from typing import Final

from mail.quoting.phrases import FORWARDED_MESSAGE, ORIGINAL_MESSAGE, WROTE

_RULES: Final = "-_=~*–—‐‑‒―─━"
_DECORATION: Final = f" \t{_RULES}>|<:：\u200e\u200f\u202a\u202b\u202c\xa0"
_LONGEST: Final = 120
_HEADING_CHARS: Final = 60
_RULE_CHARS: Final = 3
_VERBS: Final = tuple(verb for verb in WROTE if len(verb) >= 4)  # noqa: PLR2004 - no bare syllables
_DIVIDER: Final = re.compile(rf"[\s>*|]{{0,8}}(?:[{_RULES}]\s?){{3,200}}[*\s]{{0,8}}")
_ABOVE: Final = (
    "above this line", "oberhalb dieser zeile", "über dieser zeile", "au-dessus de cette ligne", "encima de esta línea", "sopra questa riga",
    "acima desta linha", "boven deze regel", "powyżej tej linii", "ovanför den här raden", "выше этой строки",
)  # fmt: skip


def names_history(line: str) -> bool:
    """Say whether a line such as `-----Original Message-----` begins history."""
    core = _core(line)
    if not core:
        return False
    if core in ORIGINAL_MESSAGE:
        return line.strip()[0] in _RULES + ">"
    if any(mark in core for mark in _ABOVE):
        return True
    # Lotus Notes: `-----Anna Muster/Sales/Firma wrote: -----`
    bare = line.strip()
    return bare.startswith("---") and bare.endswith("---") and core.rstrip(" :").endswith(_VERBS)


def names_forward(line: str) -> bool:
    """Say whether a line begins a forwarded message: what follows was sent on purpose."""
    core = _core(line)
    if not core:
        return False
    bare = line.strip().lstrip("> ")
    dressed = bare[:1] in _RULES or bare.endswith((":", "："))
    return dressed and (
        core in FORWARDED_MESSAGE or core.startswith(("forwarded message from", "forwarded by ", "weitergeleitet von "))
    )


def is_divider(line: str) -> bool:
    """Say whether a line is a mere rule."""
    return len(line) <= 4 * _LONGEST and _DIVIDER.fullmatch(line) is not None


def is_dressed(line: str) -> bool:
    """Say whether a line is a rule, or a few words between two: how programs head what is not the person's own."""
    bare = line.strip(" \t>")
    words = bare.strip(_RULES)
    before = len(bare) - len(bare.lstrip(_RULES))
    behind = len(bare) - len(bare.rstrip(_RULES))
    return is_divider(line) or (min(before, behind) >= _RULE_CHARS and len(words) <= _HEADING_CHARS)


def _core(line: str) -> str:
    if len(line) > _LONGEST:
        return ""
    return " ".join(line.strip(_DECORATION).casefold().split())
