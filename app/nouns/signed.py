"""How an operator's messages end: their signature, and below it what their group says there."""

from app.html_safety import text_to_html
from app.nouns.group import Group
from app.nouns.operator import Operator


def signature_in(group: Group | None, operator: Operator) -> str:
    """The end of what the operator writes about this group's tickets, as cleaned HTML; "" for none."""
    return operator.signature + (text_to_html(group.signature_foot) if group else "")
