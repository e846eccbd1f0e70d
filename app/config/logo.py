"""The desk's logo as the settings keep it: which stored file, of which kind, how large."""

import re
from dataclasses import dataclass
from typing import Final, Self

KINDS: Final = {"png": "image/png", "jpg": "image/jpeg"}
_KEPT = re.compile(r"([0-9a-f]{32})\.(png|jpg) ([0-9]{1,4})x([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture in the storage. As text: `KEY.png 240x80`."""

    key: str
    kind: str  # png, jpg
    width_px: int
    height_px: int

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """The logo of a kept setting; None for none."""
        kept = _KEPT.fullmatch(text)
        return cls(kept[1], kept[2], int(kept[3]), int(kept[4])) if kept else None

    def __str__(self) -> str:
        """As the settings keep it."""
        return f"{self.name} {self.width_px}x{self.height_px}"

    @property
    def name(self) -> str:
        """The file's name in addresses."""
        return f"{self.key}.{self.kind}"

    @property
    def content_type(self) -> str:
        """What it is served and mailed as."""
        return KINDS[self.kind]

    def shown(self, most_width: int, most_height: int) -> tuple[int, int]:
        """Width and height in pixels within these bounds, never enlarged."""
        share = min(1, most_width / self.width_px, most_height / self.height_px)
        return max(1, round(self.width_px * share)), max(1, round(self.height_px * share))
