import asyncio

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.html_safety import clean_answer_html, clean_mail_html, clean_mail_html_async, cleaning, rules
from tests.app.html_safety.corpus import CORPUS
from tests.app.html_safety.safe_markup import assert_safe, read_markup

PNG = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg=="

_PIECES = [
    *(
        f"<{tag}>"
        for tag in [
            "p",
            "b",
            "i",
            "a",
            "font",
            "table",
            "tr",
            "td",
            "th",
            "caption",
            "ul",
            "li",
            "ol",
            "dd",
            "dt",
            "div",
            "span",
            "h1",
            "h5",
            "center",
            "del",
            "svg",
            "math",
        ]
    ),
    *(
        f"</{tag}>"
        for tag in [
            "p",
            "b",
            "i",
            "a",
            "font",
            "table",
            "tr",
            "td",
            "th",
            "caption",
            "ul",
            "li",
            "ol",
            "dd",
            "dt",
            "div",
            "span",
            "h1",
            "h5",
            "center",
            "del",
            "svg",
            "math",
        ]
    ),
    *(
        "<style>",
        "</style>",
        "<select>",
        "<option>",
        "<template>",
        "<title>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<br>",
        "<hr>",
    ),
    *(
        "<mtext>",
        "<mglyph>",
        "<foreignObject>",
        "<desc>",
        "<nobr>",
        "<button>",
        "<pre>\n",
        "<textarea>",
        "<plaintext>",
        "<form>",
    ),
    *(
        '<img src="cid:a@b">',
        "<img src=https://a.example/x onerror=x>",
        '<a href="javascript:x">',
        "<a href=https://a.example>",
    ),
    *(
        "<p style='color:red;position:fixed'>",
        "<b onclick=x>",
        "<font color=red style=width:1px>",
        "<td align=center bgcolor=red>",
    ),
    *("x", " ", "\n", "&lt;", "&amp;lt;", "&nbsp;", "\xa0", "<", ">", '"', "'", "&", "\x00", "\u202e", "שלום"),
]
MARKUP = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))


@pytest.mark.parametrize("hostile", CORPUS)
def test_s06_only_allowed_markup_is_left_of_a_hostile_fragment(hostile):
    mail, answer = clean_mail_html(hostile), clean_answer_html(hostile)

    assert_safe(mail)
    assert_safe(answer, answer=True)
    assert clean_mail_html(mail) == mail
    assert clean_answer_html(answer) == answer


@pytest.mark.parametrize(
    "inside",
    ["<p>{}</p>", "<table><tr><td>{}", "<blockquote><b>{}", "<svg>{}", "<select>{}", "<a href=https://a.example>{}"],
)
def test_s01_a_hostile_fragment_is_as_harmless_inside_other_markup(inside):
    for hostile in CORPUS:
        assert_safe(clean_mail_html(inside.format(hostile)))


def test_s01_the_hostile_fragments_are_many_and_all_different():
    assert len(set(CORPUS)) == len(CORPUS) >= 300


@settings(max_examples=300)
@given(MARKUP)
@example("<p><del><p>x")
@example("<b><svg><p>x</p></svg></b>")
def test_s06_cleaning_mail_twice_is_cleaning_it_once(html):
    once = clean_mail_html(html)

    assert_safe(once)
    assert clean_mail_html(once) == once


@settings(max_examples=300)
@given(MARKUP)
def test_s06_cleaning_an_answer_twice_is_cleaning_it_once(html):
    once = clean_answer_html(html)

    assert_safe(once, answer=True)
    assert clean_answer_html(once) == once
    assert_safe(clean_mail_html(once))


def test_s07_a_bomb_of_divs_is_shown_as_its_text():
    bomb = "<div>" * 100_000 + "the words"

    assert clean_mail_html(bomb) == '<p dir="auto">the words</p>'
    assert clean_answer_html(bomb) == '<p dir="auto">the words</p>'


@pytest.mark.parametrize(
    ("size", "is_markup"), [(rules.MAX_MAIL_HTML_BYTES, True), (rules.MAX_MAIL_HTML_BYTES + 1, False)]
)
def test_html_is_markup_up_to_its_limit_and_text_beyond(size, is_markup):
    html = "<b>x</b>" + "y" * (size - 8)

    cleaned = clean_mail_html(html)

    assert ("<b>" in cleaned) is is_markup
    assert "yyyy" in cleaned
    assert len(cleaned) <= rules.MAX_MAIL_HTML_BYTES


