"""Texts made to keep a trimmer busy for ever, to any size; `TRAPS[name](characters)`."""

from collections.abc import Callable
from typing import Final

_UNITS: Final = {
    "marks": ">",
    "quoted lines": "> x\n",
    "near misses of attributions": "On Mon 3.3.2026 x wrote: me\n",
    "ends of attributions": "On wrote:\n",
    "wrapped attributions": "On Tuesday, 3 March 2026 at 09:58, Somebody Important <somebody@x.example\n",
    "names beside verbs": "On 3.3.2026 at 09:58, you and I and they wrote:\n",
    "header labels": "Subject: x\nTo: y\n",
    "rows of labels": "| From | a |\n",
    "stacked heads": "3.3.2026 09:58\nTo\n",
    "talon's te…tem": "te",
    "many lines": "word word\n",
    "rules": "_",
    "headings": "------- x -------\n",
    "dashes": "--\n",
    "bars": "| x\n",
    "answers between quotes": "> x\ny\n",
    "phones": "Sent from my iPhone\n",
    "answers below": "my answers are\n",
}


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda characters: unit * (characters // len(unit))


TRAPS: Final = {name: _repeated(unit) for name, unit in _UNITS.items()}
