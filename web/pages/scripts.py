"""What of a script travels: its comments stay at home, its lines keep their numbers."""

import re

# Template literals are stepped over, whatever stands in their lines. Behind code a comment begins after what ends a
# statement or an item of a list, and has no quotation mark: then it is no part of a text.
COMMENTS = re.compile(
    r"""`(?:\\.|[^`\\])*`|^[ \t]*//[^\n]*|^[ \t]*/\*.*?\*/[ \t]*$|(?<=[;{,)\]]) //[ ][^"'`\n]*$""",
    re.MULTILINE | re.DOTALL,
)


def without_comments(script: str) -> str:
    """The script with empty lines where whole lines were a comment, and without those behind code."""
    return COMMENTS.sub(_emptied, script)


def _emptied(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("`") else "\n" * found[0].count("\n")
