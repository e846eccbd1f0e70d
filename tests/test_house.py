"""The rules of the house that a machine can hold: who imports whom, what is documented, what no code may do."""

import ast
import importlib.machinery
import importlib.util
import re
import tomllib
from pathlib import Path

import pytest
from starlette.routing import Route

from app.config.settings import read_settings
from app.nouns.event import KINDS
from app.nouns.inbound_mail import InboundOutcome
from app.nouns.message import MessageKind
from app.nouns.outbound_mail import MailKind, OutboxState
from tests.web.sweeps.matrix import read_matrix
from web.pages.assets import read_sources
from web.serving.routes import routes

HOUSE = Path(__file__).parents[1]
DOCS = HOUSE / "docs"
ROOMS = ("app", "mail", "realtime", "sql", "web")
BELOW = {"sql": set(), "app": {"sql"}, "mail": {"app", "sql"}, "realtime": {"app", "sql"}, "web": {"app", "sql"}}
OF_ACTIONS = re.compile(r"app\.actions(\.|$)").match
ASSEMBLE = re.compile(r"web/serving/assembly\.py|web/commands/.*\.py")


def sources(*rooms):
    for room in rooms:
        yield from sorted((HOUSE / room).rglob("*.py"))


def sources_of_the_house(*rooms):
    return [path for path in sources(*rooms) if "node_modules" not in path.parts]


def name_of(path):
    return path.relative_to(HOUSE).as_posix()


def imported(path):
    """The modules that a module imports from, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def file_of(module):
    path = HOUSE / module.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imported_rooms(path):
    return {name.split(".")[0] for name in imported(path)} & {*ROOMS, "tests"}


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


def test_only_actions_change_anything():
    """Seeding writes as well, thousands of rows at once, and `app/database` is how all of them write."""
    writing = re.compile(r"\b(INSERT|REPLACE) INTO\b|\bUPDATE \w+ SET\b|\bDELETE FROM\b")
    elsewhere = {
        *sources_of_the_house("app", "mail", "realtime", "web"),
    } - {*sources_of_the_house("app/actions", "app/seeding", "app/database", "app/plugins/hotels")}
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in sorted(elsewhere)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if names_imported(node, "sqlalchemy") & {"insert", "update", "delete"}
        or names_imported(node, "app.actions.change") & {"Change", "act", "action", "change"}
        or (
            isinstance(node, ast.Call)
            and called_of_database(node) in {"execute", "execute_many", "rowcount", "transaction"}
        )
        or (isinstance(node, ast.Constant) and isinstance(node.value, str) and writing.search(node.value))
    ]

    assert found == []


def names_imported(node, module):
    return {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom) and node.module == module else set()


def called_of_database(node):
    """`execute` of `desk.db.execute(…)`."""
    method = node.func
    return method.attr if isinstance(method, ast.Attribute) and name_in(method.value) == "db" else ""


def test_what_reads_knows_nothing_of_what_changes():
    readers = sources_of_the_house("app/queries", "app/search")

    assert [name_of(path) for path in readers if any(map(OF_ACTIONS, imported(path)))] == []


def test_the_desk_itself_knows_neither_its_actions_and_queries_nor_its_plugins():
    """Whatever `app/desk.py` reaches: the floor on which all of them stand."""
    floor, new = set(), {"app.desk"}
    while new:
        floor |= new
        new = {module for name in new for module in imported(file_of(name)) if file_of(module).exists()} - floor
        new = {module for module in new if module.startswith("app.")}

    assert [module for module in floor if re.match(r"app\.(actions|queries|search|plugins|seeding)\b", module)] == []
    assert len(floor) > 10


def test_no_door_puts_a_statement_together():
    """What a door asks of the tables stands in the desk, where each engine is asked for its plan."""
    found = {
        f"{name_of(path)} imports {module}"
        for path in sources_of_the_house("mail", "realtime", "web")
        for module in imported(path)
        if module.split(".")[0] == "sqlalchemy" or module.startswith("sql.tables")
    }

    assert found == set()


def words_of(node):
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def name_in(node):
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def values_named(node):
    """What stands beside a name in a comparison, a call or a dict: the name, and the node with its values."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        yield from ((name_in(one), other) for one in sides for other in sides if other is not one)
    elif isinstance(node, ast.Call):
        yield from ((keyword.arg, keyword.value) for keyword in node.keywords)
        if isinstance(node.func, ast.Attribute) and node.func.attr in {"in_", "not_in"}:
            yield from ((name_in(node.func.value), argument) for argument in node.args)
    elif isinstance(node, ast.Dict):
        yield from (
            (key.value, value)
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant)
        )


def test_what_a_mail_is_for_and_how_far_it_has_come_is_never_a_bare_word():
    nouns = {"kind": {*MailKind}, "state": {*OutboxState}, "outcome": {*InboundOutcome}}
    bare = [
        f"{name_of(path)}:{node.lineno} {word}"
        for path in sources_of_the_house("app", "mail", "realtime", "web")
        if not name_of(path).startswith("app/plugins/")  # a panel has a state of its own
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name, value in values_named(node)
        for word in words_of(value) & nouns.get(name, set())
    ]

    assert bare == []


def test_no_template_compares_them_as_text():
    bare = re.compile(r'(?:\brow|delivery|message)\.(?:state|outcome|kind)(?:\.value)? (?:[!=]=|in) \(?"')
    templates = [path for room in ("web", "mail") for path in (HOUSE / room / "templates").rglob("*.*")]

    assert [name_of(path) for path in templates if bare.search(path.read_text("utf-8"))] == []
    nouns = {noun.__name__: noun for noun in (InboundOutcome, MailKind, MessageKind, OutboxState)}
    for noun, member in re.findall(
        rf"\b({'|'.join(nouns)})\.(\w+)", "".join(path.read_text("utf-8") for path in templates)
    ):
        assert member in nouns[noun].__members__


