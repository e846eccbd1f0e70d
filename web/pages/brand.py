"""How the desk looks to customers: its name, logo, colour and address, as public pages draw them."""

from dataclasses import dataclass
from typing import Self

from app.config.brand_colour import BLACK, DARK_INK, DARK_SURFACE, WHITE, BrandColour, mixed
from app.config.logo import Logo
from app.config.settings import Settings

WIDTH_PX, HEIGHT_PX = 180, 36  # of the logo, at most


@dataclass(frozen=True, slots=True)
class Brand:
    """What templates show of it."""

    logo: Logo | None
    colour: str  # #rrggbb; empty: Deskbell's own
    address: tuple[str, ...]  # the lines below a page
    legal: tuple[str, ...]

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """As it is set now."""
        return cls(
            Logo.from_text(settings.logo),
            settings.colour,
            tuple(settings.postal_address.splitlines()),
            tuple(settings.legal_lines.splitlines()),
        )

    @property
    def logo_url(self) -> str:
        """Where the picture is."""
        return f"/logo/{self.logo.name}" if self.logo else ""

    @property
    def logo_size(self) -> tuple[int, int]:
        """How large it is shown, in pixels."""
        return self.logo.shown(WIDTH_PX, HEIGHT_PX) if self.logo else (0, 0)

    @property
    def style_url(self) -> str:
        """The style sheet of the colour; empty where there is none."""
        return f"/colour/{self.colour[1:]}.css" if self.colour else ""


def style_of(colour: BrandColour) -> str:
    """The style sheet that gives public pages this colour, light and dark."""
    base, bright = colour.base, colour.bright
    tokens = {
        "lobby": (base, colour.deep),
        "on-lobby": (WHITE, WHITE),
        "on-lobby-2": (colour.soft, colour.soft),
        "brass": (base, bright),
        "brass-hover": (mixed(base, BLACK, 0.15), mixed(bright, WHITE, 0.15)),
        "brass-press": (mixed(base, BLACK, 0.3), mixed(bright, WHITE, 0.3)),
        "on-brass": (WHITE, DARK_INK),
        "brass-text": (base, bright),
        "brass-line": (base, bright),
        "brass-tint": (mixed(base, WHITE, 0.94), mixed(bright, DARK_SURFACE, 0.92)),
        "brass-tint-2": (mixed(base, WHITE, 0.86), mixed(bright, DARK_SURFACE, 0.8)),
        "brass-glow": (mixed(base, WHITE, 0.5), mixed(bright, DARK_SURFACE, 0.6)),
    }
    lines = "".join(f"--{name}:light-dark({light},{dark});" for name, (light, dark) in tokens.items())
    focus = "@layer screens{.lobby :focus-visible{outline-color:var(--on-lobby)}}"
    return f"@layer tokens{{:root{{{lines}}}}}\n{focus}\n"
