"""A hotel, as a row of the table tells of it."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import format_currency, get_currency_symbol

from app.text.languages import locale_of


@dataclass(frozen=True, slots=True)
class Hotel:
    """One hotel. Texts that the table does not have are empty."""

    id: str
    name: str
    stars: int = 0
    area: str = ""
    city: str = ""
    country: str = ""
    address: str = ""
    text: str = ""
    note: str = ""  # for operators' eyes: cots, hours of the reception
    price: str = ""  # of a night, as the table has it
    currency: str = ""  # ISO 4217
    link: str = ""
    email: str = ""  # of the reception
    has_picture: bool = False

    @classmethod
    def from_row(cls, row: Any, currency: str) -> "Hotel":
        """The hotel of a row with our names; `currency` where the row has none."""
        has = row._mapping  # noqa: SLF001 - SQLAlchemy's public way to a row as a mapping

        def text(name: str) -> str:
            value = has.get(name)
            return "" if value is None else str(value).strip()

        return cls(
            id=text("id"),
            name=text("name"),
            stars=_stars(has.get("stars")),
            area=text("area"),
            city=text("city"),
            country=text("country"),
            address=text("address"),
            text=text("text"),
            note=text("note"),
            price=text("price"),
            currency=text("currency") or currency,
            link=text("link"),
            email=text("email"),
            has_picture=bool(has.get("has_picture")),
        )

    @property
    def place(self) -> str:
        """Where it is, short: "Graça, Lisbon"."""
        return ", ".join(filter(None, (self.area, self.city or self.country)))

    @property
    def where(self) -> str:
        """Where it is, in a message: "Largo da Graça 34, Lisbon"."""
        town = "" if self.city and self.city in self.address else self.city
        return ", ".join(filter(None, (self.address, town)))

    def price_in(self, language: str) -> str:
        """The price as this language writes it: "€118"; what is no number stays as the table has it."""
        try:
            amount = Decimal(self.price)
        except InvalidOperation:
            return self.price
        if not amount.is_finite():
            return self.price
        locale = locale_of(language)
        pattern = locale.currency_formats["standard"].pattern
        if amount == amount.to_integral_value():
            pattern = pattern.replace("0.00", "0")
        if get_currency_symbol(self.currency, locale)[-1:].isalpha():
            pattern = pattern.replace("¤#", "¤\xa0#")
        return format_currency(amount, self.currency, pattern, locale=locale, currency_digits=False)


def _stars(value: Any) -> int:
    try:
        return min(max(int(value or 0), 0), 7)
    except (TypeError, ValueError):
        return str(value).count("*") or str(value).count("★")
