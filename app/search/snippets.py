"""Where the words are: a few words of text around the first, each match marked."""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import escape

from app.desk import Desk
from app.html_safety import SafeHtml, stored_html
from app.search.folding import UNSPACED, WORD, fold, spellings
from app.search.matching import begins_word
from app.search.written import Said, Written

BEFORE, LENGTH = 40, 160
TOKEN = re.compile(r"[^\W_]+(?:['\u2019`\u00b4][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Snippet:
    """Safe HTML with `<mark>`, whose words they are ("" for the subject alone), and which message they are in."""

    html: SafeHtml
    kind: str = ""
    message_id: int | None = None


async def snippets_of(desk: Desk, ticket_ids: Iterable[int], words: Sequence[str]) -> dict[int, Snippet]:
    """By ticket, the newest message with most of the words; none if no message has them.

    Of a long thread, only what `Written` reads is searched. Off the event loop.
    """
    best: dict[int, tuple[int, Snippet]] = {}
    written = Written(desk, ticket_ids)
    async for said in written.rounds():
        await asyncio.to_thread(_improve, best, said, words)
        written.leave_out([ticket_id for ticket_id, (count, _snippet) in best.items() if count == len(words)])
    return {ticket_id: snippet for ticket_id, (_count, snippet) in best.items()}


def _improve(best: dict[int, tuple[int, Snippet]], said: Mapping[int, Sequence[Said]], words: Sequence[str]) -> None:
    """Put in the place of what was found what has more of the words."""
    for ticket_id, written in said.items():
        for one in written:
            spelled = list(spellings(one.text))
            count = sum(any(begins_word(word).search(text) for text in spelled) for word in words)
            before = best[ticket_id][0] if ticket_id in best else 0
            if count > before and (spots := spots_of(one.text, words)):
                best[ticket_id] = count, Snippet(marked(one.text, spots), one.kind, one.message_id)


def spots_of(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Begin and end of every word of the text that begins with, or in an unspaced script contains, a wanted word."""
    spots: list[tuple[int, int]] = []
    for token in TOKEN.finditer(text):
        spelled = [*spellings(token.group()), *WORD.findall(fold(token.group()))]
        for word in words:
            if UNSPACED.match(word):
                at = token.group().find(word)
                if at >= 0:
                    spots.append((token.start() + at, token.start() + at + len(word)))
            elif any(spelling.startswith(word) for spelling in spelled):
                spots.append(token.span())
    return _joined(sorted(spots))


def marked(text: str, spots: Sequence[tuple[int, int]]) -> SafeHtml:
    """The text around the first spot, escaped, each spot in `<mark>`."""
    begin = max(0, spots[0][0] - BEFORE)
    begin = text.rfind(" ", 0, begin) + 1 if begin else 0
    end = min(len(text), begin + LENGTH)
    pieces, at = ["…" if begin else ""], begin
    for first, last in spots:
        if last > end:
            break
        pieces += [str(escape(text[at:first])), "<mark>", str(escape(text[first:last])), "</mark>"]
        at = last
    pieces += [str(escape(text[at:end])), "…" if end < len(text) else ""]
    return stored_html(re.sub(r"\s+", " ", "".join(pieces)))


def _joined(spots: list[tuple[int, int]]) -> list[tuple[int, int]]:
    whole: list[tuple[int, int]] = []
    for first, last in spots:
        if whole and first <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(last, whole[-1][1]))
        else:
            whole.append((first, last))
    return whole
