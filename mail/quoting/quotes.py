# ruff: noqa: RUF001 - words and signs of many languages look like Latin ones
"""Part a text into what the person wrote and the rest. Reads each line a bounded number of times (no regex hangs)."""

import re
from dataclasses import dataclass, field
from typing import Final

from mail import limits
from mail.quoting.attributions import attribution_at, ends_attribution
from mail.quoting.header_blocks import header_block_at, role_of
from mail.quoting.phrases import FORWARD_PREFIXES
from mail.quoting.separators import is_divider, names_forward, names_history
from mail.quoting.signatures import SIGNATURE_LINES, signature_start

_INITIALS: Final = re.compile(r"[A-Za-z]{1,5}>(?: |$)")
_BAR: Final = re.compile(r"\|(?: |$)")
_PREFIX: Final = re.compile(r"\s*([^\s:：\[\]()]{1,14})(?:\[\d{1,3}\])?\s?[:：]")
_WRAPPED_CHARS: Final = 60
_FULL_LINE_CHARS: Final = 50
_GREETING_LINES: Final = 2
_GREETING_CHARS: Final = 120
_TRIES: Final = 1000
_GAP_LINES: Final = 3


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
    blocks: list[tuple[bool, int, int]] = field(default_factory=list)
    """(is a quote, first line, line behind the last)."""
    own_from: int = 0
    cut: int = -1
    tries: int = _TRIES
    keep_all: bool = False

    def own_words(self, upto: int) -> bool:
        """Say whether anything of the person's own stands before a line."""
        own = any(not quote for quote, _, _ in self.blocks)
        return own or any(line.strip() and not is_divider(line) for line in self.lines[self.own_from : upto])


def is_forward(subject: str) -> bool:
    """Say whether a subject begins as clients begin that of a forwarded mail (`Fwd:`, `WG:`, `TR:`, `I:`, …)."""
    match = _PREFIX.match(subject)
    return match is not None and match[1].casefold() in FORWARD_PREFIXES


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
    if scan.keep_all:
        return [(0, len(lines))]
    end = scan.cut if scan.cut >= 0 else len(looked_at)
    if end > scan.own_from:
        scan.blocks.append((False, scan.own_from, end))
    shown = _shown(scan)
    if shown and shown[-1][1] >= len(looked_at):
        shown[-1] = (shown[-1][0], len(lines))
    return shown


def _walk(scan: _Scan) -> None:
    lines = scan.lines
    at = 0
    while at < len(lines):
        if _is_quoted(lines, at):
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
        if names_history(line) and scan.own_words(at):
            _end(scan, at)
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


def _end(scan: _Scan, at: int) -> None:
    """Close the own text at a line; rules and blanks right above go with the history. A forward keeps it all."""
    if scan.forwarded:
        scan.keep_all = True
        return
    while at > scan.own_from and (not scan.lines[at - 1].strip() or is_divider(scan.lines[at - 1])):
        at -= 1
    scan.cut = at


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
    following = _next_words(scan.lines, at + 1)
    if following >= len(scan.lines) or _is_quoted(scan.lines, following):
        return False
    scan.tries -= 1
    start = attribution_at(scan.lines, at, scan.own_from, before_quote=False)
    if start < 0 or not scan.own_words(start):
        return False
    _end(scan, start)
    return True


def _is_quoted(lines: list[str], at: int) -> bool:
    line = lines[at]
    stripped = line.lstrip(" \t\xa0\ufeff")
    if stripped.startswith((">", "＞")):
        # `>>>` in a Python session or `> 5 kg` are met, but a line that begins so is a quote far more often.
        return len(line) - len(stripped) <= 3  # noqa: PLR2004 - deeper is code
    if _INITIALS.match(line):
        near = lines[at + 1 : at + 3] + lines[max(0, at - 2) : at]
        return any(_INITIALS.match(other) is not None and other[:2] == line[:2] for other in near)
    return _is_bar(line) and _in_bars(lines, at)


def _is_bar(line: str) -> bool:
    return _BAR.match(line) is not None and not (line.rstrip().endswith("|") and line.count("|") > 1)


