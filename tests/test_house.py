"""The rules of the house that a machine can hold: who imports whom, what is documented, what no code may do."""

import ast
import importlib.machinery
import importlib.util
import re
from pathlib import Path

import pytest
from starlette.routing import Route

from app.event import KINDS
from app.settings import read_settings
from tests.web.sweeps.matrix import read_matrix
from web.assets import read_assets
from web.routes import routes

HOUSE = Path(__file__).parents[1]
DOCS = HOUSE / "docs"
ROOMS = ("app", "mail", "realtime", "sql", "web")
BELOW = {"sql": set(), "app": {"sql"}, "mail": {"app", "sql"}, "realtime": {"app", "sql"}, "web": {"app", "sql"}}
ASSEMBLE = re.compile(r"web/(assembly|asgi|cli)\.py|web/commands/.*\.py")


def sources(*rooms):
    for room in rooms:
        yield from sorted((HOUSE / room).rglob("*.py"))


def sources_of_the_house(*rooms):
    return [path for path in sources(*rooms) if "node_modules" not in path.parts]


def name_of(path):
    return path.relative_to(HOUSE).as_posix()


def imported_rooms(path):
    """The rooms that a module imports from, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            if name.split(".")[0] in {*ROOMS, "tests"}:
                yield name.split(".")[0]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_from_the_rooms_below_it(room):
    strangers = {
        f"{name_of(path)} imports {other}"
        for path in sources_of_the_house(room)
        if not ASSEMBLE.fullmatch(name_of(path))
        for other in imported_rooms(path)
        if other not in BELOW[room] | {room}
    }

    assert strangers == set()


def test_queries_change_nothing():
    writers = {"insert", "update", "delete"}
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in sources_of_the_house("app/queries")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy" and writers & {a.name for a in node.names}
    ]

    assert found == []


def test_no_test_is_skipped_or_expected_to_fail():
    words = re.compile(r"pytest\.(mark\.)?(skip|skipif|xfail|importorskip)\b|unittest\.skip")
    machinery = {"tests/test_house.py", "tests/plugins/not_run_here.py"}  # the second counts what cannot run here
    found = [
        name_of(path)
        for path in sources("tests")
        if name_of(path) not in machinery and words.search(path.read_text("utf-8"))
    ]

    assert found == []


def test_markup_is_let_through_in_one_place_alone():
    templates = [path for room in ("web", "mail", "app") for path in (HOUSE / room).rglob("*.html")]
    unsafe = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false")
    for path in templates:
        if "node_modules" not in path.parts:
            assert not unsafe.search(path.read_text("utf-8")), name_of(path)
    calls = re.compile(r"\b(Markup|SafeHtml)\(")
    found = {
        name_of(path)
        for path in sources_of_the_house(*ROOMS)
        if not name_of(path).startswith("app/html_safety/") and calls.search(path.read_text("utf-8"))
    }
    assert found == set()


def test_scripts_make_markup_in_one_place_alone():
    risky = re.compile(
        r"\b(innerHTML|insertAdjacentHTML)\b|outerHTML\s*=|document\.write|\beval\(|new Function|setHTMLUnsafe"
    )
    scripts = sorted((HOUSE / "web" / "static" / "js").rglob("*.js"))

    assert [path.name for path in scripts if risky.search(path.read_text("utf-8"))] == ["pieces.js"]


def test_the_desk_fetches_nothing_for_a_message():
    """No picture is loaded and no page is printed by the server: who reaches out does it for a reason that stands here."""
    reaching = re.compile(
        r"^\s*(?:import|from) (?:http\.client|urllib\.request|httpx2?|aiohttp|requests)\b", re.MULTILINE
    )
    reasons = {"mail/mailboxes/oauth.py"}  # the token endpoint that the settings name
    found = {name_of(path) for path in sources_of_the_house(*ROOMS) if reaching.search(path.read_text("utf-8"))}
    printing = re.compile(r"weasyprint|wkhtmltopdf|pdfkit|xhtml2pdf|reportlab|playwright|pyppeteer")

    assert found <= reasons
    assert not printing.search("".join(path.read_text("utf-8") for path in sources_of_the_house(*ROOMS)))


def settings_in_code(tmp_path):
    """Every setting that is read: asked of the reader by a mapping that notes what it is asked for."""
    asked = set()

    class Noting(dict):
        def get(self, name, default=None):
            asked.add(name)
            return super().get(name, default)

        def __contains__(self, name):
            asked.add(name)
            return super().__contains__(name)

    import app.settings as module  # noqa: PLC0415  its reader is replaced for a moment

    reader = module.Reader
    try:
        module.Reader = lambda given: reader(Noting(given))
        read_settings({}, tmp_path)
    finally:
        module.Reader = reader
    plugins = re.compile(r"DESKBELL_HOTELS_[A-Z]+")
    for path in sources_of_the_house("app/plugins"):
        asked |= set(plugins.findall(path.read_text("utf-8")))
    return {name for name in asked if name.startswith("DESKBELL_")}


def test_every_setting_is_documented_and_nothing_else(tmp_path):
    documented = set(re.findall(r"^\| `(DESKBELL_[A-Z_]+)`", (DOCS / "settings.md").read_text("utf-8"), re.MULTILINE))

    assert settings_in_code(tmp_path) == documented


def drawing():
    """tools/draw-docs, as a module."""
    loader = importlib.machinery.SourceFileLoader("draw_docs", str(HOUSE / "tools" / "draw-docs"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("draw_docs", loader))
    loader.exec_module(module)
    return module


def test_the_map_of_the_data_is_what_the_tables_are():
    assert (DOCS / "schema.md").read_text("utf-8") == drawing().schema_page(), "run tools/draw-docs"


def test_every_kind_of_event_is_documented():
    page = (DOCS / "events.md").read_text("utf-8")

    assert page == drawing().events_page(), "run tools/draw-docs"
    assert all(f"`{kind}`" in page for kind in KINDS)


def test_every_command_is_documented():
    assert (DOCS / "cli.md").read_text("utf-8") == drawing().cli_page(), "run tools/draw-docs"


def test_every_route_stands_in_the_table_of_who_may_ask_for_what():
    """The cells of the table are asked in `tests/web/sweeps`; what is mounted (the sockets) has tests of its own."""
    written = {(row.method, row.path) for row in read_matrix()}
    served = {
        (method, route.path)
        for route in routes(read_assets())
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }

    missing = [f"add a row for {method} {path}" for method, path in sorted(served - written)]
    gone = [f"take out the row of {method} {path}" for method, path in sorted(written - served)]

    assert not missing + gone, "\n".join(["tests/authz_matrix.csv, which says how:", *missing, *gone])