def test_no_test_is_skipped_or_expected_to_fail():
    words = re.compile(r"pytest\.(mark\.)?(skip|skipif|xfail|importorskip)\b|unittest\.skip")
    machinery = {"tests/test_house.py", "tests/plugins/not_run_here.py"}  # the second counts what cannot run here
    found = [
        name_of(path)
        for path in sources("tests")
        if name_of(path) not in machinery and words.search(path.read_text("utf-8"))
    ]

    assert found == []


def test_s11_markup_is_let_through_in_one_place_alone():
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


def test_no_line_of_a_template_is_wider_than_a_screen():
    """A text alone may be: it is one string for its translators."""
    text_alone = re.compile(r'^ *(?:<[^>]+>)?(?:\{\{ )?(?:_\()?"[^"]+"')
    wide = [
        f"{name_of(path)}:{number}"
        for path in sorted((HOUSE / "web" / "templates").rglob("*.html"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > 140 and (len(line) > 200 or not text_alone.match(line))
    ]

    assert wide == []


def test_no_wait_with_a_time_limit_can_lose_a_cancellation():
    """Python 3.11's `wait_for` drops a cancellation that comes as its work ends; `asyncio.timeout` does not."""
    losing = re.compile(r"\bwait_for\((?!\w+, None\))")

    assert [name_of(path) for path in sources_of_the_house(*ROOMS) if losing.search(path.read_text("utf-8"))] == []


def test_s11_scripts_make_markup_in_one_place_alone():
    risky = re.compile(
        r"\b(innerHTML|insertAdjacentHTML)\b|outerHTML\s*=|document\.write|\beval\(|new Function|setHTMLUnsafe"
    )
    scripts = sorted((HOUSE / "web" / "static" / "js").rglob("*.js"))

    assert [path.name for path in scripts if risky.search(path.read_text("utf-8"))] == ["pieces.js"]


def test_s61_text_is_normalised_behind_one_door():
    """What sorts combining marks takes four times as long for twice as many: there they are cut first."""
    normalising = re.compile(r"\b(?:unicodedata|ucd_3_2_0)\.(?:is_)?normali[sz]ed?\(|\.normalize\(")
    scripts = (HOUSE / "web" / "static" / "js").rglob("*.js")
    found = {
        name_of(path)
        for path in (*sources_of_the_house(*ROOMS), *scripts)
        if normalising.search(path.read_text("utf-8"))
    }

    assert found == {"app/text/combining_marks.py", "web/static/js/lib/folding.js"}


def test_s11_the_desk_fetches_nothing_for_a_message():
    """No picture is loaded and no page is printed by the server: who reaches out does it for a reason that stands here."""
    reaching = re.compile(
        r"^\s*(?:import|from) (?:http\.client|urllib\.request|httpx2?|aiohttp|requests)\b", re.MULTILINE
    )
    reasons = {
        "mail/mailboxes/oauth.py",  # the token endpoint that the settings name
        "realtime/push/courier.py",  # push services, at public addresses alone
    }
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

    import app.config.settings as module  # noqa: PLC0415  its reader is replaced for a moment

    reader = module.SettingsReader
    try:
        module.SettingsReader = lambda given: reader(Noting(given))
        read_settings({}, tmp_path)
    finally:
        module.SettingsReader = reader
    plugins = re.compile(r"DESKBELL_HOTELS_[A-Z]+")
    for path in sources_of_the_house("app/plugins"):
        asked |= set(plugins.findall(path.read_text("utf-8")))
    return {name for name in asked if name.startswith("DESKBELL_")}


def test_s66_no_statement_is_put_together_from_text():
    """Ruff's S608 looks for it; a place that is let off has to be one of these, with nothing of anybody's in it."""
    let_off = {name_of(path) for path in sources(*ROOMS) if "S608" in path.read_text("utf-8")}
    configured = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    everywhere = {
        rule for where, rules in configured["per-file-ignores"].items() if "tests" not in where for rule in rules
    }

    assert configured["select"] == ["ALL"]
    assert let_off == {"app/plugins/hotels/demo.py"}
    assert not [rule for rule in everywhere | set(configured["ignore"]) if "S608".startswith(rule)]


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


def test_the_page_of_who_may_do_what_to_a_ticket_is_what_the_code_permits():
    assert (DOCS / "locks.md").read_text("utf-8") == drawing().locks_page(), "run tools/draw-docs"


def test_a_change_is_one_line_or_two_under_added_changed_or_fixed():
    text = (HOUSE / "CHANGELOG.md").read_text("utf-8")
    lines = re.findall(r"^- .+(?:\n  .+)*", text, re.MULTILINE)

    assert set(re.findall(r"^### (.+)", text, re.MULTILINE)) <= {"Added", "Changed", "Fixed"}
    assert [line for line in lines if line.count("\n") > 1] == [], "shorten these, or make each two changes"


def test_s20_every_route_stands_in_the_table_of_who_may_ask_for_what():
    """The cells of the table are asked in `tests/web/sweeps`; what is mounted (the sockets) has tests of its own."""
    written = {(row.method, row.path) for row in read_matrix()}
    served = {
        (method, route.path)
        for route in routes(read_sources())
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }

    others = [route for route in routes(read_sources()) if not isinstance(route, Route)]
    assert others == [], "the table knows plain routes alone"
    missing = [f"add a row for {method} {path}" for method, path in sorted(served - written)]
    gone = [f"take out the row of {method} {path}" for method, path in sorted(written - served)]

    assert not missing + gone, "\n".join(["tests/authz_matrix.csv, which says how:", *missing, *gone])