def _in_bars(lines: list[str], at: int) -> bool:
    """Bars quote only in runs: a lone `| text` may be a table's row."""
    return any(_is_bar(line) for line in lines[max(0, at - 1) : at] + lines[at + 1 : at + 2])


def _take_quote(scan: _Scan, at: int) -> int:
    """Note the quote that begins on a line, with the attribution above it; return the line behind it."""
    lines = scan.lines
    end = _end_of_quote(lines, at)
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
    while above >= scan.own_from and at - above <= _GAP_LINES and not scan.lines[above].strip():
        above -= 1
    if above < scan.own_from or not scan.lines[above].strip() or scan.tries <= 0:
        return at
    if is_divider(scan.lines[above]):
        return above
    scan.tries -= 1
    start = attribution_at(scan.lines, above, scan.own_from, before_quote=True)
    return start if start >= 0 else at


def _end_of_quote(lines: list[str], at: int) -> int:
    """Return the line behind a run of quoted lines; blanks and lines broken by a mailer's wrapping belong to it."""
    end = at + 1
    while end < len(lines):
        if _is_quoted(lines, end):
            end += 1
            continue
        following = _next_words(lines, end, most=_GAP_LINES)
        if following > end and following < len(lines) and _is_quoted(lines, following):
            end = following
        elif _is_wrapped_rest(lines, end):
            end += 1
        else:
            break
    return end


def _is_wrapped_rest(lines: list[str], at: int) -> bool:
    line = lines[at]
    if at + 1 >= len(lines) or not line.strip() or len(line) > _WRAPPED_CHARS or not _is_quoted(lines, at + 1):
        return False
    return len(lines[at - 1]) >= _FULL_LINE_CHARS and not line[0].isupper() and not line.rstrip().endswith(("!", "?"))


def _next_words(lines: list[str], at: int, most: int = 1_000_000) -> int:
    stop = min(len(lines), at + most)
    while at < stop and not lines[at].strip():
        at += 1
    return at


def _shown(scan: _Scan) -> list[tuple[int, int]]:
    """Return the stretches of lines to show: own text, and the quotes that answers stand between."""
    blocks = [
        (quote, start, end)
        for quote, start, end in scan.blocks
        if quote or any(line.strip() for line in scan.lines[start:end])
    ]
    while blocks:
        quote, start, end = blocks[-1]
        if quote:
            blocks.pop()
            continue
        said = (
            signature_start(scan.lines, start, end)
            if len(blocks) == 1
            else _signature_below_quote(scan.lines, start, end)
        )
        if said == end and is_divider_tail(scan.lines, start, end):
            said = _before_dividers(scan.lines, start, end)
        if any(line.strip() for line in scan.lines[start:said]):
            blocks[-1] = (False, start, said)
            break
        blocks.pop()
    quotes = [block for block in blocks if block[0]]
    if len(quotes) == 1 and _answers_below(scan.lines, blocks):
        blocks = [block for block in blocks if not block[0]]
    return [(start, end) for _, start, end in blocks]


def _signature_below_quote(lines: list[str], start: int, end: int) -> int:
    """As `signature_start`, but what stands under a quote may be nothing but a signature."""
    first = _next_words(lines, start)
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


def is_divider_tail(lines: list[str], start: int, end: int) -> bool:
    """Say whether a stretch ends in a mere rule."""
    last = next((lines[at] for at in range(end - 1, start - 1, -1) if lines[at].strip()), "")
    return bool(last) and is_divider(last)


def _before_dividers(lines: list[str], start: int, end: int) -> int:
    while end > start and (not lines[end - 1].strip() or is_divider(lines[end - 1])):
        end -= 1
    return end


def _answers_below(lines: list[str], blocks: list[tuple[bool, int, int]]) -> bool:
    """Say whether the answer stands under one whole quote, at most a greeting above it."""
    if blocks[0][0]:
        return True
    if len(blocks) < 3 or not blocks[1][0]:  # noqa: PLR2004 - greeting, quote, answer
        return False
    greeting = [line for line in lines[blocks[0][1] : blocks[0][2]] if line.strip()]
    return len(greeting) <= _GREETING_LINES and sum(map(len, greeting)) <= _GREETING_CHARS


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
