"""What is said of the API: the OpenAPI document, the page to read, the pages of problems."""

import re
from html import unescape

import pytest

from app.core import errors
from app.core.errors import DeskError
from tests.web.api.conftest import write_in
from web.api import refusals
from web.api.calls.all import ALL
from web.api.described.openapi import problems_of
from web.pages.errors import Unexpected
from web.pages.problem_kinds import PROBLEMS


def kinds_of(root):
    return {root, *(kind for child in root.__subclasses__() for kind in kinds_of(child))}


def test_every_kind_of_problem_has_a_page_that_explains_it():
    known = [*vars(errors).values(), *vars(refusals).values(), Unexpected]
    slugs = {one.slug for one in known if isinstance(one, type) and issubclass(one, DeskError)}

    assert slugs <= PROBLEMS.keys()


async def test_the_type_of_a_problem_leads_to_its_page(guest, shop):
    for path in ("/api/v1/tickets/99", "/api/v1/tickets?limit=1000", "/api/v1/nowhere"):
        problem = (await shop.get(path)).json()
        page = await guest.get(problem["type"])

        assert page.status_code == 200, path
        assert problem["title"] == PROBLEMS[problem["type"].rpartition("/")[2]].title
        assert problem["title"] in page.text.replace("&#39;", "'")
    assert (await guest.get("/api/problems/none-of-ours")).status_code == 404


async def test_the_document_describes_every_call_and_each_answer_is_as_described(web_desk, guest, shop):
    ticket = await write_in(web_desk)
    described = (await guest.get("/api/v1/openapi.json")).json()

    assert described["openapi"] == "3.1.0"
    told = {(method.upper(), path) for path, methods in described["paths"].items() for method in methods}
    assert told == {(one.method, one.path.replace(":int", "")) for one in ALL}
    schemas = described["components"]["schemas"]
    one = (await shop.get(f"/api/v1/tickets/{ticket.id}")).json()
    assert one.keys() == schemas["TicketShape"]["properties"].keys()


async def test_the_page_names_every_call_field_and_problem_and_needs_no_script(guest):
    page = await guest.get("/api/docs")

    text = page.text
    for one in ALL:
        assert f'id="{one.name}"' in text
        for model in filter(None, (one.query, one.body, one.answer)):
            fields = model.model_json_schema(mode="serialization", by_alias=True)["properties"]
            assert [name for name in fields if f"<code>{name}</code>" not in text] == []
    anchors = set(re.findall(r'href="#([\w-]+)"', text))
    assert anchors <= set(re.findall(r'id="([\w-]+)"', text))
    assert "style=" not in text


async def test_the_same_is_there_as_markdown_and_the_page_leads_to_it(guest):
    page, told = await guest.get("/api/docs"), await guest.get("/api/docs.md")

    assert 'href="/api/docs.md"' in page.text
    assert told.headers["content-type"] == "text/markdown; charset=utf-8"
    heads = re.findall(r"<h[23][^>]*>([^<]+)</h[23]>", page.text)
    assert [unescape(head) for head in heads] == re.findall(r"^###? (.+)$", told.text, re.MULTILINE)
    codes = [unescape(code) for code in re.findall(r"<pre[^>]*><code>(.*?)</code>", page.text, re.DOTALL)]
    assert codes == re.findall(r"^```\w+\n(.*?)\n```$", told.text, re.DOTALL | re.MULTILINE)
    assert "`" not in re.sub(r"<pre.*?</pre>", "", page.text, flags=re.DOTALL)  # drawn as code, all of it


@pytest.mark.parametrize("operation", ALL, ids=lambda one: one.name)
def test_every_call_tells_of_the_problems_that_any_has(operation):
    assert {"no-key", "missing-scope", "too-many", "unexpected"} <= set(problems_of(operation))
