"""What the papers of the repository point to is there."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
PAPERS = sorted([*HOUSE.glob("*.md"), *HOUSE.glob("docs/*.md")])
PATH = re.compile(r"`((?:app|docs|mail|realtime|sql|tests|tools|web)/[\w./-]*)`")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(paper):
    links = re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#([\w-]+))?\)", paper.read_text("utf-8"))
    targets = [((paper.parent / link).resolve() if link else paper, heading) for link, heading in links]

    assert [str(target) for target, _heading in targets if not target.exists()] == []
    assert [heading for target, heading in targets if heading and heading not in headings(target)] == []


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "SECURITY.md", "README.md", "docs/architecture.md"])
def test_every_path_that_a_paper_names_is_there(name):
    named = PATH.findall((HOUSE / name).read_text("utf-8"))

    assert [path for path in named if not (HOUSE / path).exists()] == []


def headings(paper):
    """The anchors of its headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", paper.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
