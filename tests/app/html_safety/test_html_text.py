import re
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.html_safety import clean_mail_html, html_to_text, text_to_html
from tests.app.html_safety.corpus import CORPUS
from tests.app.html_safety.safe_markup import assert_safe, read_markup


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Dear  Anna,<br>two\nlines</p><p>more</p>", "Dear Anna,\ntwo lines\n\nmore"),
        ("a<br><br>b", "a\n\nb"),
        ("<div>a</div><div>b<div>c</div></div>d", "a\nb\nc\nd"),
        ("<ul><li>one<li><p>two</p></ul><ol><li>x<li>y</ol>", "- one\n\n- two\n\n1. x\n2. y"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>d", "- a\n  - b\n- c\n\nd"),
        ("<table><tr><th>Room<th>Rate<tr><td>Double<td>118</table>x", "Room | Rate\nDouble | 118\n\nx"),
        ("<table><tr><td><table><tr><td>a</table><td>b</table>", "a\n\nb"),
        ("<blockquote><p>a</p><p>b</p><blockquote>c</blockquote></blockquote>d", "> a\n>\n> b\n>\n> > c\n\nd"),
        ("<pre>  a\n\n   b</pre>", "  a\n\n   b"),
        ("x<hr>y", "x\n---\ny"),
        ('<a href="https://a.example/?a=1&amp;b=2">here</a>!', "here <https://a.example/?a=1&b=2>!"),
        ('<a href="https://a.example/">a.example</a>', "a.example"),
        ('<a href="mailto:a@b.example">a@b.example</a>', "a@b.example"),
        ('<a href="javascript:x">here</a>', "here"),
        ("<a href=https://a.example>open", "open <https://a.example>"),
        ("<img src=x alt='The house'>", "[The house]"),
        ("<style>p{}</style><script>x<y</script><title>t</title><!-- c -->&lt;b&gt;&nbsp;&euro;", "<b>\xa0€"),
        ("1 < 2 & 3 > 2 <3", "1 < 2 & 3 > 2 <3"),
        ("<p>שלום</p>", "שלום"),
        ("a<o:p>b</o:p><x-y>c</x-y>", "abc"),
        ("", ""),
    ],
)
def test_html_reads_well_as_text(html, text):
    assert html_to_text(html) == text


@settings(max_examples=300)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["p", "div", "li", "td", "b", "a", "h1", "blockquote", "pre", "ul", "table", "x-y", "font"]
            ),
            st.text("abcש<&", min_size=1),
        )
    )
)
def test_no_word_is_lost(parts):
    html = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in parts)

    squeezed = "".join(char for char in html_to_text(html) if char in "abcש<&")

    assert squeezed == "".join(text for _, text in parts)


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "</",
        "<a ",
        "<!--",
        "<title>",
        "<![CDATA[",
        '<a b="',
        "<blockquote>x",
        "<ul><li>x",
        "<a href=x>",
        "<pre>x",
        "&",
        "&#",
    ],
)
def test_a_broken_document_of_any_length_gives_a_bounded_text(piece):
    assert len(html_to_text(piece * 100_000, max_characters=10_000)) <= 10_000


def test_hostile_fragments_give_text_without_failing():
    for hostile in CORPUS:
        assert isinstance(html_to_text(hostile), str)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\nb\n\n\nc", '<p dir="auto">a<br>b</p><p dir="auto">c</p>'),
        ("a\r\nb\rc", '<p dir="auto">a<br>b<br>c</p>'),
        ("<b>\"'&amp;", '<p dir="auto">&lt;b&gt;"\'&amp;amp;</p>'),
        ("a  b", '<p dir="auto">a&nbsp; b</p>'),
        ("\n \n", ""),
    ],
)
def test_text_becomes_paragraphs_and_lines(text, html):
    assert text_to_html(text) == html


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("see https://a.example/x, and (http://b.example/y).", ["https://a.example/x", "http://b.example/y"]),
        ("https://a.example/x_(y)?a=1&b=2#z!", ["https://a.example/x_(y)?a=1&b=2#z"]),
        ("mailto:a@b.example?subject=x", ["mailto:a@b.example?subject=x"]),
        ("<https://a.example/>", ["https://a.example/"]),
        ("HTTPS://A.example", ["HTTPS://A.example"]),
        ("javascript:alert(1) data:text/html,x ftp://x vbscript:x tel:1 www.a.example a@b.example", []),
        ("javascript:https://a.example", ["https://a.example"]),
        ('https://a.example/"onmouseover="x', ["https://a.example/"]),
        ("https://a.example/'onmouseover='x", ["https://a.example/"]),
        ("https://a.example/<script>", ["https://a.example/"]),
        ("https://a.example/\u202egnp.exe", ["https://a.example/"]),
        ("https:// http:///x https://@x", []),
    ],
)
def test_s03_only_web_and_mail_addresses_in_a_text_become_links(text, addresses):
    html = text_to_html(text)

    links = [dict(attributes)["href"] for tag, attributes in read_markup(html).tags if tag == "a"]

    assert links == addresses
    assert read_markup(html).text == text
    assert_safe(html)


@settings(max_examples=300)
@given(
    st.one_of(
        st.text(),
        st.lists(
            st.sampled_from(
                [
                    "https://a.b/",
                    "mailto:",
                    "x",
                    " ",
                    "  ",
                    "\n",
                    "\n\n",
                    "\t",
                    "<",
                    "&",
                    '"',
                    "'",
                    ")",
                    ".",
                    "\xa0",
                    "\u202e",
                ]
            )
        ).map("".join),
    )
)
def test_text_stays_text_and_is_already_clean(text):
    html = text_to_html(text)

    assert_safe(html)
    assert clean_mail_html(html) == html
    words = re.sub(r"[\s\x00-\x1f\x7f\x85\ufffd]", "", text)
    assert re.sub(r"[\s\x00-\x1f\x7f\x85\ufffd]", "", read_markup(html).text) == words
