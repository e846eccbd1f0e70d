"""Text in `format=flowed` back to whole paragraphs (RFC 3676)."""

from typing import Final

_SIGNATURE: Final = "-- "
_NO_QUOTE: Final = "    "


def unflow(text: str, *, delete_space: bool) -> str:
    """Join soft-broken lines of one quote depth; `delete_space` is the DelSp parameter.

    The signature line `-- ` ends in a space without being soft. A line that was stuffed because it begins with `>` is
    indented, so it is not taken for a quote (§4.4).
    """
    lines: list[list[str]] = []
    open_depth = -1
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        is_stuffed_mark = content.startswith(" >")
        content = content.removeprefix(" ")
        is_signature = content == _SIGNATURE
        soft = content.endswith(" ") and not is_signature
        words = content[:-1] if soft and delete_space else content
        if depth == open_depth and not is_signature:
            lines[-1].append(words)
        elif is_stuffed_mark and not depth:
            lines.append([_NO_QUOTE + words])
        else:
            lines.append([">" * depth + " " + words if depth else words])
        open_depth = depth if soft else -1
    return "\n".join("".join(pieces) for pieces in lines)
