"""What the style sheets in a page hide: the classes and ids that one plain rule says are not shown (CSS 2, §9.2.4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from app.html_safety.tokens import tokens

_RAW: Final = frozenset({"script", "style", "title"})
_BRACE: Final = re.compile(r"[{};]")
_ANY_NAME: Final = re.compile(r"[.#][\w-]+")
_SIMPLE: Final = re.compile(r"[a-z0-9]*(?P<name>[.#][\w-]+)")
_OTHER_SCREENS: Final = re.compile(r"max-(?:device-)?width|print|\bnot\b")
_DISPLAY: Final = re.compile(r"(?:^|;)(?:display:(?P<display>[a-z-]+)|visibility:(?P<visibility>[a-z]+)|mso-hide:all)")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule of a style sheet."""

    selectors: str
    declarations: str
    is_nested: bool
    """It stands in an `@media …`."""
    holds_here: bool
    """Whether that may be a wide screen."""


@dataclass
class HidingStyles:
    """Names that a rule hides, as selectors write them: `.preheader`, `#preview`."""

    names: set[str] = field(default_factory=set)
    firm: set[str] = field(default_factory=set)
    """Those that an element's own style does not show again: `!important`."""

    def hides(self, attributes: dict[str, str]) -> bool:
        """Say whether an element with these attributes is hidden by one of its names."""
        return not self.names.isdisjoint(_names_of(attributes))

    def hides_firmly(self, attributes: dict[str, str]) -> bool:
        """Say whether it is hidden whatever its own style says."""
        return not self.firm.isdisjoint(_names_of(attributes))


def hiding_styles(html: str) -> HidingStyles:
    """Return what the style sheets of a page hide. What some rule shows again, on a screen as wide as ours, is not hidden.

    Only selectors of one name are understood, with or without an element's: what needs more stays in sight.
    """
    found = HidingStyles()
    shown: set[str] = set()
    for token in tokens(html, raw_elements=_RAW, lenient=True):
        if token.kind == "text" and token.name == "style":
            for rule in _rules(_without_comments(token.source.lower())):
                _take(found, shown, rule)
    found.names -= shown
    found.firm -= shown
    return found


def _take(found: HidingStyles, shown: set[str], rule: _Rule) -> None:
    declarations = "".join(rule.declarations.split())
    said = list(_DISPLAY.finditer(declarations))
    if not said:
        return
    hides = all(one["display"] in {None, "none"} and one["visibility"] in {None, "hidden"} for one in said)
    if not hides:
        if rule.holds_here:
            shown.update(_ANY_NAME.findall(rule.selectors))
    elif not rule.is_nested:
        simple = [match["name"] for one in rule.selectors.split(",") if (match := _SIMPLE.fullmatch(one.strip()))]
        found.names.update(simple)
        found.firm.update(simple if "!important" in declarations else ())


def _rules(css: str) -> Iterator[_Rule]:
    """Yield the rules of a style sheet, those in an `@media …` too; the one that holds them is none itself."""
    selectors, is_open, is_nested, holds_here, at = "", False, False, True, 0
    for brace in _BRACE.finditer(css):
        if brace[0] == ";" and is_open:
            continue
        before = css[at : brace.start()].strip()
        at = brace.end()
        if brace[0] == "{" and before.startswith("@") and not is_nested:
            is_nested, holds_here = True, not _OTHER_SCREENS.search(before)
        elif brace[0] == "{":
            selectors, is_open = before, True
        elif brace[0] == "}" and is_open:
            yield _Rule(selectors, before, is_nested=is_nested, holds_here=holds_here)
            is_open = False
        elif brace[0] == "}":
            is_nested, holds_here = False, True


def _without_comments(css: str) -> str:
    """Leave out comments, and the marks that old pages put around a style sheet."""
    kept: list[str] = []
    for piece in css.replace("<!--", " ").replace("-->", " ").split("/*"):
        kept.append(piece.partition("*/")[2] if kept else piece)
    return "".join(kept)


def _names_of(attributes: dict[str, str]) -> set[str]:
    names = {f".{name}" for name in attributes.get("class", "").lower().split()}
    return names | ({f"#{attributes['id'].strip().lower()}"} if attributes.get("id") else set())
