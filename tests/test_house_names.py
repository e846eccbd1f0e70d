"""What things in the house are called, as far as a machine can hold it: one name, one thing."""

import ast
import sys

from tests.test_house import ROOMS, name_of, sources_of_the_house

NOUNS_OF_THE_DESK = {
    "app/nouns/operator.py": "whoever answers is an operator, everywhere in the desk; nobody here needs Python's module twice",
    "mail/mailboxes/mailbox.py": "the mailbox that is read; Python's module reads mailboxes in files, which the desk has not",
}


def test_no_module_is_named_like_one_of_the_standard_library():
    shadows = {
        name_of(path)
        for path in sources_of_the_house(*ROOMS)
        if (path.parent if path.stem == "__init__" else path).stem in sys.stdlib_module_names
    }

    assert shadows == NOUNS_OF_THE_DESK.keys()


def test_no_two_public_classes_share_a_name():
    places = {}
    for path in sources_of_the_house(*ROOMS):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(name_of(path))

    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}
