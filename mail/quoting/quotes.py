"""Part a text into what the person wrote and the rest. Reads each line a bounded number of times (no regex hangs)."""

from dataclasses import dataclass, field
from typing import Final

from mail.letter import limits
from mail.quoting.attributions import attribution_at, closes_address, ends_attribution, is_groupwise_head
from mail.quoting.context import MailContext
from mail.quoting.header_blocks import header_block_at, role_of, stack_at
from mail.quoting.our_heads import is_field, our_attribution_at, our_block_at
from mail.quoting.phrases import ANSWERS, BELOW
from mail.quoting.quote_marks import GAP_LINES, end_of_quote, is_quoted, next_words
from mail.quoting.run_together import with_attributions_apart
from mail.quoting.separators import is_divider, is_dressed, marks_reply_line, names_forward, names_history
from mail.quoting.shown_blocks import Block, shown_stretches

_TRIES: Final = 200
_HEAD_LINES: Final = 8
_REPLY: Final = MailContext()
_POINTING_CHARS: Final = 160
_POINTING_LINES: Final = 40


@dataclass(frozen=True)
class TrimmedText:
    """A text in two: `own` is what the person wrote, `quoted` the history and signature, unchanged."""

    own: str
    quoted: str


@dataclass
class _Scan:
    """The state of the walk through the lines."""

    lines: list[str]
    context: MailContext
    blocks: list[Block] = field(default_factory=list)
    own_from: int = 0
    cut: int = -1
    tries: int = _TRIES
    keep_all: bool = False

    def own_words(self, upto: int) -> bool:
        """Say whether anything of the person's own is found before a line."""
        own = any(not quote for quote, _, _ in self.blocks)
        return own or any(line.strip() and not is_divider(line) for line in self.lines[self.own_from : upto])


def points_below(lines: list[str]) -> bool:
    """Say whether one of the lines speaks of answers further down."""
    return any(any(word in line for word in ANSWERS) for line in _pointing(lines))


def _pointing(lines: list[str]) -> list[str]:
    """Return the short lines among the first that say "below", folded."""
    folded = [line.casefold() for line in lines[:_POINTING_LINES] if len(line) <= _POINTING_CHARS]
    return [line for line in folded if any(place in line for place in BELOW)]


def trim_text(text: str, context: MailContext = _REPLY) -> TrimmedText:
    """Split a text; whatever is in doubt counts as own.

    `context` is what the mail tells about it. In a new mail only what the desk itself wrote is history. A text that
    would have nothing left is shown whole.
    """
    lines = with_attributions_apart(text.split("\n"))
    shown = own_stretches(lines, context)
    own = _joined(lines, shown)
    if not own.strip():
        return TrimmedText(text.strip("\n").rstrip(), "")
    quoted = _joined(lines, _complement(shown, len(lines)))
    return TrimmedText(own.strip("\n").rstrip(), quoted.rstrip())


def own_stretches(lines: list[str], context: MailContext = _REPLY) -> list[tuple[int, int]]:
    """Return (first, behind the last) of each stretch of lines to show, as `trim_text` does.

    Lines beyond `limits.QUOTE_LINES` are not looked at: they go where the last one before them went.
    """
    looked_at = lines[: limits.QUOTE_LINES]
    scan = _Scan(looked_at, context)
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
        line = lines[at]
        if not line.strip():
            at += 1
        elif closes_address(lines, at) or is_groupwise_head(line):
            if _cut_at_attribution(scan, at):
                return
            at += 1
        elif is_quoted(lines, at):
            at = _take_quote(scan, at)
            if scan.keep_all:
                return
        elif names_forward(line):
            scan.keep_all = not scan.blocks
            return
        elif (head := _head_of_history(scan, at)) >= 0:
            _end(scan, head, at + _HEAD_LINES)
            return
        else:
            after = _past_header_block(scan, at)
            if after < 0 or (after == at and _cut_at_attribution(scan, at)):
                return
            at = max(after, at + 1)


def _head_of_history(scan: _Scan, at: int) -> int:
    """Return the line from which a line that only programs write begins history, -1 where it does not."""
    head = at if names_history(scan.lines[at]) else stack_at(scan.lines, at, scan.own_from)
    return head if head >= 0 and scan.own_words(head) else -1


def _end(scan: _Scan, at: int, head_end: int) -> None:
    """Close the own text at a head of history; rules, headings and blanks right above go with it.

    `head_end` is the line behind the head. A forward keeps it all, and so does a new mail whose head names
    someone other than the desk, and a reply that points to a third party's mail: "see below".
    """
    head = scan.lines[at:head_end]
    context = scan.context
    if context.forwarded or (not marks_reply_line(head[0]) and not context.is_history(head)):
        scan.keep_all = True
        return
    if context.is_foreign(head) and _pointing(scan.lines[:at]):
        scan.keep_all = True
        return
    while at > scan.own_from and (not scan.lines[at - 1].strip() or is_dressed(scan.lines[at - 1])):
        at -= 1
    scan.cut = at


def _answers_inside(scan: _Scan) -> bool:
    """Return whether the person says their answers are inside the history, where marks do not show them: "see below in red"."""
    history = [start for quote, start, _ in scan.blocks if quote] + [scan.cut] * (scan.cut >= 0)
    if not history or any(line.strip() for line in scan.lines[scan.own_from : scan.cut] if scan.blocks):
        return False
    return points_below(scan.lines[: history[0]])


def _past_header_block(scan: _Scan, at: int) -> int:
    """Return the line behind a header block that opens the text, `at` where there is no block, -1 where it cut the text."""
    end = _end_of_block(scan, at)
    if end == at:
        return at
    if scan.own_words(at):
        _end(scan, at, end)
        return -1
    return end


def _end_of_block(scan: _Scan, at: int) -> int:
    """Return the line behind a block of fields, by their labels or by the desk's address, `at` where there is none."""
    if scan.tries <= 0 or not is_field(scan.lines[at]):
        return at
    scan.tries -= 1
    if role_of(scan.lines[at]) in {"from", "date", "to", "subject"}:
        scan.tries -= 1
        if (end := header_block_at(scan.lines, at)) > at:
            return end
    return our_block_at(scan.lines, at, scan.context)


def _cut_at_attribution(scan: _Scan, at: int) -> bool:
    """End the text at an attribution whose quote carries no marks."""
    groupwise = is_groupwise_head(scan.lines[at])
    if scan.tries <= 0 or not (groupwise or ends_attribution(scan.lines[at])):
        return False
    following = next_words(scan.lines, at + 1)
    if following >= len(scan.lines) or is_quoted(scan.lines, following):
        return False
    scan.tries -= 1
    start = at if groupwise else _attribution_start(scan, at, before_quote=False)
    if start < 0 or not scan.own_words(start):
        return False
    _end(scan, start, at + 1)
    return True


def _attribution_start(scan: _Scan, at: int, *, before_quote: bool) -> int:
    """Return the first line of the attribution that ends on a line, -1 where there is none."""
    start = attribution_at(scan.lines, at, scan.own_from, before_quote=before_quote)
    return start if start >= 0 else our_attribution_at(scan.lines, at, scan.own_from, scan.context)


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
    if not scan.context.is_history(lines[start : min(end, at + _HEAD_LINES)]):
        return end  # a new letter quotes what its writer wants to be read
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
    start = _attribution_start(scan, above, before_quote=True)
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
