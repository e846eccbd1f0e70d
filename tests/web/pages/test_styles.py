"""What the style sheets may ask of a browser."""

import re

import pytest

from web.pages.assets import FOLDER

# `:has()` on what stands around the panes, or on any element at all: each change inside styles the whole page anew,
# a hundred milliseconds with a full list.
COSTLY = re.compile(
    r"(?:\bhtml|\bbody|\bmain|\.desk|\.console(?:-page)?|\bticket-pane|\bticket-list|[\s>+~]):(?:not\(:)?has\("
)


@pytest.mark.parametrize("sheet", sorted(FOLDER.glob("css/*.css")), ids=lambda sheet: sheet.name)
def test_no_change_inside_a_pane_styles_the_whole_page_anew(sheet):
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)

    assert COSTLY.findall(rules) == []


def test_every_value_that_a_sheet_asks_for_by_name_is_set_somewhere():
    rules = "".join(sheet.read_text("utf-8") for sheet in FOLDER.glob("css/*.css"))

    asked, kept = set(re.findall(r"var\((--[\w-]+)\)", rules)), set(re.findall(r"(--[\w-]+):", rules))

    assert asked - kept == set()
