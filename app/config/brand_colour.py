"""The desk's own colour: the tones that pages and emails take from it, and whether they can be read on light and on dark.

Contrast as WCAG 2.2 defines it (relative luminance, sRGB); 4.5 is what text needs.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

TEXT: Final = 4.5
WHITE: Final = "#ffffff"
BLACK: Final = "#000000"
DARK_INK: Final = "#101814"
DARK_SURFACE: Final = "#222c27"  # the lightest surface of dark pages and emails that text stands on


@dataclass(frozen=True)
class BrandColour:
    """A colour as `#rrggbb`, and what follows from it."""

    base: str

    @cached_property
    def deep(self) -> str:
        """Behind the head of dark pages."""
        return mixed(self.base, BLACK, 0.35)

    @cached_property
    def bright(self) -> str:
        """For links, and behind buttons, on dark pages: as near as can be read there."""
        return next(tone for tone in _towards(self.base, WHITE) if contrast(tone, DARK_SURFACE) >= TEXT)

    @cached_property
    def soft(self) -> str:
        """The quieter text on the head."""
        tones = list(_towards(mixed(self.base, WHITE, 0.75), WHITE))
        return next((tone for tone in tones if contrast(tone, self.base) >= TEXT), WHITE)

    @property
    def on_light(self) -> float:
        """White text on it, or it on white."""
        return contrast(self.base, WHITE)

    @property
    def on_dark(self) -> float:
        """Its bright tone on the surfaces of dark pages."""
        return contrast(self.bright, DARK_SURFACE)

    @property
    def can_be_read(self) -> bool:
        """Whether all that it gives can be read, on light and on dark."""
        return min(self.on_light, self.on_dark, contrast(self.bright, DARK_INK)) >= TEXT

    @property
    def readable(self) -> str:
        """The nearest darker one that can be read."""
        return next(tone for tone in _towards(self.base, BLACK) if contrast(tone, WHITE) >= TEXT)


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """The colour with so much (0 to 1) of the other one in it."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _towards(one: str, other: str) -> list[str]:
    return [mixed(one, other, step / 50) for step in range(51)]


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in _channels(colour)]
    red, green, blue = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]  # noqa: PLR2004
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
