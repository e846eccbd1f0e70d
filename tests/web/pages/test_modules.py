import posixpath
import re
from collections import Counter
from pathlib import Path

import pytest

from app.nouns.event import KINDS
from web.pages.assets import read_sources
from web.pages.scripts import without_comments

MOST_FILES = 20
ROOMS = [  # lowest first; last, the scripts that a page names
    *("lib", "live", "keys", "elements", "pasting", "editor"),
    *("list", "ticket", "desk", "composer", "search", "commands", "wall", "texts", "public", "outside", ""),
]


def console_modules():
    assets = read_sources()
    needed = [address.split("/", 3)[3] for address in assets.modules_of("console.js")]
    return assets, ["js/console.js", *needed]


def imports_of(assets):
    """Each script of our own with each of our own that it imports."""
    for name, asset in assets.files.items():
        if name.startswith("js/"):
            for imported in re.findall(r"""(?:from|import) "(\.[\w./-]+)";""", asset.content.decode("utf-8")):
                yield name, posixpath.normpath(posixpath.join(posixpath.dirname(name), imported))


def room_of(name):
    return posixpath.dirname(name.removeprefix("js/"))


def test_a_script_names_what_it_needs_all_the_way_down():
    _assets, names = console_modules()

    assert len(names) == len(set(names))
    assert {"js/list/ticket-list.js", "js/lib/times.js", "vendor/squire.js"} <= set(names)
    assert "vendor/socket.io.js" not in names  # it is fetched once the page can be typed in


def test_every_module_that_a_script_imports_is_there():
    assets = read_sources()
    for name, imported in imports_of(assets):
        assert assets.has(imported), (name, imported)


def test_a_room_of_scripts_imports_only_from_the_rooms_below_it():
    upwards = [
        f"{name} imports {imported}"
        for name, imported in imports_of(read_sources())
        if ROOMS.index(room_of(imported)) > ROOMS.index(room_of(name))
    ]

    assert upwards == []


def test_a_room_of_scripts_holds_no_more_than_one_finds_at_a_glance():
    rooms = Counter(room_of(name) for name in read_sources().files if name.startswith("js/"))

    assert set(rooms) == set(ROOMS)
    assert max(rooms.values()) <= MOST_FILES, rooms


def test_comments_stay_at_home_and_lines_keep_their_numbers():
    script = "// Why.\n/** What,\n    at length. */\nconst a = `\n// text`; // beside\nconst b = 'http://x;';"

    assert without_comments(script) == "\n\n\nconst a = `\n// text`;\nconst b = 'http://x;';"


@pytest.mark.parametrize(
    "line", ['say("; // no comment");', "a = [`) // ${text}`];", "go(/;\\/\\/ /);", 'b = "a, // b"; // c']
)
def test_what_only_looks_like_a_comment_travels(line):
    assert without_comments(line).startswith(line.removesuffix(" // c"))


@pytest.mark.parametrize("script", ["console.js", "public.js", "door.js"])
def test_keys_of_an_input_method_are_taken_before_any_other_script_listens(script):
    text = read_sources().files[f"js/{script}"].content.decode("utf-8")

    assert re.search(r'^import "\./([\w/-]+)\.js";', text, re.MULTILINE)[1] == "keys/composing"


def test_one_script_alone_asks_whether_a_key_is_the_input_methods():
    files = read_sources().files.items()

    asking = [name for name, asset in files if name.startswith("js/") and b"isComposing" in asset.content]

    assert asking == ["js/keys/composing.js"]


def scripts():
    return {
        name: asset.content.decode("utf-8") for name, asset in read_sources().files.items() if name.startswith("js/")
    }


def test_what_scripts_tell_each_other_stands_in_one_list_and_each_of_it_is_told_and_heard():
    texts = scripts()
    listed = set(re.findall(r"export const ([A-Z_]+) = named", texts["js/lib/signals.js"]))
    told, heard = set(), set()
    for text in texts.values():
        told |= set(re.findall(r"\b([A-Z_]{4,})\b", "".join(re.findall(r"signal\([^;]*;", text)))) & listed
        heard |= set(re.findall(r"addEventListener\(([A-Z_]+),", text)) & listed
        heard |= {
            one for names in re.findall(r"of \[([A-Z_, ]+)", text) for one in re.findall(r"[A-Z_]+", names)
        } & listed
    own = {
        name: text for name, text in texts.items() if not name.startswith("js/outside/")
    }  # that one tells other sites
    makes_events = {name for name, text in own.items() if "new CustomEvent(" in text}

    assert listed
    assert listed - told == set()
    assert listed - heard == set()
    assert makes_events == {"js/lib/signals.js", "js/live/live.js"}  # the latter's are what the desk tells


def test_no_script_lists_what_the_desk_can_tell_of_a_ticket():
    kinds = {kind for kind in KINDS if kind.startswith(("ticket.", "message."))}
    listing = {name: kinds & set(re.findall(r'"([a-z]+\.[a-z]+)"', text)) for name, text in scripts().items()}

    assert {name: found for name, found in listing.items() if len(found) > len(kinds) / 2} == {}


TESTS = Path(__file__).parents[2]
CALLED_BY_THE_BROWSER = {"constructor", "connectedCallback", "disconnectedCallback", "handleEvent"}
MEMBER = re.compile(r"^  (?:static |async |get |set )*(\w+)(?:\(.*\) \{| = .*;|;)", re.MULTILINE)
ASSIGNED = re.compile(r"\bthis\.(\w+) (?:\?\?)?= ")
ASKED = re.compile(r"(?<!\bthis)(?:\.|\?\.)([a-zA-Z]\w*)")
TAKEN_OUT = re.compile(r"\{([^{}]*)\} = (?!this\b)")


def test_what_nobody_asks_a_class_for_is_private():
    texts = scripts()
    asking = [*(TESTS / "journeys").rglob("*.py"), TESTS / "realtime/test_live_script.py"]
    asked = {name for text in [*texts.values(), *map(Path.read_text, asking)] for name in ASKED.findall(text)}
    asked |= {
        name for text in texts.values() for names in TAKEN_OUT.findall(text) for name in re.findall(r"\w+", names)
    }

    public = {
        (script, name)
        for script, text in texts.items()
        for body in re.findall(r"^(?:export )?class .*?\n\}", text, re.MULTILINE | re.DOTALL)
        for name in MEMBER.findall(body) + ASSIGNED.findall(body)
        if not name.startswith("aria")  # the element's own
    }

    assert len(public) > 200
    assert sorted(one for one in public if one[1] not in asked | CALLED_BY_THE_BROWSER) == []
