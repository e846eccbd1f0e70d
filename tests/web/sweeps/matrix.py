"""`tests/authz_matrix.csv`: what every route answers to every actor. The file says how a row is written."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

import httpx2

from tests.web.sweeps.scene import ACTORS, Scene

PATH = Path(__file__).resolve().parents[2] / "authz_matrix.csv"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True)
class Row:
    """One route: how it is called, and the status that each actor gets."""

    method: str
    path: str
    places: dict[str, str]
    fields: dict[str, str]
    expected: dict[str, str]

    @property
    def is_safe(self) -> bool:
        """Whether it must change nothing."""
        return self.method in SAFE

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def address(self, scene: Scene, **instead: str) -> str:
        """The path with what the row names; `instead` puts something else into places."""
        return PLACE.sub(lambda place: instead.get(place[1]) or scene.value(self.places[place[1]]), self.path)

    async def ask(self, browser: httpx2.AsyncClient, scene: Scene, address: str = "", **more: str) -> httpx2.Response:
        """Send it as this browser; `more` are further fields, or others, `address` another than the row's."""
        fields = {name: scene.value(value) for name, value in self.fields.items()} | more
        address = address or self.address(scene)
        if self.is_safe:
            return await browser.request(self.method, address, params=fields)
        files = {"file": ("note.txt", fields.pop("file"), "text/plain")} if "file" in fields else None
        return await browser.request(self.method, address, data=fields, files=files)


def read_matrix() -> list[Row]:
    """Every row of the file."""
    with PATH.open(encoding="utf-8", newline="") as stream:
        lines = [line for line in stream if line.strip() and not line.startswith("#")]
    return [_row(values) for values in csv.DictReader(lines)]


def _row(values: dict[str, str]) -> Row:
    places = dict(pair.split("=", 1) for pair in values["with"].split())
    fields = dict(parse_qsl(values["send"], keep_blank_values=True))
    return Row(values["method"], values["path"], places, fields, {actor: values[actor] for actor in ACTORS})
