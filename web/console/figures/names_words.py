"""What operators and groups of a figure are called."""

from app.queries.figures.names import Name, Names
from app.text.languages import _


def person_words(names: Names, operator_id: int) -> str:
    """Somebody by name, also if they were deleted; "" for no operator."""
    return _words(names.operators.get(operator_id), operator_id, _("Former operator %(number)s"))


def group_words(names: Names, group_id: int) -> str:
    """A group by name, also if it was removed; "" for none."""
    return _words(names.groups.get(group_id), group_id, _("Removed group %(number)s"))


def _words(name: Name | None, number: int, unknown: str) -> str:
    if not number:
        return ""
    if name is None:
        return unknown % {"number": number}
    # Translators: a person, a group or a template that was deleted since
    return _("%(name)s (deleted)") % {"name": name.name} if name.is_gone else name.name
