"""Which blocks of a text are shown: own words, and the quotes between them; not what trails behind."""

from typing import Final

from mail.quoting.attributions import attribution_at, ends_attribution
from mail.quoting.quote_marks import is_quoted, next_words
from mail.quoting.separators import is_divider
from mail.quoting.signatures import SIGNATURE_LINES, signature_start

Block = tuple[bool, int, int]
"""Is it a quote, its first line, the line behind its last."""

_GREETING_LINES: Final = 2
_GREETING_CHARS: Final = 120
_WRITER_LINES: Final = 5


def shown_stretches(lines: list[str], blocks: list[Block]) -> list[tuple[int, int]]:
    """Return the ranges of lines to show: own text, and the quotes between it."""
    blocks = [
        (quote, start, end) for quote, start, end in blocks if quote or any(line.strip() for line in lines[start:end])
    ]
    while blocks:
        quote, start, end = blocks[-1]
        if quote:
            blocks.pop()
            continue
        said = signature_start(lines, start, end) if len(blocks) == 1 else _signature_below_quote(lines, start, end)
        if said == end and _ends_in_divider(lines, start, end):
            said = _before_dividers(lines, start, end)
        if any(line.strip() for line in lines[start:said]):
            blocks[-1] = (False, start, said)
            break
        blocks.pop()
    quotes = [block for block in blocks if block[0]]
    if len(quotes) == 1 and _answers_below(lines, blocks):
        blocks = [block for block in blocks if not block[0]]
    return [(start, end) for _, start, end in blocks]


def _signature_below_quote(lines: list[str], start: int, end: int) -> int:
    """Like `signature_start`, but what is below a quote may be only a signature."""
    first = next_words(lines, start)
    if (
        first < end
        and lines[first].strip() in {"--", "—"}
        and sum(1 for line in lines[first:end] if line.strip()) <= SIGNATURE_LINES
    ):
        return first
    at = signature_start(["", *lines[start:end]], 0, end - start + 1) - 1 + start
    if at >= end and first < end and is_divider(lines[first]):
        return signature_start(["x", *lines[first:end]], 0, end - first + 1) - 1 + first
    if at > first:
        only = signature_start(["x", *lines[first:end]], 0, end - first + 1) - 1 + first
        return min(at, only)
    return at


def _ends_in_divider(lines: list[str], start: int, end: int) -> bool:
    """Say whether a stretch ends in a mere rule."""
    last = next((lines[at] for at in range(end - 1, start - 1, -1) if lines[at].strip()), "")
    return bool(last) and is_divider(last)


def _before_dividers(lines: list[str], start: int, end: int) -> int:
    while end > start and (not lines[end - 1].strip() or is_divider(lines[end - 1])):
        end -= 1
    return end


def _answers_below(lines: list[str], blocks: list[Block]) -> bool:
    """Return whether the answer is below one whole quote, with at most a greeting above it."""
    if blocks[0][0]:
        return True
    if len(blocks) < 3 or not blocks[1][0]:  # noqa: PLR2004 - greeting, quote, answer
        return False
    if is_quoted(lines, blocks[1][1]) and not _names_writer(lines, blocks[1][1]):
        return False  # nobody wrote it before: the person quotes a law, a log, a sign
    greeting = [line for line in lines[blocks[0][1] : blocks[0][2]] if line.strip()]
    return len(greeting) <= _GREETING_LINES and sum(map(len, greeting)) <= _GREETING_CHARS


def _names_writer(lines: list[str], at: int) -> bool:
    """Say whether a quote's own first lines say who wrote it, as iPhones quote that line too."""
    first = [line.lstrip("> \t") for line in lines[at : at + _WRITER_LINES]]
    return any(
        ends_attribution(line) and attribution_at(first, number, 0, before_quote=True) >= 0
        for number, line in enumerate(first)
    )
