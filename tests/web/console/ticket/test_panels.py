"""The panels beside the answer, as the console asks for them."""

import pytest

from app.plugins.hotels.demo import make_demo_hotels
from app.plugins.hotels.houses import picture_of
from app.plugins.loading import load_plugins

HANGING = """
import asyncio
from app.plugins import Card, Insert, Panel, hookimpl

class Hanging(Panel):
    name = "hanging"
    async def search(self, query, ticket, language):
        await asyncio.sleep(60)
    async def insert(self, card_id, form, language):
        return Insert("<p onclick=x()>Hi <script>alert(1)</script></p>")

@hookimpl
def deskbell_panels():
    return [Hanging()]
"""


@pytest.fixture
def web_app(web_app, tmp_path):
    """The application with hotels, a plug-in that hangs and one that is broken."""
    make_demo_hotels(tmp_path / "hotels.db")
    (tmp_path / "hanging.py").write_text(HANGING)
    (tmp_path / "broken.py").write_text("import no_such_package_at_all")
    named = ["app.plugins.hotels", str(tmp_path / "hanging.py"), str(tmp_path / "broken.py")]
    environ = {"DESKBELL_HOTELS_URL": f"sqlite:///{tmp_path}/hotels.db"}
    web_app.state.plugins = plugins = load_plugins(named, environ, installed=(), deadline_s=5)
    plugins.panel("hanging")._deadline_s = 0.1
    yield web_app
    plugins.close()


@pytest.fixture
async def console(sign, anna):
    """Anna's browser."""
    return await sign(anna)


@pytest.fixture
async def program(sign, anna):
    """A script of the console that asks for JSON."""
    client = await sign(anna)
    client.headers["Accept"] = "application/json"
    return client


async def test_the_panels_of_a_ticket_are_named_with_the_broken_one(program, ticket):
    answer = await program.get(f"/tickets/{ticket.id}/panels")

    assert [(panel["name"], panel["title"], panel["state"]) for panel in answer.json()["panels"]] == [
        ("hotels", "Hotels", "ready"),
        ("hanging", "Hanging", "ready"),
        ("broken-broken", "broken", "failed"),
    ]


async def test_the_panels_are_drawn_without_asking_the_plugins(console, ticket):
    answer = await console.get(f"/tickets/{ticket.id}/panels")

    assert answer.text.count("<insert-panel ") == 3
    assert '<option value="table">Table</option>' in answer.text


async def test_a_search_draws_cards(console, ticket):
    answer = await console.get(f"/tickets/{ticket.id}/panels/hotels", params={"q": "lisbon graca cot"})

    assert answer.text.count('class="insert-card"') == 4
    assert 'data-found="4"' in answer.text
    assert 'src="/panels/hotels/pictures/1"' in answer.text
    assert "€118" in answer.text


async def test_a_search_that_finds_nothing_says_so(console, ticket):
    answer = await console.get(f"/tickets/{ticket.id}/panels/hotels", params={"q": "<b>zzz"})

    assert "No results for “&lt;b&gt;zzz”." in answer.text


async def test_a_search_answers_a_program_with_facts(program, ticket):
    answer = await program.get(f"/tickets/{ticket.id}/panels/hotels", params={"q": "casa do largo"})

    assert answer.json()["cards"] == [
        {
            "id": "1",
            "title": "Casa do Largo",
            "subtitle": "Graça, Lisbon",
            "price": "€118",
            "stars": 4,
            "note": "Cot free · Reception all night",
            "email": "reception@casa-do-largo.example",
            "mentioned": False,
            "picture": "/panels/hotels/pictures/1",
        }
    ]


async def test_a_plugin_that_hangs_says_so_in_its_panel_and_the_others_answer(console, program, ticket):
    hanging = await console.get(f"/tickets/{ticket.id}/panels/hanging")
    as_facts = await program.get(f"/tickets/{ticket.id}/panels/hanging")
    broken = await console.get(f"/tickets/{ticket.id}/panels/broken-broken")
    hotels = await console.get(f"/tickets/{ticket.id}/panels/hotels")

    assert (hanging.status_code, broken.status_code, hotels.status_code) == (200, 200, 200)
    assert "Hanging is not responding. Everything else still works." in hanging.text
    assert "data-again" in hanging.text
    assert "broken could not be loaded." in broken.text
    assert (as_facts.status_code, as_facts.headers["content-type"]) == (504, "application/problem+json")


