"""The hotels plug-in on the demo's hotels, in SQLite and in MariaDB."""

import sqlite3
import zlib
from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.core.errors import NotFound
from app.files.kinds import picture_size, safe_type
from app.html_safety import clean_answer_html
from app.plugins import Form
from app.plugins.errors import PanelFailed
from app.plugins.hotels.demo import make_demo_hotels
from app.plugins.hotels.demo_hotels import HOTELS
from app.plugins.hotels.hotel import Hotel
from app.plugins.hotels.houses import picture_of
from app.plugins.hotels.source import HotelSource, Layout
from app.seeding import stories
from sql.migrations import sync_url

LAYOUT = {
    "DESKBELL_HOTELS_TABLE": "houses",
    "DESKBELL_HOTELS_COLUMNS": "id=house_no name=title city=town text=about note=for_us picture=photo",
    "DESKBELL_HOTELS_CURRENCY": "CHF",
}


@pytest.fixture
def demo_hotels(tmp_path):
    make_demo_hotels(tmp_path / "hotels.db")
    return tmp_path / "hotels.db"


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def hotels_url(request, demo_hotels) -> str:
    """The demo's hotels on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{demo_hotels}"
    url = request.getfixturevalue("mariadb_url")
    copy_table(demo_hotels, url)
    return url


def copy_table(path, url: str) -> None:
    """Copy the hotels into a table of MariaDB, in the character set that old tables have."""
    engine = sa.create_engine(sync_url(url), poolclass=sa.NullPool)
    columns = (
        "id INT PRIMARY KEY, name VARCHAR(200), stars INT, area VARCHAR(200), city VARCHAR(200), country VARCHAR(200), "
    )
    columns += "address VARCHAR(200), price DECIMAL(8,2), currency CHAR(3), note TEXT, text TEXT, link TEXT, email TEXT, picture BLOB"
    with engine.begin() as there, sqlite3.connect(path) as here:
        there.exec_driver_sql(f"CREATE TABLE hotels ({columns}) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin")
        for row in here.execute("SELECT * FROM hotels").fetchall():
            there.exec_driver_sql(f"INSERT INTO hotels VALUES ({', '.join(['%s'] * 14)})", row)
    here.close()


@pytest.fixture
def hotels(load, hotels_url, tmp_path, monkeypatch):
    """The panel, as the desk found it."""
    monkeypatch.chdir(tmp_path)
    return load("app.plugins.hotels", environ={"DESKBELL_HOTELS_URL": hotels_url}).panel("hotels")


@pytest.fixture
def hotels_of(load):
    """The panel of a SQLite database of the test's own."""

    def make(path, **environ: str):
        given = {"DESKBELL_HOTELS_URL": f"sqlite:///{path}", **environ}
        return load("app.plugins.hotels", environ=given).panel("hotels")

    return make


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        (
            "Lisbon, Graça, cot",
            {"Casa do Largo", "Hotel Miradouro da Graça", "Mirante Suites", "Hotel Voz do Operário"},
        ),
        ("patio janelas", {"Pátio das Janelas"}),
        ("HVEZDA", {"Hotel Zlatá Hvězda"}),
        ("Zlatá Hvězda", {"Hotel Zlatá Hvězda"}),
        ("wheelchair", {"Pension Edelweiss"}),
        ("mlode", {"Hotel Stara Stocznia"}),
        ("lisbon vienna", set()),
        ("100%", set()),
        ("zzz' OR 'zzz'='zzz", set()),
        ("lar", {"Casa do Largo"}),
    ],
)
async def test_every_word_that_was_typed_stands_in_the_hotel(typed, names, hotels, facts):
    cards = await hotels.search(typed, facts, "en")

    found = {card.title for card in cards}
    assert names <= found if typed in {"lar", "mlode"} else found == names


async def test_a_card_says_name_stars_place_and_price(hotels, facts):
    [card] = await hotels.search("casa do largo", facts, "en")

    assert (card.title, card.stars, card.subtitle, card.price) == ("Casa do Largo", 4, "Graça, Lisbon", "€118")
    assert card.note == "Cot free · Reception all night"
    assert card.has_picture


async def test_those_with_the_word_in_their_name_come_first(hotels, facts):
    cards = await hotels.search("graça", facts, "en")

    assert cards[0].title == "Hotel Miradouro da Graça"


async def test_with_nothing_typed_the_hotels_that_the_ticket_mentions_come_first(hotels, facts):
    written = replace(facts, text="Or the VILLA SERENA?\nOr the Lamplighter: 100 % full, and no Villa.")

    of_subject = await hotels.search("", facts, "en")
    of_text = await hotels.search("", written, "en")
    typed = await hotels.search("Verona", written, "en")

    first = ["Hotel Miradouro da Graça", "The Lamplighter", "Villa Serena"]
    assert [card.title for card in of_subject if card.is_mentioned] == first[:1] == [of_subject[0].title]
    assert [card.title for card in of_text if card.is_mentioned] == first == [card.title for card in of_text][:3]
    assert len({card.title for card in of_text}) == len(of_text) > len(first)
    assert [(card.title, card.is_mentioned, card.email) for card in typed] == [
        ("Villa Serena", True, "reception@villa-serena.example")
    ]


async def test_a_card_is_pasted_with_its_picture_in_tables_that_stand_as_they_are_when_cleaned(hotels, facts):
    made = await hotels.insert(["1"], Form.CARD, "en")

    [picture] = made.pictures
    assert f'<img src="cid:{picture.name}" alt="Casa do Largo" width="100" height="100">' in made.html
    assert "<b>Casa do Largo</b> ★★★★" in made.html
    assert "<b>€118 per night</b>" in made.html
    assert "Largo da Graça 34, Lisbon" in made.html
    assert "style=" not in made.html
    assert clean_answer_html(made.html) == made.html


