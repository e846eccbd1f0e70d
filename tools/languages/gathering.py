"""Every text of the code that a person reads: what `_`, `ngettext`, `pgettext` and `npgettext` are called with."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, nodes

from app.text.catalogue import TextKey
from web.pages.white_space import FewerSpaces

HOUSE = Path(__file__).resolve().parents[2]
ROOMS = ("app", "mail", "realtime", "web")
TEMPLATES = ("mail/templates", "web/templates")
ARGUMENTS = {"_": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}  # how many of them are texts
CALLED = re.compile(r"\b(?:_|n?p?gettext)\(")
COMMENT = re.compile(r"^\s*(?:#|\{#-?)\s*Translators: (.*?)\s*(?:-?#\})?$")
MAKING = {
    f"app/text/{name}.py" for name in ("catalogue", "languages", "filling", "noting")
}  # where they are made, of any text


@dataclass
class Text:
    """A text, the files in which it stands, and what its translators should know."""

    key: TextKey
    files: set[str] = field(default_factory=set)
    comments: set[str] = field(default_factory=set)


@dataclass
class Gathered:
    """All texts by context and English; `faults`: calls that name none, with file and line."""

    texts: dict[tuple[str, str], Text] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, key: TextKey, file: str, comment: str) -> None:
        """A text of this file. The same English with and without a plural form is one text."""
        text = self.texts.setdefault((key.context, key.singular), Text(key))
        if key.plural and text.key.plural not in {"", key.plural}:
            self.faults.append(f"{file}: “{key.singular}” has two plural forms, here “{key.plural}”")
        if key.plural:
            text.key = key
        text.files.add(file)
        text.comments |= {comment} - {""}


def gather(house: Path = HOUSE) -> Gathered:
    """The texts of all Python files and templates."""
    found = Gathered()
    for room in ROOMS:
        for path in sorted((house / room).rglob("*.py")):
            if "node_modules" not in path.parts:
                _read(found, path, house)
    for room in TEMPLATES:
        for path in sorted((house / room).rglob("*")):
            if path.is_file():
                _read(found, path, house)
    return found


def _read(found: Gathered, path: Path, house: Path) -> None:
    file, written = path.relative_to(house).as_posix(), path.read_text("utf-8")
    if file in MAKING or not CALLED.search(written):
        return
    lines = written.splitlines()
    for name, texts, line in _python_calls(written) if path.suffix == ".py" else _template_calls(written):
        if any(not isinstance(text, str) or not text for text in texts) or len(texts) != ARGUMENTS[name]:
            found.faults.append(f"{file}:{line}: {name}() needs its texts as they are, between quotation marks")
            continue
        *context, singular = texts if name in {"_", "pgettext"} else texts[:-1]
        key = TextKey(context[0] if context else "", singular, "" if name in {"_", "pgettext"} else texts[-1])
        above = COMMENT.match(lines[line - 2]) if line > 1 else None
        found.add(key, file, above[1] if above else "")


def _python_calls(written: str) -> Iterator[tuple[str, list[object], int]]:
    for node in ast.walk(ast.parse(written)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in ARGUMENTS:
            texts = [one.value if isinstance(one, ast.Constant) else None for one in node.args[: ARGUMENTS[name]]]
            yield name, texts, node.lineno


def _template_calls(written: str) -> Iterator[tuple[str, list[object], int]]:
    parsed = _ENVIRONMENT.parse(written)
    for node in parsed.find_all(nodes.Call):
        if isinstance(node.node, nodes.Name) and node.node.name in ARGUMENTS:
            count = ARGUMENTS[node.node.name]
            yield (
                node.node.name,
                [one.value if isinstance(one, nodes.Const) else None for one in node.args[:count]],
                node.lineno,
            )


# As templates are read when they run; their texts stand in expressions, which white space around does not change.
_ENVIRONMENT = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, extensions=[FewerSpaces])
