import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.html_safety.nesting import is_affordable
from app.html_safety.rules import MAX_DEPTH

_NAMES = [
    "div",
    "p",
    "b",
    "i",
    "a",
    "table",
    "tr",
    "td",
    "li",
    "ul",
    "dd",
    "font",
    "span",
    "svg",
    "g",
    "style",
    "h1",
    "button",
    "select",
    "nobr",
    "object",
    "caption",
]
_TAGS = st.sampled_from([f"<{name}>" for name in _NAMES] + [f"</{name}>" for name in _NAMES] + ["x", "<br>"])


@pytest.mark.parametrize(("depth", "affordable"), [(MAX_DEPTH, True), (MAX_DEPTH + 1, False)])
def test_a_document_may_nest_up_to_the_limit(depth, affordable):
    assert is_affordable("<div>" * depth + "x" + "</div>" * depth) is affordable


@pytest.mark.parametrize(
    "bomb",
    [
        "<div>",
        "<blockquote>",
        "<ul><li>",
        "<table><tr><td>",
        "<div><!--</div>-->",
        "<div><style></div></style>",
        "<div><p title='</div>'>",
        "<div></div x='>' <div><div>",
        "<div><title></div></title>",
        "<o:p/>",
        "<div/>",
        "<section></div>",
        "<div><table></div>",
        "<svg><g><![CDATA[></g>]]>",
        "<svg><style><!--</style>-->",
        "<svg><desc><style></svg></style>",
        "<math><mi></mi2>",
        "<svg><g></x>",
        "<font><p>",
        "<li><ul></li>",
        "<div><div><svg><style>",
        "<div><select><title></select>",
        "<div><select><xmp></select>",
        "<div><noscript><title></noscript>",
        "<div><noscript></div></noscript>",
        "<noscript><p title='</noscript><div><div>'>",
    ],
)
def test_a_bomb_is_seen_however_its_ends_are_faked(bomb):
    assert not is_affordable(bomb * 2000)


def test_formatting_that_every_paragraph_would_repeat_is_seen():
    unclosed = "<p>" + "".join(f"<b id={number}>" for number in range(200)) + "</p>"

    assert is_affordable(unclosed)
    assert not is_affordable(unclosed + "<p>x" * 1000)


@pytest.mark.parametrize("tag", ["<p {}>", "</p {}>", "<p {} "])
def test_a_tag_may_have_many_attributes_but_not_very_many(tag):
    assert is_affordable(tag.format(" ".join(f"a{number}=1" for number in range(990))))
    assert not is_affordable(tag.format(" ".join(f"a{number}=1" for number in range(1001))))


def test_a_long_picture_written_out_in_a_tag_is_one_attribute():
    assert is_affordable(f'<img src="data:image/png;base64,{"A" * 500_000}">')


@pytest.mark.parametrize(
    "piece",
    [
        "<p>x",
        "<li>x",
        "<p>x</p><br/><img src=x>",
        "<dt>x<dd>y",
        "<table><tr><td><font color=red>x<td><b>y<tr><td>z</table>",
        "<a href=x>x",
        "<p><b><i>x</i></b></p>",
        "<!--[if mso]><table><tr><td><![endif]--><p>x</p><!--[if mso]></td></tr></table><![endif]-->",
        "<svg><g><path d='M0 0'/></g></svg>",
        "<style>a>b{}</style><script>if (a<b) {}</script>",
        "a < b & c <3",
    ],
)
def test_a_long_but_flat_mail_is_no_bomb(piece):
    assert is_affordable(piece * 3000)


@settings(max_examples=300)
@given(st.lists(_TAGS, min_size=1, max_size=8).map("".join))
def test_whatever_is_repeated_an_affordable_document_stays_small(piece):
    html = piece * 400

    if is_affordable(html):
        written = nh3.clean(
            html, tags=set(_NAMES) - {"svg", "g", "style"}, clean_content_tags={"svg", "style"}, link_rel=None
        )
        depth = deepest = 0
        for part in written.split("<")[1:]:
            depth += -1 if part.startswith("/") else 0 if part.startswith("br") else 1
            deepest = max(deepest, depth)
        assert deepest <= MAX_DEPTH * 2
