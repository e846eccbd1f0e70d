# ruff: noqa: RUF001 - words and signs of many languages look like Latin ones
"""Part a text into what the person wrote and the rest. Reads each line a bounded number of times (no regex hangs)."""

import re
from dataclasses import dataclass, field
from typing import Final

from mail import limits
from mail.quoting.attributions import attribution_at, ends_attribution
from mail.quoting.header_blocks import header_block_at, role_of, stack_at
from mail.quoting.phrases import ANSWER_PREFIXES, ANSWERS, BELOW, FORWARD_PREFIXES
from mail.quoting.quote_marks import GAP_LINES, end_of_quote, is_quoted, next_words
from mail.quoting.separators import is_divider, is_dressed, names_forward, names_history
from mail.quoting.showing import Block, shown_stretches

_PREFIX: Final = re.compile(r"\s*([^\s:：\[\]()]{1,14}(?: [^\s:：\[\]()]{1,14})?)(?:\[\d{1,3}\])?\s?[:：]")
_TRIES: Final = 200
_POINTING_CHARS: Final = 160
_POINTING_LINES: Final = 40


@dataclass(frozen=True)
class PartedText:
    """A text in two: `own` is what the person wrote, `quoted` history and signature, as they stood."""

    own: str
    quoted: str


@dataclass
class _Scan:
    """Where the walk through the lines stands."""

    lines: list[str]
    forwarded: bool
    blocks: list[Block] = field(default_factory=list)
    own_from: int = 0
    cut: int = -1
    tries: int = _TRIES
    keep_all: bool = False

    def own_words(self, upto: int) -> bool:
        """Say whether anything of the person's own stands before a line."""
        own = any(not quote for quote, _, _ in self.blocks)
        return own or any(line.strip() and not is_divider(line) for line in self.lines[self.own_from : upto])


def points_below(lines: list[str]) -> bool:
    """Say whether one of the lines speaks of answers further down."""
    folded = [line.casefold() for line in lines[:_POINTING_LINES] if len(line) <= _POINTING_CHARS]
    return any(any(word in line for word in ANSWERS) and any(place in line for place in BELOW) for line in folded)


def is_forward(subject: str, text: str = "") -> bool:
    """Say whether a subject begins as clients begin that of a forwarded mail (`Fwd:`, `WG:`, `TR:`, `I:`, …).

    `VS:` is Danish for a forward and Finnish for an answer: there `text` decides, by the labels of its history.
    """
    match = _PREFIX.match(subject)
    prefix = match[1].casefold().replace("\u0307", "") if match else ""  # a Turkish capital i folds to two characters
    if prefix in ANSWER_PREFIXES and any(label in text.casefold() for label in ANSWER_PREFIXES[prefix]):
        return False
    return prefix in FORWARD_PREFIXES


def part_text(text: str, *, forwarded: bool = False) -> PartedText:
    """Part a text; whatever is in doubt counts as own.

    `forwarded` says that the mail itself is a forward: then Outlook's header block begins what the person
    sends, not what they answer. A text that would have nothing left is shown whole.
    """
    lines = text.split("\n")
    shown = own_stretches(lines, forwarded=forwarded)
    own = _joined(lines, shown)
    if not own.strip():
        return PartedText(text.strip("\n").rstrip(), "")
    quoted = _joined(lines, _complement(shown, len(lines)))
    return PartedText(own.strip("\n").rstrip(), quoted.rstrip())


def own_stretches(lines: list[str], *, forwarded: bool = False) -> list[tuple[int, int]]:
    """Return (first, behind the last) of each stretch of lines to show, as `part_text` does.

    Lines beyond `limits.QUOTE_LINES` are not looked at: they go where the last one before them went.
    """
    looked_at = lines[: limits.QUOTE_LINES]
    scan = _Scan(looked_at, forwarded)
    _walk(scan)
    if scan.keep_all or _answers_inside(scan):
        return [(0, len(lines))]
    end = scan.cut if scan.cut >= 0 else len(looked_at)
    if end > scan.own_from:
        scan.blocks.append((False, scan.own_from, end))
    shown = shown_stretches(scan.lines, scan.blocks)
    if shown and shown[-1][1] >= len(looked_at):
        shown[-1] = (shown[-1][0], len(lines))
    return shown


