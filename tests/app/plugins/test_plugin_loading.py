"""Plug-ins are found by entry point, by module and by file; a broken one is reported and stops nothing."""

from importlib.metadata import entry_points

import pytest

from app.config.settings import read_settings
from app.core.errors import NotFound
from app.plugins.errors import PanelFailed

ROOMS = """
class Rooms(Panel):
    name = "rooms"

    async def search(self, query, ticket, language):
        return [Card(id="1", title=f"Room {query}")]

    async def insert(self, card_id, form, language):
        return Insert("<p>Room</p>")

@hookimpl
def deskbell_panels():
    return [Rooms()]
"""


async def test_a_file_named_in_the_settings_is_a_plugin(plugin_file, load, facts):
    plugins = load(plugin_file(ROOMS))

    cards = await plugins.panel("rooms").search("12", facts, "en")

    assert [card.title for card in cards] == ["Room 12"]
    assert plugins.faults == {}


async def test_a_module_named_in_the_settings_is_a_plugin(plugin_file, load, facts, tmp_path, monkeypatch):
    plugin_file(ROOMS, name="rooms_of_a_module")
    monkeypatch.syspath_prepend(str(tmp_path))

    plugins = load("rooms_of_a_module")

    assert len(await plugins.panel("rooms").search("12", facts, "en")) == 1


def test_an_entry_point_of_an_installed_package_is_a_plugin(plugin_file, load, tmp_path, monkeypatch):
    plugin_file(ROOMS, name="rooms_of_a_package")
    (tmp_path / "rooms-1.0.dist-info").mkdir()
    (tmp_path / "rooms-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: rooms\nVersion: 1.0\n")
    (tmp_path / "rooms-1.0.dist-info" / "entry_points.txt").write_text("[deskbell]\nrooms = rooms_of_a_package\n")
    monkeypatch.syspath_prepend(str(tmp_path))

    plugins = load(installed=None)

    assert "rooms" in [panel.name for panel in plugins.panels]


def test_the_hotels_plugin_ships_as_an_entry_point():
    found = {point.name: point.value for point in entry_points(group="deskbell")}

    assert found["hotels"] == "app.plugins.hotels"


@pytest.mark.parametrize(
    "body",
    [
        "import no_such_package_anywhere",
        "def broken(:",
        "raise RuntimeError('no')",
        "sys.exit(3)",
        "@hookimpl\ndef deskbell_panels():\n    raise OSError('no database')",
        "@hookimpl\ndef deskbell_panels():\n    return ['not a panel']",
        "@hookimpl\ndef deskbell_panel():\n    return []",
        ROOMS.replace('"rooms"', '"Rooms/.."'),
    ],
)
async def test_a_broken_plugin_says_so_in_its_panel_and_the_others_work(body, plugin_file, load, facts):
    plugins = load(plugin_file(body, name="broken"), plugin_file(ROOMS))

    assert list(plugins.faults) == ["broken"]
    assert [(panel.name, panel.title, panel.state) for panel in plugins.panels] == [
        ("broken-broken", "broken", "failed"),
        ("rooms", "Rooms", "ready"),
    ]
    with pytest.raises(PanelFailed, match="broken could not be loaded"):
        await plugins.panel("broken-broken").search("", facts, "en")
    assert len(await plugins.panel("rooms").search("1", facts, "en")) == 1


def test_a_plugin_that_hangs_while_it_is_loaded_is_left_behind(plugin_file, load):
    hanging = plugin_file("threading.Event().wait(30)", name="hanging")

    plugins = load(hanging, plugin_file(ROOMS), load_deadline_s=1)

    assert plugins.faults == {"hanging": "took too long to load"}
    assert [panel.name for panel in plugins.panels] == ["hanging-broken", "rooms"]


def test_a_file_that_is_not_there_is_reported(load, tmp_path):
    plugins = load(str(tmp_path / "missing.py"), "no.such.module")

    assert list(plugins.faults) == ["missing", "no.such.module"]


def test_two_panels_of_one_name_are_a_fault(plugin_file, load):
    plugins = load(plugin_file(ROOMS), plugin_file(ROOMS, name="more_rooms"))

    assert plugins.faults == {"more_rooms": "ValueError: another panel has the name rooms"}


def test_a_plugin_gets_the_settings_of_the_desk_if_it_asks(plugin_file, load):
    body = ROOMS.replace("deskbell_panels()", "deskbell_panels(environ)").replace(
        "return [Rooms()]", "Rooms.title = environ['DESKBELL_ROOMS']; return [Rooms()]"
    )

    plugins = load(plugin_file(body), environ={"DESKBELL_ROOMS": "All rooms"})

    assert plugins.panel("rooms").title == "All rooms"


def test_no_panel_has_an_unknown_name(load):
    with pytest.raises(NotFound):
        load().panel("rooms")


def test_the_settings_hand_what_is_deskbells_to_plugins(tmp_path):
    settings = read_settings({"DESKBELL_HOTELS_URL": "mysql://u:hunter@h/d", "HOME": "/"}, tmp_path)

    assert settings.given == {"DESKBELL_HOTELS_URL": "mysql://u:hunter@h/d"}
    assert "hunter" not in repr(settings)