def test_the_limit_counts_bytes_not_characters():
    html = "<b>x</b>" + "ש" * (rules.MAX_MAIL_HTML_BYTES // 2)

    cleaned = clean_mail_html(html)

    assert "<b>" not in cleaned
    assert len(cleaned.encode()) <= rules.MAX_MAIL_HTML_BYTES
    assert clean_mail_html(cleaned) == cleaned


def test_text_that_grows_when_it_is_escaped_still_fits():
    cleaned = clean_mail_html("<b>x</b>" + "a&lt;<p>" * 200_000)

    assert len(cleaned) <= rules.MAX_MAIL_HTML_BYTES
    assert clean_mail_html(cleaned) == cleaned


def test_pictures_of_a_mail_wait_without_an_address():
    html = "<img src='cid:logo%40x' alt=Logo width=10 height=20><img src=https://a.example/x.png><img src=data:image/png;base64,iVBORw0KGgo=>"

    assert clean_mail_html(html) == (
        '<img data-cid="logo@x" alt="Logo" width="10" height="20"><img data-remote="https://a.example/x.png"><img>'
    )


def test_a_hotel_card_in_an_answer_keeps_its_table_and_pictures():
    card = (
        '<table role="presentation" width="100%" cellpadding="8" border="0"><tbody><tr><td valign="top" width="112">'
        '<img src="/attachments/k3Y_-" alt="Front" width="100" height="100"></td>'
        '<td bgcolor="#fff">Casa do Largo<img src="cid:a@b"></td></tr></tbody></table>'
    )

    assert clean_answer_html(card) == card


def test_a_picture_in_an_answer_may_be_written_out_until_they_are_too_many_bytes():
    one_mib = f"data:image/png;base64,iVBORw0KGgo{'A' * 1_400_000}"
    html = "".join(f'<img src="{source}">' for source in (PNG, one_mib, one_mib, PNG))

    shown = read_markup(clean_answer_html(html)).tags

    assert [bool(attributes) for _, attributes in shown] == [True, True, False, True]


@pytest.mark.parametrize(
    "source",
    [
        "https://a.example/x",
        "/attachments/../x",
        "/attachments/a/b",
        "/attachments/a?x",
        "/x",
        "data:image/png;base64,PHN2Zz4=",
        "data:image/svg+xml;base64,AAAA",
    ],
)
def test_other_addresses_of_pictures_in_an_answer_go(source):
    assert clean_answer_html(f'<img src="{source}" alt="x">') == '<img alt="x">'


def test_the_markup_of_word_comes_out_readable():
    word = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><meta name=Generator content='Microsoft Word 15'>"
        "<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->"
        "<style><!-- p.MsoNormal {margin:0cm;font-size:11.0pt} --></style></head><body lang=DE link='#0563C1'>"
        "<div class=WordSection1><p class=MsoNormal style='mso-margin-top-alt:auto;color:#1F497D'>"
        "<span lang=EN-US style='font-family:\"Calibri\",sans-serif;mso-fareast-language:EN-US'>Guten Tag,<o:p></o:p></span></p>"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p><![if !supportLists]>1.<![endif]><b style='mso-bidi-font-weight:normal'>Zimmer</b></div></body></html>"
    )

    assert clean_mail_html(word) == (
        '<div><p style="color:#1f497d"><span lang="en-us">Guten Tag,</span></p><p>&nbsp;</p>1.<b>Zimmer</b></div>'
    )


def test_older_tags_become_the_allowed_ones_so_that_words_do_not_run_together():
    html = (
        "<center>a</center><section>b</section><font color=RED>c</font><h5>d</h5><strike>e</strike><dl><dt>f<dd>g</dl>"
    )

    assert clean_mail_html(html) == (
        '<div align="center">a</div><div>b</div><span style="color:red">c</span><h4>d</h4><s>e</s>'
        "<div><div>f</div><div>g</div></div>"
    )


@pytest.mark.parametrize("text", ["שלום, יש חדר פנוי?", "مرحبا، هل لديكم غرفة؟", "请问有空房吗", "Zażółć 🏨"])
def test_text_of_every_script_and_its_direction_stay(text):
    html = f'<p dir="rtl" lang="he">{text}</p>'

    assert clean_mail_html(html) == html


@pytest.mark.parametrize(
    "address", ["https://a.example/?a=1&amp;b=2", "http://a.example", "mailto:a@b.example", "tel:+351-21-555"]
)
def test_a_link_opens_elsewhere_and_tells_nothing_of_us(address):
    assert clean_mail_html(f'<a href="{address}">x</a>') == (
        f'<a href="{address}" target="_blank" rel="noopener noreferrer nofollow">x</a>'
    )


async def test_long_mail_is_cleaned_in_a_thread_to_the_same_result():
    html = "<p onclick=x>word</p>" * 2000

    assert await clean_mail_html_async(html) == clean_mail_html(html)
    assert await clean_mail_html_async("<p onclick=x>word</p>") == "<p>word</p>"


async def test_s07_mail_that_takes_longer_than_its_budget_is_shown_as_text(monkeypatch):
    released = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(html):
        asyncio.run_coroutine_threadsafe(released.wait(), loop).result()
        return clean_mail_html(html)

    monkeypatch.setattr(cleaning, "clean_mail_html", slow)
    html = "<b>word</b> " * 2000

    shown = await clean_mail_html_async(html, budget_s=0.01)
    released.set()

    assert shown.startswith('<p dir="auto">word word')


@pytest.mark.parametrize(
    "tag", ["iframe", "noscript", "noembed", "noframes", "title", "style", "script", "textarea", "xmp"]
)
def test_what_stands_inside_a_frame_or_a_script_is_no_text_of_the_mail(tag):
    cleaned = clean_mail_html(f"<p>Before</p><{tag}>hidden words</{tag}><p>After</p>")

    assert "Before" in cleaned
    assert ("hidden words" in cleaned) == (tag in SHOWN_INSIDE)


SHOWN_INSIDE = frozenset({"textarea", "xmp"})


@pytest.mark.parametrize(
    "odd", ["\x01https://guest.example/a", "ht\ttps://guest.example/a", "https://guest.example/\x00a\n"]
)
def test_control_characters_in_a_link_are_left_out_and_the_link_stays(odd):
    cleaned = clean_mail_html(f'<a href="{odd}">here</a>')

    assert 'href="https://guest.example/' in cleaned
    assert not set(cleaned) & {"\x00", "\x01", "\t", "\n"}


@pytest.mark.parametrize("name", ["data-remote", "data-cid"])
@pytest.mark.parametrize("address", ["cid:c@d.example", "/attachments/" + "a" * 32])
def test_a_picture_in_an_answer_has_no_second_address(name, address):
    cleaned = clean_answer_html(f'<p><img src="cid:a@b.example" {name}="{address}"></p>')

    assert "cid:a@b.example" in cleaned
    assert name not in cleaned