def _walk(scan: _Scan) -> None:
    lines = scan.lines
    at = 0
    while at < len(lines):
        if is_quoted(lines, at):
            at = _take_quote(scan, at)
            if scan.keep_all:
                return
            continue
        line = lines[at]
        if not line.strip():
            at += 1
            continue
        if names_forward(line):
            scan.keep_all = not scan.blocks
            return
        if (head := _head_of_history(scan, at)) >= 0:
            _end(scan, head)
            return
        after = _past_header_block(scan, at)
        if after < 0:
            return
        if after > at:
            at = after
            continue
        if _cut_at_attribution(scan, at):
            return
        at += 1


def _head_of_history(scan: _Scan, at: int) -> int:
    """Return the line from which a line that only programs write begins history, -1 where it does not."""
    head = at if names_history(scan.lines[at]) else stack_at(scan.lines, at, scan.own_from)
    return head if head >= 0 and scan.own_words(head) else -1


def _end(scan: _Scan, at: int) -> None:
    """Close the own text at a line; rules, headings and blanks right above go with the history. A forward keeps it all."""
    if scan.forwarded:
        scan.keep_all = True
        return
    while at > scan.own_from and (not scan.lines[at - 1].strip() or is_dressed(scan.lines[at - 1])):
        at -= 1
    scan.cut = at


def _answers_inside(scan: _Scan) -> bool:
    """Say whether the person says that answers stand in the history, where marks do not show them: "see below in red"."""
    history = [start for quote, start, _ in scan.blocks if quote] + [scan.cut] * (scan.cut >= 0)
    if not history or any(line.strip() for line in scan.lines[scan.own_from : scan.cut] if scan.blocks):
        return False
    return points_below(scan.lines[: history[0]])


def _past_header_block(scan: _Scan, at: int) -> int:
    """Return the line behind a header block that opens the text, `at` where there is no block, -1 where it cut the text."""
    if role_of(scan.lines[at]) not in {"from", "date", "to", "subject"} or scan.tries <= 0:
        return at
    scan.tries -= 2
    end = header_block_at(scan.lines, at)
    if end == at:
        return at
    if scan.own_words(at):
        _end(scan, at)
        return -1
    return end


def _cut_at_attribution(scan: _Scan, at: int) -> bool:
    """End the text at an attribution whose quote carries no marks."""
    if scan.tries <= 0 or not ends_attribution(scan.lines[at]):
        return False
    following = next_words(scan.lines, at + 1)
    if following >= len(scan.lines) or is_quoted(scan.lines, following):
        return False
    scan.tries -= 1
    start = attribution_at(scan.lines, at, scan.own_from, before_quote=False)
    if start < 0 or not scan.own_words(start):
        return False
    _end(scan, start)
    return True


def _take_quote(scan: _Scan, at: int) -> int:
    """Note the quote that begins on a line, with the attribution above it; return the line behind it."""
    lines = scan.lines
    end = end_of_quote(lines, at)
    first = next((line for line in (raw.lstrip("> \t|") for raw in lines[at:end]) if line.strip()), "")
    if names_forward(first + ("" if first.rstrip().endswith(":") else ":")):
        scan.keep_all = not any(quote for quote, _, _ in scan.blocks)
        if scan.keep_all:
            return end
    start = _attribution_above(scan, at)
    if start > scan.own_from:
        if any(line.strip() for line in lines[scan.own_from : start]):
            scan.blocks.append((False, scan.own_from, start))
        else:
            start = scan.own_from
    scan.blocks.append((True, min(start, at), end))
    scan.own_from = end
    return end


def _attribution_above(scan: _Scan, at: int) -> int:
    above = at - 1
    while above >= scan.own_from and at - above <= GAP_LINES and not scan.lines[above].strip():
        above -= 1
    if above < scan.own_from or not scan.lines[above].strip() or scan.tries <= 0:
        return at
    if is_divider(scan.lines[above]):
        return above
    scan.tries -= 1
    start = attribution_at(scan.lines, above, scan.own_from, before_quote=True)
    return start if start >= 0 else at


def _joined(lines: list[str], stretches: list[tuple[int, int]]) -> str:
    pieces = ["\n".join(lines[start:end]).strip("\n") for start, end in stretches]
    return "\n\n".join(piece for piece in pieces if piece.strip())


def _complement(shown: list[tuple[int, int]], total: int) -> list[tuple[int, int]]:
    hidden: list[tuple[int, int]] = []
    at = 0
    for start, end in shown:
        if start > at:
            hidden.append((at, start))
        at = end
    if at < total:
        hidden.append((at, total))
    return hidden
