"""What every template of the console can call by its name, whatever page it is a piece of."""

from collections.abc import Mapping
from typing import Any

from web.console.frame.bulk_words import bulk_done
from web.console.frame.labels import LABELS
from web.console.frame.message_names import MESSAGE_NAMES
from web.console.frame.palette_words import palette_words
from web.console.frame.search_words import field_choices
from web.console.frame.words import script_words

CONSOLE_NAMES: Mapping[str, Any] = {
    **LABELS,
    **MESSAGE_NAMES,
    "bulk_done": bulk_done,
    "field_choices": field_choices,
    "palette_words": palette_words,
    "script_words": script_words,
}