async def test_a_click_gives_html_with_its_picture_kept(program, ticket):
    answer = await program.post(f"/tickets/{ticket.id}/panels/hotels/insert", data={"card": "1", "form": "card"})

    [file] = answer.json()["attachments"]
    assert f'<img src="/attachments/{file["key"]}"' in answer.json()["html"]
    shown = await program.get(file["url"])
    assert shown.content == picture_of(0)


async def test_several_cards_become_one_table(program, ticket):
    answer = await program.post(
        f"/tickets/{ticket.id}/panels/hotels/insert", data={"card": ["1", "3"], "form": "table"}
    )

    assert "Casa do Largo" in answer.json()["html"]
    assert "Pátio das Janelas" in answer.json()["html"]


async def test_the_html_of_a_plugin_is_safe_when_it_comes_to_the_browser(program, ticket):
    answer = await program.post(f"/tickets/{ticket.id}/panels/hanging/insert", data={"card": "1"})

    assert answer.json() == {"html": "<p>Hi </p>", "attachments": []}


@pytest.mark.parametrize(
    ("sent", "status"),
    [({}, 422), ({"card": "1", "form": "sculpture"}, 422), ({"card": "999"}, 404), ({"card": "1", "form": ""}, 200)],
)
async def test_a_click_on_nothing_is_refused(sent, status, program, ticket):
    answer = await program.post(f"/tickets/{ticket.id}/panels/hotels/insert", data=sent)

    assert answer.status_code == status


async def test_a_picture_is_served_as_a_picture_and_nothing_else(console):
    answer = await console.get("/panels/hotels/pictures/1")

    assert (answer.headers["content-type"], answer.content) == ("image/png", picture_of(0))
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["cache-control"] == "private, max-age=3600"


@pytest.mark.parametrize(
    "path", ["/panels/hotels/pictures/999", "/panels/none/pictures/1", "/tickets/999/panels/hotels"]
)
async def test_what_is_not_there_is_not_found(path, console):
    assert (await console.get(path)).status_code == 404


@pytest.mark.parametrize("path", ["/tickets/{0}/panels", "/tickets/{0}/panels/hotels", "/panels/hotels/pictures/1"])
async def test_strangers_see_no_panel(path, browse, ticket):
    answer = await browse(headers={"Accept": "application/json"}).get(path.format(ticket.id))

    assert answer.status_code == 401


async def test_hotels_are_offered_as_recipients_those_the_ticket_mentions_first_beside_a_panel_that_hangs(
    program, console, web_desk, ticket
):
    path = f"/tickets/{ticket.id}"
    await program.post(f"{path}/note", data={"html": "<p>Villa Serena is full, they say.</p>"})
    letter = {"to": "told@hotel.example", "html": "<p>Is a cot free?</p>", "take": "1"}
    await program.post(f"{path}/third-party", data=letter)

    async def offered(typed):
        answer = await program.get(f"{path}/recipients", params={"q": typed})
        return [(one["email"], one["why"]) for one in answer.json()["recipients"]]

    serena, largo = "reception@villa-serena.example", "reception@casa-do-largo.example"
    assert await offered("") == [("told@hotel.example", "written"), (serena, "mentioned")]
    assert (await offered("Lisbon"))[0] == (largo, "found")
    assert await offered("told") == [("told@hotel.example", "written")]
    drawn = await console.get(f"{path}/recipients?q=Largo", headers={"Deskbell-Part": "recipients"})
    assert f'data-recipient="{largo}"' in drawn.text
    cards = await console.get(f"{path}/panels/hotels", headers={"Deskbell-Part": "cards"})
    assert (
        cards.text.index("Mentioned in this ticket") < cards.text.index("Villa Serena") < cards.text.index("All others")
    )
    assert f'data-to="{serena}"' in cards.text
