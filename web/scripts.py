"""What of a script travels: its comments stay at home, its lines keep their numbers."""

import re

# Template literals are stepped over, whatever stands in their lines.
WHOLE_LINE_COMMENTS = re.compile(r"`(?:\\.|[^`\\])*`|^[ \t]*//[^\n]*|^[ \t]*/\*.*?\*/[ \t]*$", re.MULTILINE | re.DOTALL)


def without_comments(script: str) -> str:
    """The script with empty lines where whole lines were a comment; what stands behind code on a line stays."""
    return WHOLE_LINE_COMMENTS.sub(_emptied, script)


def _emptied(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("`") else "\n" * found[0].count("\n")
