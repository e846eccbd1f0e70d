"""The rooms of the house: how many modules a folder has, and which folders know each other."""

import ast
from collections import Counter, defaultdict

from tests.test_house import ROOMS, name_of, sources_of_the_house

MOST_MODULES = 20
MOST_LINES = 250
GROWING = {"sql/versions"}  # a migration is never taken away
KNOW_EACH_OTHER = {
    ("app", "app/files"): "the desk holds its storage, and files are stored at a desk",
    ("app/actions/people", "app/actions/ticket"): "who is deactivated lets go; deleting asks for a password again",
}


def folder_of(name):
    return name.removesuffix("/__init__.py") if name.endswith("/__init__.py") else name.rpartition("/")[0]


def modules():
    """Each module of the house by its dotted name, with the folder it lies in."""
    for path in sources_of_the_house(*ROOMS):
        name = name_of(path)
        yield name.removesuffix(".py").removesuffix("/__init__").replace("/", "."), folder_of(name), path


def imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield from (f"{node.module}.{alias.name}", node.module)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_two_folders_do_not_import_from_each_other():
    folders = {module: folder for module, folder, _path in modules()}
    arrows = defaultdict(list)
    for module, folder, path in modules():
        for other in imported(path):
            if other in folders and folders[other] != folder:
                arrows[folder, folders[other]].append(f"{module} imports {other}")
    pairs = {
        (one, other): arrows[one, other] + arrows[other, one]
        for one, other in list(arrows)
        if one < other and (other, one) in arrows
    }

    assert {pair: found for pair, found in pairs.items() if pair not in KNOW_EACH_OTHER} == {}
    assert KNOW_EACH_OTHER.keys() <= pairs.keys(), "a pair that knows each other no more is to be struck off"


def test_a_folder_can_be_looked_over():
    sizes = Counter(folder for _module, folder, path in modules() if path.name != "__init__.py")

    assert {folder: size for folder, size in sizes.items() if size > MOST_MODULES and folder not in GROWING} == {}


def test_a_module_can_be_read_at_a_sitting():
    sizes = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in sources_of_the_house(*ROOMS)}

    assert {name: lines for name, lines in sizes.items() if lines > MOST_LINES and not name.startswith("sql/")} == {}
