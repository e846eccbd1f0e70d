"""What happened, in one sentence: every kind of event has one."""

import re

import pytest

from app.nouns.event import KINDS
from web.pages.templating import FOLDER

SAID = "".join(path.read_text("utf-8") for path in sorted((FOLDER / "console" / "story").glob("*.html")))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_event_is_said_in_words(kind):
    asked = re.compile(rf"event\.kind (== \"{re.escape(kind)}\"|in \([^)]*\"{re.escape(kind)}\")")

    assert asked.search(SAID), f"{kind} would be shown by its name: give it a sentence in console/story"
