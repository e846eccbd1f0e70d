"""docs/plugins.md says what is so: its example runs as it stands there, and it names all that there is."""

import dataclasses
import re
from pathlib import Path

import pytest

from app.core.errors import NotFound
from app.plugins import Card, Form, Insert, InsertPicture, Panel, TicketFacts
from app.plugins.hooks import Hooks
from app.plugins.hotels.source import KNOWN

DOCUMENT = (Path(__file__).parents[3] / "docs" / "plugins.md").read_text("utf-8")
BOOKS = "title,author,price\nThe Night Bell,Ada Brass,12\nKeys & Hooks,Jo <Rack>,9\n"


@pytest.fixture
def example() -> str:
    """The plug-in of the document, exactly as it stands there."""
    [code] = re.findall(r"^```python\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE)
    return code


@pytest.fixture
def books(example, load, tmp_path):
    """Its panel, found as the document says."""
    (tmp_path / "books.py").write_text(example, "utf-8")
    (tmp_path / "books.csv").write_text(BOOKS, "utf-8")
    plugins = load(str(tmp_path / "books.py"), environ={"DESKBELL_BOOKS": str(tmp_path / "books.csv")})
    return plugins.panel("books")


def test_the_example_has_less_than_forty_lines(example):
    assert len(example.splitlines()) < 40


async def test_the_example_searches_and_pastes(books, facts):
    [card] = await books.search("night brass", facts, "en")
    pasted = await books.insert([card.id], Form.CARD, "en")

    assert card == Card("The Night Bell", "The Night Bell", "Ada Brass", "€12")
    assert pasted.html == "<blockquote><b>The Night Bell</b>, Ada Brass: €12</blockquote>"
    assert (books.title, books.hint, books.forms) == ("Books", "Title or author", (Form.CARD, Form.TEXT))


async def test_the_example_escapes_and_knows_what_is_gone(books):
    line = await books.insert(["Keys & Hooks"], Form.TEXT, "en")

    assert line.html == "<p><b>Keys &amp; Hooks</b>, Jo &lt;Rack&gt;: €9</p>"
    with pytest.raises(NotFound):
        await books.insert(["Burnt"], Form.CARD, "en")


def test_every_hook_member_and_column_is_in_the_document():
    members = {name for name in vars(Panel) if not name.startswith("_")} | set(Panel.__annotations__)
    fields = {field.name for noun in (Card, Insert, InsertPicture, TicketFacts) for field in dataclasses.fields(noun)}
    hooks = {name for name in vars(Hooks) if name.startswith("deskbell_")}

    named = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", DOCUMENT))))

    assert members | hooks | KNOWN | (fields - {"content_type", "content"}) <= named
