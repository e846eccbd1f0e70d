"""docs/security.md: each line of it holds by a test of its name, or says why not yet."""

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "security.md"
LINES = 74
ROW = re.compile(r"^\| S-(\d\d) \| (.+?) \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
NUMBER = re.compile(r"^test_s(\d\d)_")


def rows():
    """Number to what is said of how it holds."""
    return {number: how for number, _what, how in ROW.findall(PAGE.read_text("utf-8"))}


def named_tests():
    """Number to the tests that are named after it, as the page names them."""
    found = {}
    for path in sorted(HERE.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (number := NUMBER.match(node.name)):
                found.setdefault(number[1], set()).add((path.relative_to(HERE).as_posix(), node.name))
    return found


def test_every_line_stands_in_the_page_once_and_in_order():
    told = [number for number, _what, _how in ROW.findall(PAGE.read_text("utf-8"))]

    assert told == [f"{number:02}" for number in range(1, LINES + 1)]


def test_every_line_names_tests_of_its_own_that_exist_or_says_why_not_yet():
    known = named_tests()

    for number, how in rows().items():
        named = set(NAMED.findall(how))
        assert named or how.startswith("Not yet: "), f"S-{number} says neither a test nor why not yet"
        gone = sorted(named - known.get(number, set()))
        assert not gone, f"docs/security.md, S-{number}: there is no such test (any more): {gone}"


def test_no_line_that_has_a_test_is_called_not_yet():
    waiting = {number for number, how in rows().items() if how.startswith("Not yet: ")}

    found = {number: sorted(names) for number, names in named_tests().items()}
    built = {number: found[number] for number in sorted(waiting & found.keys())}
    assert not built, f"name these in docs/security.md: {built}"
    assert not found.keys() - rows().keys(), "tests of lines that there are not"
