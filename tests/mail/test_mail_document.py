"""`docs/mail.md` names every outcome that a mail can have."""

import re
from pathlib import Path

from app.nouns.inbound_mail import InboundOutcome

DOCUMENT = Path(__file__).parents[2] / "docs" / "mail.md"


def test_every_outcome_is_on_the_page_and_no_other():
    named = re.findall(r"^\| `(\w+)` \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)

    assert sorted(named) == sorted(InboundOutcome)
