"""A picture of each demo hotel: one of four houses, in one of a few sets of colours."""

from dataclasses import dataclass

from app.plugins.hotels.canvas import Canvas


@dataclass(frozen=True, slots=True)
class Paint:
    """The colours of one house."""

    sky: str
    wall: str
    roof: str
    glass: str
    wood: str


PAINTS = (
    Paint("#c7dfe0", "#e9c9a3", "#b5623f", "#f6ead8", "#7b3f2b"),
    Paint("#f0d9b8", "#dfe6dd", "#2b4d46", "#3f7266", "#2b4d46"),
    Paint("#bcd3e6", "#fff8e8", "#8a5a35", "#3d5f86", "#8a5a35"),
    Paint("#cfe0cf", "#e8ddcd", "#4b4227", "#7a6a3a", "#4b4227"),
    Paint("#dcd3e3", "#e7b9ae", "#8a4e5e", "#fbeee6", "#5b3140"),
    Paint("#e6d9c6", "#cfd8dd", "#5b7083", "#f3f6f8", "#3c4a58"),
    Paint("#d5e3ee", "#f2d7c4", "#99503c", "#5b7d8f", "#6d3a2c"),
    Paint("#efe3cf", "#d9c2a2", "#6a5540", "#fdf6e6", "#4d3b2b"),
    Paint("#d3e2da", "#f4efe3", "#3f6a58", "#86a79a", "#31503f"),
    Paint("#e3dbe9", "#d6d4e6", "#57527f", "#f0eef9", "#413d63"),
)


def picture_of(number: int) -> bytes:
    """The picture (PNG, 192 by 192) of the hotel with this number."""
    paint = PAINTS[number % len(PAINTS)]
    canvas = Canvas(paint.sky)
    if number % 3 == 0:
        canvas.ellipse(51, 13, 12, 12, "#ffffff")
    HOUSES[number % len(HOUSES)](canvas, paint)
    return canvas.png()


def _townhouse(canvas: Canvas, paint: Paint) -> None:
    """Two floors, a hipped roof, sills below the windows."""
    canvas.rectangle(10, 22, 44, 42, paint.wall)
    canvas.trapezium(14, 8, (13, 51), (7, 57), paint.roof)
    for y in (28, 41):
        for x in (15, 28, 41):
            canvas.rectangle(x, y, 8, 9, paint.glass)
            canvas.rectangle(x - 1, y + 9, 10, 1.5, paint.wood)
    canvas.arch(27, 53, 10, 11, paint.wood)


def _grand_hotel(canvas: Canvas, paint: Paint) -> None:
    """Three floors below a flat roof, an awning over the door."""
    canvas.rectangle(14, 12, 36, 52, paint.wall)
    canvas.rectangle(12, 10, 40, 3, paint.roof)
    for y in (17, 28, 39):
        for x in (19, 29, 39):
            canvas.rectangle(x, y, 6, 8, paint.glass)
            canvas.rectangle(x, y, 6, 2.5, paint.wood)
    canvas.trapezium(52, 5, (22, 42), (19, 45), paint.glass)
    canvas.rectangle(28, 57, 8, 7, paint.wood)


def _country_house(canvas: Canvas, paint: Paint) -> None:
    """A hill, a house and its lower wing."""
    canvas.ellipse(18, 62, 70, 60, "#9db8a2")
    canvas.rectangle(6, 26, 22, 38, "#f0e2c4")
    canvas.rectangle(4, 22, 24, 4, paint.roof)
    canvas.rectangle(28, 18, 30, 46, paint.wall)
    canvas.trapezium(12, 6, (30, 56), (26, 60), paint.roof)
    for x, y in ((33, 24), (46, 24), (33, 38), (46, 38)):
        canvas.rectangle(x, y, 7, 9, paint.glass)
        canvas.rectangle(x + 3, y, 1, 9, "#ffffff")
    for y in (31, 44):
        canvas.rectangle(13, y, 8, 8, paint.glass)
    canvas.arch(39, 51, 8, 13, paint.wood)


def _dome(canvas: Canvas, paint: Paint) -> None:
    """A round roof over arched windows."""
    canvas.ellipse(32, 28, 40, 28, paint.roof)
    canvas.rectangle(12, 28, 40, 36, paint.wall)
    for x in (18, 29, 40):
        canvas.arch(x, 34, 6, 10, paint.glass)
    canvas.rectangle(12, 47, 40, 2, paint.wood)
    canvas.arch(27, 51, 10, 13, paint.wood)


HOUSES = (_townhouse, _grand_hotel, _country_house, _dome)
