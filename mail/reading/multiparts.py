"""A message cut into the tree of its parts (RFC 2046 §5.1), bounded in depth and number, each byte looked at few times.

Python's own parser recurses without end on nested parts and takes seconds for thousands of them.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.nouns.reasons import reason
from mail.letter import limits
from mail.reading.headers.fields import Headers, split_headers
from mail.reading.mime import Part

_BOUNDARY_LINE: Final = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?$", re.MULTILINE)
_SOMETHING: Final = re.compile(rb"\S")
_MISTAKEN_LINES: Final = 10_000  # in all of a message: lines that begin as a boundary does and are none


class Budget:
    """What is left to be read of one message, and what was found wrong with it."""

    def __init__(self, flaws: list[str]) -> None:
        self.parts_left = limits.PARTS
        self.mistaken_left = _MISTAKEN_LINES
        self.flaws = flaws

    def flaw(self, words: str) -> None:
        """Note a flaw once."""
        if words not in self.flaws:
            self.flaws.append(words)


def read_parts(
    headers: Headers,
    raw: bytes,
    start: int,
    stop: int,
    budget: Budget,
    *,
    default_type: str = "text/plain",
    depth: int = 0,
) -> Part:
    """Return the part, whose body is from `start` to `stop`, with its children, to `limits.MIME_DEPTH` and `limits.PARTS`."""
    part = Part(headers, raw, start, stop, default_type)
    budget.parts_left -= 1
    if not part.content_type.startswith("multipart/"):
        return part
    if depth >= limits.MIME_DEPTH:
        budget.flaw(reason("flaw_nested"))
        part.too_deep = True
        return part
    child_type = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    for begin, end in _pieces_of(part, budget):
        if budget.parts_left <= 0:
            budget.flaw(reason("flaw_many_parts"))
            break
        inner, at = split_headers(raw, begin, end, top=False, flaws=[])
        part.children.append(read_parts(inner, raw, at, end, budget, default_type=child_type, depth=depth + 1))
    if any(_is_hollow(child, part) for child in part.children):
        part.children = _regrouped(part, budget, depth)
    return part


def _is_hollow(child: Part, parent: Part) -> bool:
    """Say whether a multipart seems empty only because it was given its parent's boundary (RFC 2046 §5.1.2 forbids it)."""
    return (
        child.content_type.startswith("multipart/")
        and not child.children
        and child.parameters.get("boundary", "") == parent.parameters.get("boundary", "")
        and not _SOMETHING.search(child.raw, child.start, child.stop)
    )


def _regrouped(part: Part, budget: Budget, depth: int) -> list[Part]:
    """Read the parts once more, and put those behind a hollow multipart into it until its closing line."""
    boundary = part.parameters.get("boundary", "").encode("utf-8", "replace")
    groups: list[Part] = [Part(part.headers, part.raw, part.start, part.stop)]
    last_end = max(child.stop for child in part.children)
    for begin, end, closes in _all_pieces(part, boundary, budget):
        if begin <= last_end:
            budget.parts_left += 1  # it was counted before
        if budget.parts_left <= 0 or len(groups) > limits.MIME_DEPTH - depth:
            break
        inner, at = split_headers(part.raw, begin, end, top=False, flaws=[])
        child = read_parts(inner, part.raw, at, end, budget, depth=depth + len(groups))
        groups[-1].children.append(child)
        if _is_hollow(child, part):
            groups.append(child)
        if closes and len(groups) > 1:
            groups.pop()
    return groups[0].children


def _pieces_of(part: Part, budget: Budget) -> list[tuple[int, int]]:
    """The places of a multipart's parts, by its boundary or, if that is wrong, by an undeclared one."""
    boundary = part.parameters.get("boundary", "").encode("utf-8", "replace")
    pieces = _pieces(part, boundary, budget) if boundary else []
    if not pieces and (
        guessed := _guess_boundary(part.raw[part.start : min(part.stop, part.start + limits.HEADER_BLOCK_BYTES)])
    ):
        budget.flaw(reason("flaw_boundary"))
        pieces = _pieces(part, guessed, budget)
    return pieces


def _pieces(part: Part, boundary: bytes, budget: Budget) -> list[tuple[int, int]]:
    """Cut a multipart's body at its boundary lines; the prologue and what follows the end are dropped."""
    pieces: list[tuple[int, int]] = []
    start = -1
    for at, end, closes in _boundary_lines(part, boundary, budget):
        if start >= 0:
            pieces.append((start, _before_line_end(part.raw, start, at)))
        start = min(end + 1, part.stop)
        if closes or len(pieces) > budget.parts_left:
            return pieces
    if start >= 0:
        budget.flaw(reason("flaw_not_closed"))
        if _SOMETHING.search(part.raw, start, part.stop):
            pieces.append((start, part.stop))
    return pieces


def _boundary_lines(part: Part, boundary: bytes, budget: Budget) -> Iterator[tuple[int, int, bool]]:
    """Yield where each line with the boundary begins and ends, and whether it closes the multipart."""
    raw, stop, mark = part.raw, part.stop, b"--" + boundary
    at = raw.find(mark, part.start, stop)
    while at >= 0 and budget.mistaken_left:
        end = raw.find(b"\n", at, stop)
        end = stop if end < 0 else end
        tail = raw[at + len(mark) : end].strip()
        if (at == part.start or raw[at - 1 : at] == b"\n") and tail in {b"", b"--"}:
            yield at, end, tail == b"--"
        else:
            budget.mistaken_left -= 1
        at = raw.find(mark, end, stop)


def _all_pieces(part: Part, boundary: bytes, budget: Budget) -> list[tuple[int, int, bool]]:
    """The places of the parts, also after closing lines; each with whether a closing line ends it."""
    found: list[tuple[int, int, bool]] = []
    start = -1
    for at, end, closes in _boundary_lines(part, boundary, budget):
        if start >= 0:
            found.append((start, _before_line_end(part.raw, start, at), closes))
        start = -1 if closes else min(end + 1, part.stop)
        if len(found) > limits.PARTS:
            break
    return found


def _before_line_end(raw: bytes, start: int, at: int) -> int:
    """The line end before a boundary belongs to the boundary (RFC 2046 §5.1.1)."""
    if raw[max(start, at - 2) : at] == b"\r\n":
        return at - 2
    return at - 1 if at > start and raw[at - 1 : at] == b"\n" else at


def _guess_boundary(body: bytes) -> bytes:
    """Return a line that begins with `--` and is followed by a header field: the undeclared boundary."""
    for match in _BOUNDARY_LINE.finditer(body):
        following = body[match.end() : match.end() + 300].lstrip(b"\r\n")[:13].lower()
        if following.startswith(b"content-"):
            return match[1]
    return b""
