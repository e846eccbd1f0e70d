"""Where the words stand: a few words of the text around the first, each match marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from app.html_safety import SafeHtml, stored_html
from app.search.folding import UNSPACED, fold
from app.search.matching import Said

BEFORE, LENGTH = 40, 160
TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """Safe HTML with `<mark>`, and whose words they are ("" for the subject alone)."""

    html: SafeHtml
    kind: str = ""


def snippet_of(said: Sequence[Said], words: Sequence[str]) -> Snippet | None:
    """The newest message in which most of the words stand; None where they stand in no message."""
    best: tuple[int, Said, list[tuple[int, int]]] | None = None
    for one in said:
        spots = spots_of(one.text, words)
        if spots and (best is None or len(spots) >= best[0]):
            best = (len(spots), one, spots)
    if best is None:
        return None
    _count, one, spots = best
    return Snippet(marked(one.text, spots), one.kind)


def spots_of(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Begin and end of every word of the text that begins with, or in an unspaced script contains, a wanted word."""
    spots: list[tuple[int, int]] = []
    for token in TOKEN.finditer(text):
        folded = fold(token.group())
        for word in words:
            if UNSPACED.match(word):
                at = token.group().find(word)
                if at >= 0:
                    spots.append((token.start() + at, token.start() + at + len(word)))
            elif folded.startswith(word):
                spots.append(token.span())
    return _joined(sorted(spots))


def marked(text: str, spots: Sequence[tuple[int, int]]) -> SafeHtml:
    """The text around the first spot, escaped, each spot in `<mark>`."""
    begin = max(0, spots[0][0] - BEFORE)
    begin = text.rfind(" ", 0, begin) + 1 if begin else 0
    end = min(len(text), begin + LENGTH)
    parts, at = ["…" if begin else ""], begin
    for first, last in spots:
        if last > end:
            break
        parts += [str(escape(text[at:first])), "<mark>", str(escape(text[first:last])), "</mark>"]
        at = last
    parts += [str(escape(text[at:end])), "…" if end < len(text) else ""]
    return stored_html(re.sub(r"\s+", " ", "".join(parts)))


def _joined(spots: list[tuple[int, int]]) -> list[tuple[int, int]]:
    whole: list[tuple[int, int]] = []
    for first, last in spots:
        if whole and first <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(last, whole[-1][1]))
        else:
            whole.append((first, last))
    return whole
