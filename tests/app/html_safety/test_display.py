from pathlib import Path

import jinja2
import pytest

import app
from app.html_safety import (
    FRAME_CSP,
    FRAME_CSP_REMOTE,
    FRAME_SANDBOX,
    SafeHtml,
    clean_answer_html,
    clean_mail_html,
    in_theme,
    inline_sources,
    message_document,
    remote_image_count,
    show_message_html,
)
from tests.app.html_safety.corpus import CORPUS
from tests.app.html_safety.safe_markup import read_markup

PNG = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg=="


def test_s04_the_frame_policy_is_the_agreed_one_byte_for_byte():
    assert FRAME_CSP == (
        "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; "
        "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
    assert FRAME_CSP.replace("img-src data:", "img-src data: https:") == FRAME_CSP_REMOTE
    assert FRAME_SANDBOX == "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
    assert "allow-scripts" not in FRAME_CSP + FRAME_CSP_REMOTE + FRAME_SANDBOX


def test_s04_inline_pictures_get_their_data():
    mail = clean_mail_html("<img src=cid:a@b alt=x><img src=cid:missing>")
    answer = clean_answer_html('<img src="cid:a@b"><img src="/attachments/k1">')

    assert show_message_html(mail, {"a@b": PNG}, remote=False) == f'<img src="{PNG}" alt="x"><img data-cid="missing">'
    assert show_message_html(answer, {"a@b": PNG, "/attachments/k1": PNG}, remote=False) == f'<img src="{PNG}">' * 2


@pytest.mark.parametrize(
    "given", ["javascript:x", "data:image/svg+xml,<svg/>", "https://a.example/x", 'x" onerror="x', ""]
)
def test_what_is_no_raster_picture_is_not_put_in_place(given):
    mail = clean_mail_html("<img src=cid:a>")

    assert show_message_html(mail, {"a": given}, remote=True) == '<img data-cid="a">'


def test_s08_remote_pictures_load_only_when_asked_for_and_over_https():
    mail = clean_mail_html("<img src='https://a.example/?x=1&y=2'><img src=http://a.example/z>")

    assert " src=" not in show_message_html(mail, {}, remote=False)
    assert show_message_html(mail, {}, remote=True) == (
        '<img src="https://a.example/?x=1&amp;y=2"><img data-remote="http://a.example/z">'
    )
    assert remote_image_count(mail) == 1


def test_the_inline_pictures_of_a_message_can_be_named():
    assert inline_sources(clean_mail_html("<img src=cid:a@b><img src=cid:c><img src=cid:a@b>")) == ["a@b", "c"]
    assert inline_sources(clean_answer_html('<img src=cid:a@b><img src="/attachments/k1">')) == [
        "a@b",
        "/attachments/k1",
    ]


@pytest.mark.parametrize("remote", [False, True])
def test_s08_no_hostile_fragment_gets_an_address_loaded_from_the_document(remote):
    for hostile in CORPUS:
        document = read_markup(message_document(clean_mail_html(hostile), remote=remote))

        assert {tag for tag, _ in document.tags} & {
            "script",
            "link",
            "iframe",
            "base",
            "form",
            "svg",
            "object",
        } == set()
        for _, attributes in document.tags:
            for name, value in attributes:
                assert not name.startswith("on")
                assert name != "src" or (remote and value.lower().startswith("https://"))


def test_the_document_follows_the_theme_unless_the_message_brings_colours():
    plain, coloured = clean_mail_html("<p>x</p>"), clean_mail_html("<p style='color:black'>x</p>")

    assert '<meta name="color-scheme" content="light dark">' in message_document(plain)
    assert '<meta name="color-scheme" content="dark">' in message_document(plain, theme="dark")
    assert '<meta name="color-scheme" content="light">' in message_document(coloured, theme="dark")
    assert '<body dir="auto">\n<p>x</p>\n' in message_document(plain)
    assert '<html lang="&quot;&gt;x"' in message_document(plain, lang='">x')


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<table bgcolor="#ffffff" border="1"><tr bgcolor="#eee"><td bgcolor="white">Largo</table>', "Largo"),
        ('<p style="background:#fff;color:#000;font-weight:bold">x</p>', '<p style="font-weight:bold">x</p>'),
        ('<p style="color:white">x</p>', "<p>x</p>"),
        ('<font color="#333333">x</font>', "<span>x</span>"),
        ('<b style="color:#1a73e8">x &amp; y</b>', '<b style="color:#1a73e8">x &amp; y</b>'),
        ('<b style="color:rgb(204, 0, 0)">x</b>', '<b style="color:rgb(204, 0, 0)">x</b>'),
        ('<img src="cid:a@b" alt="&quot;">', '<img src="cid:a@b" alt="&quot;">'),
    ],
)
def test_what_the_desk_wrote_follows_the_theme_and_covers_nothing(written, shown):
    html = clean_answer_html(written)
    document = message_document(html, theme="dark", own=True)

    assert '<meta name="color-scheme" content="dark">' in document
    assert "background:transparent" in document
    assert shown in document
    assert "bgcolor" not in document
    assert clean_answer_html(in_theme(html)) == in_theme(html)


def test_a_template_shows_cleaned_html_as_markup_and_everything_made_from_it_as_text():
    template = jinja2.Environment(autoescape=True).from_string("{{ html }}|{{ html ~ '' }}|{{ html[:3] }}|{{ text }}")

    shown = template.render(html=clean_mail_html("<b>x</b>"), text="<b>")

    assert shown.split("|")[0] == "<b>x</b>"
    assert shown.split("|")[2:] == ["&lt;b&gt;", "&lt;b&gt;"]


def test_nobody_else_makes_html_safe_by_saying_so():
    house = Path(app.__file__).parent.parent
    home = house / "app" / "html_safety"
    forbidden = {room: ["Markup(", "|safe", "| safe", "allow-scripts"] for room in ("app", "sql")}
    # Where strangers' words come in, or go out: these rooms name a column that a cleaner filled by stored_html().
    forbidden |= {room: [*forbidden["app"], "SafeHtml("] for room in ("mail", "realtime", "web")}

    found = [
        f"{path} says {words}"
        for room, spellings in forbidden.items()
        for path in [*(house / room).rglob("*.py"), *(house / room).rglob("*.html")]
        if home not in path.parents and "node_modules" not in path.parts
        for words in spellings
        if words in path.read_text(encoding="utf-8")
    ]

    assert found == []
    assert isinstance(clean_mail_html("x"), SafeHtml)
