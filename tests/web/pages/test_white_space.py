"""What a template's author breaks into lines travels as one mark; what a reader may see stays."""

import pytest
from jinja2 import DictLoader, Environment

from web.pages.white_space import FewerSpaces


def drawn(template, **values):
    made = Environment(
        loader=DictLoader({"page": template}),
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[FewerSpaces],
        autoescape=True,
    )
    return made.get_template("page").render(values)


def test_indentation_and_empty_lines_become_one_line_break():
    assert drawn('<a\n  class="row"\n  href="/"\n>\n\n    Largo  <b>x</b>\n</a>') == (
        '<a\nclass="row"\nhref="/"\n>\nLargo  <b>x</b>\n</a>'
    )


def test_what_is_put_in_stays_as_it_is():
    assert drawn("<p>\n    {{ words }}\n</p>", words="one\n\n    two") == "<p>\none\n\n    two\n</p>"


@pytest.mark.parametrize("tag", ["pre", "textarea", "script"])
def test_where_a_line_is_a_line_it_stays(tag):
    template = f"<div>\n  <{tag} id='x'>\n  a\n\n    {{{{ words }}}}\n  b</{tag}>\n\n  <p>"

    assert drawn(template, words="w") == f"<div>\n<{tag} id='x'>\n  a\n\n    w\n  b</{tag}>\n<p>"


def test_a_fault_is_still_found_by_its_line():
    with pytest.raises(ZeroDivisionError) as fault:
        drawn("<p\n\n\n>\n{{ 1 // 0 }}")

    assert fault.traceback[-1].lineno + 1 == 5
