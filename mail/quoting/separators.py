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
    "above this line", "oberhalb dieser zeile", "über dieser zeile", "oberhalb dieser linie", "über dieser linie", "über diese zeile", "über diese linie",
    "au-dessus de cette ligne", "encima de esta línea", "arriba de esta línea", "sopra questa riga", "sopra questa linea", "sopra a questa riga",
    "acima desta linha", "damunt d'aquesta línia", "sobre d'aquesta línia", "boven deze regel", "boven deze lijn", "powyżej tej linii", "nad tą linią",
    "ovanför den här raden", "ovanför denna rad", "ovanför den här linjen", "ovanför denna linje", "over denne linje", "over denne linjen", "tämän rivin yläpuol",
    "nad tento řádek", "nad tímto řádkem", "nad túto čiaru", "nad tento riadok", "nad týmto riadkom", "iznad ove linije", "nad to vrstico", "e sor fölé", "a sor fölé", "e vonal fölé",
    "deasupra acestei linii", "deasupra acestui rând", "bu satırın üst", "bu çizginin üst", "πάνω από αυτή τη γραμμή", "πάνω από αυτήν τη γραμμή",
    "выше этой строки", "выше этой черты", "выше этой линии", "вище цього рядка", "вище цієї лінії", "над този ред", "この線より上", "この行より上", "此行以上", "此行上方", "此線以上",
    "이 줄 위", "이 선 위", "فوق هذا السطر", "فوق هذا الخط", "מעל שורה זו", "מעל לשורה זו", "di atas baris ini", "phía trên dòng này",
)  # fmt: skip


def names_history(line: str) -> bool:
    """Say whether a line such as `-----Original Message-----` begins history."""
    core = _core(line)
    if not core:
        return False
    if core in ORIGINAL_MESSAGE:
        return line.strip()[0] in _RULES + ">"
    if marks_reply_line(line):
        return True
    # Lotus Notes: `-----Anna Muster/Sales/Firma wrote: -----`
    bare = line.strip()
    return bare.startswith("---") and bare.endswith("---") and core.rstrip(" :").endswith(_VERBS)


def marks_reply_line(line: str) -> bool:
    """Say whether a helpdesk drew the line: "Please reply above this line"."""
    core = _core(line)
    return any(mark in core for mark in _ABOVE)


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
