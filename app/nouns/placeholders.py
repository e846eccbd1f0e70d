"""`{{placeholders}}` in a template: a fixed list of names, put in place by one plain pass. Nothing is ever evaluated.

A name not on the list, or without a value for this ticket, stays as written: the editor marks it and asks for
it, and an answer that still has one is not sent.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from html import escape, unescape

from babel.dates import format_date

from app.config.desk_name import desk_name
from app.desk import Desk
from app.html_safety import SafeHtml, clean_answer_html
from app.nouns.group import Group
from app.nouns.operator import Operator
from app.nouns.ticket import Ticket
from app.text.countries import country_name
from app.text.greeting import first_name_of
from app.text.languages import locale_of

NAMES = (
    *("customer.first_name", "customer.name", "customer.email", "customer.phone"),
    *("customer.address", "customer.city", "customer.country"),
    *("ticket.number", "ticket.subject", "ticket.link", "ticket.opened"),
    *("operator.first_name", "operator.name", "operator.email"),
    *("group.name", "desk.name", "today"),
)

_PLACEHOLDER = re.compile(r"\{\{((?:[^{}<>&]|&(?:nbsp|amp);){1,80})\}\}")
_CODE = re.compile(r"<(pre|code)\b[^>]*>.*?</\1>", re.DOTALL)  # as the cleaner writes it: whoever shows code means it


def names_in(html: str) -> tuple[str, ...]:
    """The placeholders in a cleaned text, each once, in order."""
    return tuple(dict.fromkeys(name for match in _PLACEHOLDER.finditer(_CODE.sub("", html)) if (name := _name(match))))


def fill(html: str, values: Mapping[str, str]) -> SafeHtml:
    """Put the values in place of their placeholders: escaped, in one pass, and the whole cleaned once more."""

    def value_of(match: re.Match[str]) -> str:
        value = values.get(_name(match).lower(), "")
        return escape(value) if value else match[0]

    return clean_answer_html(_PLACEHOLDER.sub(value_of, html))


def values_for(desk: Desk, ticket: Ticket, group: Group | None, operator: Operator, now_ms: int) -> dict[str, str]:
    """The value of each name on this ticket, in the customer's language; unknown ones are empty."""
    customer, language = ticket.customer, ticket.language
    return {
        "customer.first_name": first_name_of(customer.name),
        "customer.name": customer.name,
        "customer.email": customer.email,
        "customer.phone": customer.phone,
        "customer.address": customer.address,
        "customer.city": customer.city,
        "customer.country": country_name(customer.country, language),
        "ticket.number": ticket.number,
        "ticket.subject": ticket.subject,
        "ticket.link": f"{desk.settings.base_url}/t/{ticket.id}",
        "ticket.opened": _day(desk, ticket.created_ms, language),
        "operator.first_name": operator.first_name,
        "operator.name": operator.name,
        "operator.email": operator.email,
        "group.name": group.name if group else "",
        "desk.name": desk_name(desk.settings),
        "today": _day(desk, now_ms, language),
    }


def _name(match: re.Match[str]) -> str:
    return " ".join(unescape(match[1]).split())


def _day(desk: Desk, at_ms: int, language: str) -> str:
    moment = datetime.fromtimestamp(at_ms / 1000, desk.settings.zone)
    return str(format_date(moment, "long", locale=locale_of(language)))
