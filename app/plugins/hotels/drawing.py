"""A hotel as HTML for an answer: made of what every mail program draws, tables and attributes, without styles."""

from collections.abc import Sequence
from html import escape

from app.plugins.hotels.hotel import Hotel
from app.text.languages import _

PICTURE_PX = 100


def card(hotel: Hotel, picture_name: str | None, language: str) -> str:
    """A card: picture, name, stars and price of a night; address; description.

    It has borders and no background, so it is readable on dark pages too.
    """
    picture = _picture_cell(hotel, picture_name) if picture_name else ""
    rows = "<br>".join(filter(None, (escape(hotel.where), escape(hotel.text), _link(hotel, _("Pictures and map")))))
    head = f"<b>{escape(hotel.name)}</b>{_stars(hotel)}"
    return (
        f'<table width="100%" border="1" cellpadding="4" cellspacing="0"><tbody><tr><td>'
        f'<table width="100%" border="0" cellpadding="4" cellspacing="0"><tbody>'
        f'<tr>{picture}<td valign="top">{head}</td>'
        f'<td align="right" valign="top"><b>{escape(night(hotel, language))}</b></td></tr>'
        f'<tr><td colspan="2" valign="top">{rows}</td></tr></tbody></table></td></tr></tbody></table>'
    )


def line(hotel: Hotel, language: str) -> str:
    """One line of text: name, stars, address, price."""
    pieces = (f"<b>{escape(hotel.name)}</b>{_stars(hotel)}", escape(hotel.where), escape(night(hotel, language)))
    return f"<p>{', '.join(filter(None, pieces))}</p>"


def link(hotel: Hotel, language: str) -> str:
    """The name as a link with the price; plain text if it has no link."""
    if not hotel.link:
        return line(hotel, language)
    price = night(hotel, language)
    return f"<p>{_link(hotel, hotel.name)}{', ' if price else ''}{escape(price)}</p>"


def table(hotels: Sequence[Hotel], language: str) -> str:
    """Several to compare, a row each."""
    # Translators: price of a hotel room
    heads = "".join(f'<th align="left">{escape(words)}</th>' for words in (_("Hotel"), _("Location"), _("Per night")))
    rows = "".join(
        f"<tr><td><b>{escape(hotel.name)}</b>{_stars(hotel)}</td><td>{escape(hotel.where or hotel.place)}</td>"
        f'<td align="right">{escape(hotel.price_in(language))}</td></tr>'
        for hotel in hotels
    )
    return f'<table border="1" cellpadding="6" cellspacing="0"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def night(hotel: Hotel, language: str) -> str:
    """The price of a night in words: "€118 a night"; empty where there is none."""
    price = hotel.price_in(language)
    return _("%(price)s per night") % {"price": price} if price else ""


def _picture_cell(hotel: Hotel, name: str) -> str:
    source, words = escape(name), escape(hotel.name)
    return (
        f'<td rowspan="2" width="{PICTURE_PX + 8}" valign="top">'
        f'<img src="cid:{source}" alt="{words}" width="{PICTURE_PX}" height="{PICTURE_PX}"></td>'
    )


def _stars(hotel: Hotel) -> str:
    return f" {'★' * hotel.stars}" if hotel.stars else ""


def _link(hotel: Hotel, words: str) -> str:
    return f'<a href="{escape(hotel.link)}">{escape(words)}</a>' if hotel.link else ""
