"""What is wrong with a parameter or a field of a body, in the desk's words for what pydantic found."""

from collections.abc import Callable, Mapping
from typing import Any

from app.text.languages import _, ngettext
from app.text.limits import at_most_characters

WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _of: _("This is missing."),
    "extra_forbidden": lambda _of: _("Unknown field. Check its spelling."),
    "json_invalid": lambda _of: _("The body is not JSON."),
    "json_type": lambda _of: _("The body is not JSON."),
    "model_type": lambda _of: _("Send a JSON object."),
    "model_attributes_type": lambda _of: _("Send a JSON object."),
    "dict_type": lambda _of: _("Send a JSON object."),
    "list_type": lambda _of: _("Send a list."),
    "string_type": lambda _of: _("Send a text."),
    "string_too_long": lambda of: at_most_characters(int(of["max_length"])),
    "string_too_short": lambda _of: _("Fill in this field."),
    "too_long": lambda of: _at_most(int(of["max_length"])),
    "too_short": lambda of: _at_least(int(of["min_length"])),
    "int_type": lambda _of: _("Send a whole number."),
    "int_parsing": lambda _of: _("Send a whole number."),
    "int_from_float": lambda _of: _("Send a whole number."),
    "int_parsing_size": lambda _of: _("This number is too large."),
    "bool_type": lambda _of: _("Send true or false."),
    "bool_parsing": lambda _of: _("Send true or false."),
    "greater_than_equal": lambda of: _("The smallest number is %(least)s.") % {"least": of["ge"]},
    "less_than_equal": lambda of: _("The largest number is %(most)s.") % {"most": of["le"]},
    "literal_error": lambda of: _("Choose one of: %(choices)s.") % {"choices": of["expected"]},
    "enum": lambda of: _("Choose one of: %(choices)s.") % {"choices": of["expected"]},
    "string_pattern_mismatch": lambda _of: _("This is not written as the API reference says."),
}


def words_of(fault: Mapping[str, Any]) -> str:
    """One of pydantic's errors for whoever wrote the program; a check of our own has said it itself."""
    if fault["type"] == "value_error":
        return str(fault["msg"]).removeprefix("Value error, ")
    words = WORDS.get(fault["type"])
    return words(fault.get("ctx", {})) if words else _("This value does not fit. See the API reference.")


def _at_most(most: int) -> str:
    return ngettext("Send at most %(num)s.", "Send at most %(num)s.", most) % {"num": most}


def _at_least(least: int) -> str:
    return ngettext("Send at least %(num)s.", "Send at least %(num)s.", least) % {"num": least}
