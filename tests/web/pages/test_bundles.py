import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from web.pages import bundles
from web.pages.assets import FOLDER, SourceFiles
from web.pages.bundles import BUNDLED, Bundles, StaleBundles, digest_of_sources, read_bundles
from web.pages.sheets import SETS

TEMPLATES = Path(__file__).parents[3] / "web/templates"
MOST_BYTES = 104_000  # of all that a ticket's page loads besides itself before it can be typed in, as browsers get it


@pytest.fixture(scope="module")
def bundled() -> Bundles:
    return read_bundles()


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """The sources, in a folder of the test's own, with bundles that are theirs."""
    shutil.copytree(FOLDER, tmp_path / "web/static")
    for path in bundles.MAKING:
        shutil.copy(path, tmp_path / "web" / path.name)
    monkeypatch.setattr(bundles, "FOLDER", tmp_path / "web/static")
    monkeypatch.setattr(bundles, "WEB", tmp_path / "web")
    monkeypatch.setattr(bundles, "MAKING", tuple(tmp_path / "web" / path.name for path in bundles.MAKING))
    shutil.copytree(BUNDLED / digest_of(), tmp_path / "bundled" / digest_of_sources())
    return tmp_path


def digest_of() -> str:
    return next(path.name for path in BUNDLED.iterdir() if (path / bundles.LIST).is_file())


def named(pattern: str) -> set[str]:
    return {name for path in TEMPLATES.rglob("*.html") for name in re.findall(pattern, path.read_text("utf-8"))}


def test_every_file_and_set_that_a_page_names_is_bundled(bundled):
    sets = named(r"""style_sheets\("([\w-]+)"\)""")
    files = named(r"""asset\("([\w./-]+)"\)""") | {"js/console.js", "js/desk-pages.js"}

    assert sets == set(SETS)
    assert len(files) >= 9
    for address in [*(bundled.url(name) for name in files), *(one for name in sets for one in bundled.sheets(name))]:
        assert re.fullmatch(r"/static/bundle/[\w-]+-[A-Z0-9]{8}\.(js|css|svg)", address)


def test_a_ticket_loads_few_files_and_little(bundled):
    names = ["js/console.js", "js/desk/pane-widths.js", "icons.svg", "favicon.svg"]
    addresses = [bundled.url(name) for name in names] + [*bundled.sheets("page"), *bundled.sheets("console")]
    addresses += bundled.modules_of("console.js")

    files = [bundled.find(*address.split("/")[2:]).asset for address in addresses]

    assert len(files) <= 7
    assert sum(len(file.encoded("gzip, deflate, br, zstd")[1]) for file in files) < MOST_BYTES


def test_what_a_page_fetches_once_it_can_be_typed_in_is_a_file_of_its_own(bundled):
    console = bundled.files[bundled.url("js/console.js").rpartition("/")[2]].content.decode()

    [later] = re.findall(r"""import\("\./(console-socket[\w.-]+-[A-Z0-9]{8}\.js)"\)""", console)

    assert bundled.find("bundle", later).is_exact
    assert later not in " ".join(bundled.modules_of("desk-pages.js"))


def test_a_script_shares_one_file_at_most_with_the_others_so_that_all_of_it_runs_in_the_order_it_was_written(bundled):
    scripts = [
        name for name in json.loads((BUNDLED / digest_of() / bundles.LIST).read_text())["files"] if name.endswith(".js")
    ]

    assert len(scripts) == 8
    assert all(len(bundled.modules_of(name.removeprefix("js/"))) <= 1 for name in scripts)


def test_a_bundle_has_no_import_that_a_browser_could_not_follow(bundled):
    for name, file in bundled.files.items():
        if name.endswith(".js"):
            assert set(re.findall(rb"""(?:from|import)\s*"([^"]+)";""", file.content[:2000])) <= {
                f"./{one}".encode() for one in bundled.files
            }


def test_a_bundle_is_kept_for_ever_and_what_another_version_called_it_is_not(bundled):
    name = bundled.url("js/console.js").rpartition("/")[2]

    assert bundled.find("bundle", name).is_exact
    for other in (("bundle", "console-chunk-00000000.js"), ("0123456789ab", "js/console.js")):
        found = bundled.find(*other)
        assert (found.asset, found.is_exact) == (bundled.files[name], False)
    assert bundled.find("bundle", "passwd") is None
    assert bundled.find("bundle", "../bundles.json") is None


def test_a_browser_gets_the_smallest_form_that_it_can_unpack(bundled):
    file = bundled.files[bundled.url("js/console.js").rpartition("/")[2]]

    forms = [file.encoded(accepted) for accepted in ("gzip, br", "gzip", "br;q=0, identity", "")]

    assert [encoding for encoding, _bytes in forms] == ["br", "gzip", "", ""]
    assert len(forms[0][1]) < len(forms[1][1]) < len(forms[2][1])


def test_bundles_of_these_sources_are_read(copy):
    assert read_bundles(copy / "bundled").files


@pytest.mark.parametrize("change", ["changed", "added", "removed", "packages"])
def test_bundles_of_other_sources_are_refused_with_the_command_that_mends_it(copy, change):
    static = copy / "web/static"
    if change == "changed":
        (static / "css/base.css").write_text("a { color: red }")
    elif change == "added":
        (static / "js/lib/new.js").write_text("")
    elif change == "removed":
        (static / "favicon.svg").unlink()
    else:
        (copy / "web/package-lock.json").write_text("{}")

    with pytest.raises(StaleBundles, match="Run: make setup"):
        read_bundles(copy / "bundled")


def test_bundling_again_what_is_bundled_changes_nothing():
    before = {path.name: path.stat().st_mtime_ns for path in (BUNDLED / digest_of()).iterdir()}

    subprocess.run([sys.executable, bundles.WEB.parent / "tools/bundle"], check=True)

    assert {path.name: path.stat().st_mtime_ns for path in (BUNDLED / digest_of()).iterdir()} == before


def test_sources_have_an_address_for_each_sheet_of_a_set_and_for_each_module():
    sources = SourceFiles({path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*.*")})

    assert [address.rpartition("/")[2] for address in sources.sheets("page")] == [
        "tokens.css",
        "base.css",
        "components.css",
    ]
    assert len(sources.modules_of("console.js")) > 40
