import re

from web.assets import read_assets
from web.modules import Modules
from web.scripts import without_comments

BUDGET_BYTES = 150_000  # of all scripts that the console loads, compressed


def console_modules():
    assets = read_assets()
    needed = [address.split("/", 3)[3] for address in Modules(assets).needed_by("console.js")]
    return assets, ["js/console.js", *needed]


def test_a_script_names_what_it_needs_all_the_way_down():
    _assets, names = console_modules()

    assert len(names) == len(set(names))
    assert {"js/ticket-list.js", "js/times.js", "vendor/socket.io.js", "vendor/squire.js"} <= set(names)


def test_every_module_that_a_script_imports_is_there():
    assets = read_assets()
    for name, asset in assets.files.items():
        if name.startswith("js/"):
            for imported in re.findall(r"""from "\./([\w-]+\.js)";""", asset.content.decode("utf-8")):
                assert assets.has(f"js/{imported}"), (name, imported)


def test_all_scripts_of_the_console_are_smaller_than_their_budget():
    assets, names = console_modules()

    sizes = {name: len(assets.files[name].packed or assets.files[name].content) for name in names}

    assert sum(sizes.values()) < BUDGET_BYTES, sorted(sizes.items(), key=lambda one: -one[1])[:5]


def test_comments_stay_at_home_and_lines_keep_their_numbers():
    script = "// Why.\n/** What,\n    at length. */\nconst a = `\n// text`; // beside\nconst b = 'http://x';"

    assert without_comments(script) == "\n\n\nconst a = `\n// text`; // beside\nconst b = 'http://x';"
