"""The texts that people read: one term for a thing, and none of the phrases that read like a translation."""

import ast
import re
from pathlib import Path

from app.nouns.event import KINDS
from web.console.desk.log_words import kind_words

HOUSE = Path(__file__).parents[1]
SAID = {"_", "ngettext"}
FORBIDDEN = re.compile(
    r"\bsome ?body\b|\bevery ?body\b|there is no such|\bnobody holds|\bholds (it|this|ticket)\b|\bstands in\b|\blies (here|in|on)\b"
    r"|\bparted\b|\b(time|link) is over\b|\bnot for you\b|\btaken back\b|\bput away\b|\blog of actions\b|\bmail address\b"
    r"|\blocked by\b|\bfaster\b|\bworks too\b|\bno such\b|\bset aside\b|\bnothing here\.|\bthere is no time\b|\bare enough\b"
    r"|\bat first\b|\bknown holes\b|\bmails\b|\b(?:a|this|that|one|the|each|another) mail\b(?! server| process| reader)"
    r"|\bcustomer.s answer\b|\bour reply\b|\breply to the customer\b|\bsomething is missing\b"
    r"|\bwaking?\b|\bawake\b|\bhook\b|\bletter\b|\bby mail\b|\bunheld\b|\bany more\b|\bin the bin\b|\bas it came\b|\bnot proved\b",
    re.IGNORECASE,
)
OF_TEMPLATES = re.compile(r"""(?:_|ngettext)\(\s*"((?:[^"\\]|\\.)*)"(?:\s*,\s*"((?:[^"\\]|\\.)*)")?""")


def said_in_python(path):
    source = path.read_text("utf-8")
    if "_(" not in source and "ngettext(" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAID:
            yield from (
                part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )


def said_in_a_template(path):
    for found in OF_TEMPLATES.finditer(path.read_text("utf-8")):
        yield from filter(None, found.groups())


def texts():
    for room in ("app", "mail", "realtime", "web"):
        for path in (HOUSE / room).rglob("*.py"):
            if "node_modules" not in path.parts:
                yield from ((path, text) for text in said_in_python(path))
    for room in ("mail/templates", "web/templates"):
        for path in (*(HOUSE / room).rglob("*.html"), *(HOUSE / room).rglob("*.txt")):
            yield from ((path, text) for text in said_in_a_template(path))


def test_no_text_says_what_only_a_translation_would():
    shown = [
        (path, text) for path, text in texts() if "|" not in text
    ]  # what the palette is asked for is anybody's word

    assert len(shown) > 1000
    assert [f"{path.relative_to(HOUSE)}: {text}" for path, text in shown if FORBIDDEN.search(text)] == []


def test_every_kind_of_event_has_a_name_in_the_activity_log():
    assert set(kind_words()) == set(KINDS)
