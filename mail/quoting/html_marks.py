"""What the marks of mail clients in HTML are read by: the words of an attribute, and whether words follow an element."""

from typing import Final

from app.html_safety.tokens import DocumentToken

_PREFIXED: Final = ("x_", "m_", "yiv", "v1", '3d"')
_VOID: Final = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"}
)


def names_of(attributes: dict[str, str], name: str) -> set[str]:
    """Return the words of an attribute (class, id, name), folded and without what webmail puts before them."""
    found: set[str] = set()
    for word in attributes.get(name, "").lower().split():
        for prefix in _PREFIXED:
            word = word.removeprefix(prefix)  # noqa: PLW2901 - webmail that shows a mail prefixes its names
        found.add(word)
    return found


def words_after(run: list[DocumentToken], at: int) -> bool:
    """Say whether words of the person's follow the element that opens at `at`, outside of any further quote."""
    name = run[at].name
    if name in _VOID:
        return False
    depth = 0
    quote_depth = 0
    inside = True
    for token in run[at:]:
        if not token.name:
            if not inside and not quote_depth and token.source.replace("&nbsp;", "").strip(" \t\r\n\xa0\u200b-_"):
                return True
            continue
        if inside and token.name == name:
            depth += -1 if token.closing else 1
            inside = depth > 0
            continue
        if not inside and token.name == "blockquote":
            quote_depth = max(0, quote_depth + (-1 if token.closing else 1))
    return False