async def test_a_hotel_is_pasted_as_a_line_or_a_link(hotels):
    line = await hotels.insert(["1"], Form.TEXT, "en")
    link = await hotels.insert(["1"], Form.LINK, "en")

    assert line.html == "<p><b>Casa do Largo</b> ★★★★, Largo da Graça 34, Lisbon, €118 per night</p>"
    assert link.html.startswith('<p><a href="https://aurora.example/hotels/1"')
    assert line.pictures == link.pictures == ()


async def test_several_are_pasted_as_a_table_in_the_order_of_choosing(hotels):
    made = await hotels.insert(["3", "1"], Form.TABLE, "en")

    assert made.html.index("Pátio das Janelas") < made.html.index("Casa do Largo")
    assert made.html.count("<tr>") == 3


async def test_a_hotel_that_is_gone_is_not_found(hotels):
    with pytest.raises(NotFound):
        await hotels.insert(["999"], Form.CARD, "en")


async def test_the_panel_shows_the_picture(hotels):
    picture = await hotels.picture("1", "en")

    assert (picture.content_type, picture.content) == ("image/png", picture_of(0))
    assert await hotels.picture("999", "en") is None


async def test_another_table_with_other_names_is_read_where_the_settings_say_so(tmp_path, hotels_of, facts):
    with sqlite3.connect(tmp_path / "own.db") as own:
        own.execute("CREATE TABLE houses (house_no TEXT, title TEXT, town TEXT, about TEXT, for_us TEXT, price TEXT)")
        own.execute("INSERT INTO houses VALUES ('a/1', 'Haus <Eins>', 'Zürich', 'am See', 'ask Urs', '210.50')")
    own.close()
    panel = hotels_of(tmp_path / "own.db", **LAYOUT)

    [card] = await panel.search("zurich see", facts, "en")
    made = await panel.insert([card.id], Form.CARD, "en")

    assert (card.id, card.title, card.price, card.has_picture) == ("a/1", "Haus <Eins>", "CHF\xa0210.50", False)
    assert panel.picture_path(card) is None
    assert "Haus &lt;Eins&gt;" in made.html
    assert made.pictures == ()


async def test_a_foreign_file_is_not_written_to(demo_hotels, hotels_of, facts):
    before = demo_hotels.read_bytes()

    await hotels_of(demo_hotels).search("largo", facts, "en")

    assert demo_hotels.read_bytes() == before
    assert {path.name for path in demo_hotels.parent.glob("hotels.db*")} == {"hotels.db"}


async def test_a_database_that_is_not_there_shows_in_the_panel_and_works_when_it_is_back(tmp_path, hotels_of, facts):
    panel = hotels_of(tmp_path / "later.db")
    with pytest.raises(PanelFailed):
        await panel.search("largo", facts, "en")

    make_demo_hotels(tmp_path / "later.db")

    assert len(await panel.search("casa do largo", facts, "en")) == 1


async def test_a_table_without_names_is_a_fault(tmp_path, hotels_of, facts):
    with sqlite3.connect(tmp_path / "own.db") as own:
        own.execute("CREATE TABLE hotels (id TEXT, label TEXT)")
    own.close()

    with pytest.raises(PanelFailed):
        await hotels_of(tmp_path / "own.db").search("x", facts, "en")


def test_a_wrong_mapping_is_named_when_the_desk_starts(load, tmp_path):
    environ = {"DESKBELL_HOTELS_URL": f"sqlite:///{tmp_path}/x.db", "DESKBELL_HOTELS_COLUMNS": "nmae=title"}

    plugins = load("app.plugins.hotels", environ=environ)

    assert "DESKBELL_HOTELS_COLUMNS: nmae is not one of" in plugins.faults["app.plugins.hotels"]


def test_the_demo_file_is_found_without_a_setting_and_none_is_no_fault(load, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    without = load("app.plugins.hotels")

    make_demo_hotels(tmp_path / "var" / "hotels.db")

    assert (without.panels, without.faults) == ([], {})
    assert load("app.plugins.hotels").panel("hotels").title == "Hotels"


@pytest.mark.parametrize(
    ("price", "language", "shown"),
    [
        ("118", "en", "€118"),
        ("118.00", "de", "118\xa0€"),
        ("92.5", "en", "€92.50"),
        ("from 90", "en", "from 90"),
        ("NaN", "en", "NaN"),
        ("118", "xx-wrong", "€118"),
        ("", "en", ""),
    ],
)
def test_a_price_is_written_as_the_language_writes_it(price, language, shown):
    assert Hotel("1", "x", price=price, currency="EUR").price_in(language) == shown


def test_the_demo_has_the_hotels_of_its_stories(demo_hotels):
    names = {hotel.name for hotel in HOTELS}

    assert {hotel.name for hotel in stories.HOTELS} <= names
    assert len(names) == len(HOTELS) == 40
    assert not make_demo_hotels(demo_hotels)


@pytest.mark.parametrize("number", range(4))
def test_the_houses_are_small_whole_png_pictures(number):
    picture = picture_of(number)

    assert safe_type("", picture) == "image/png"
    assert picture_size("image/png", picture) == (192, 192)
    start = picture.index(b"IDAT") + 4
    pixels = zlib.decompress(picture[start : picture.index(b"IEND") - 8])
    assert len(pixels) == 192 * 193
    assert len(set(pixels)) > 3
    assert len(picture) < 2_000


def test_a_source_closes_its_connections(demo_hotels):
    source = HotelSource(f"sqlite:///{demo_hotels}", Layout())
    source.search(["largo"])

    source.close()

    assert source.engine.pool.checkedin() == 0
