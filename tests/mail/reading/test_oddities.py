"""Headers, parts and pages as odd programs write them, and what must be read from them all the same."""

import pytest

from mail.reader.letters import read_letter
from mail.reading.headers.dates import date_ms
from mail.reading.markup.hidden_html import without_hidden

NINE = 1772528292000  # 3 March 2026, 08:58:12 UTC


@pytest.mark.parametrize("zone", ["+0100", "+01:00", "+01:00 (CET)", " +0100"])
def test_a_date_is_read_with_a_colon_in_its_zone(zone):
    assert date_ms(f"Tue, 03 Mar 2026 09:58:12 {zone}") == NINE


@pytest.mark.parametrize("zone", ["CET", "MEZ", "GMT+0100", "UTC+1", "GMT+01:00"])
def test_a_date_is_read_with_a_zone_that_is_named(zone):
    assert date_ms(f"Tue, 03 Mar 2026 09:58:12 {zone}") == NINE


@pytest.mark.parametrize(
    "written", ["08:58:12.345 +0000", "08:58:12 GMT", "08:58:12 Z", "03:58:12 EST", "17:58:12 JST"]
)
def test_a_date_is_read_with_parts_of_a_second_and_in_every_known_zone(written):
    assert date_ms(f"Tue, 03 Mar 2026 {written}") == NINE


def test_a_subject_in_utf_7_is_read():
    assert read_letter(b"From: a@b.example\nSubject: =?utf-7?Q?Gr+APwA3w-e?=\n\nx\n").subject == "Grüße"


def test_fields_that_are_set_in_are_fields():
    raw = b"From: a@b.example\nSubject: Ticket received\n   Precedence: bulk\n\tAuto-Submitted: auto-replied\nTo: d@s.example\n\nx\n"

    read = read_letter(raw)

    assert (read.subject, read.precedence, read.auto_submitted) == ("Ticket received", "bulk", "auto-replied")


def test_a_folded_list_of_names_in_a_signature_stays_in_it():
    raw = b"DKIM-Signature: v=1; h=from:to:\n subject: date:message-id;\n b=x\nFrom: a@b.example\nSubject: Real\n\nx\n"

    assert read_letter(raw).subject == "Real"


def test_a_fold_that_lost_its_blank_goes_on():
    raw = (
        b"From: a@b.example\nSubject: A subject that is so long that the program which wrote it folded it\nand goes on here\n"
        b"To: d@s.example,\ne@s.example\nDate: Tue, 03 Mar 2026 09:58:12 +0100\n\nx\n"
    )

    read = read_letter(raw)

    assert read.subject.endswith("folded it and goes on here")
    assert [box.email for box in read.to] == ["d@s.example", "e@s.example"]
    assert read.date_ms == NINE


def test_junk_between_fields_with_blanks_before_the_colon_is_stepped_over():
    raw = b"From  : Ida <ida@holm.example>\nTo    : Desk\n~~~\n  <d@s.example>\nSubject   : Parking\nDate  : x\n\nHigh enough?\n"

    read = read_letter(raw)

    assert (read.subject, read.text) == ("Parking", "High enough?")


@pytest.mark.parametrize(
    ("value", "name", "email"),
    [
        ("Ida Holm <ida@holm(the house).  example>", "Ida Holm", "ida@holm.example"),
        ("Ida <ida(me)@holm.example(x)>", "Ida", "ida@holm.example"),
        ("Ole <ole@berg.example> Ida <ida@holm.example>", "Ole", "ole@berg.example"),
    ],
)
def test_the_first_mailbox_of_a_from_is_read(value, name, email):
    read = read_letter(f"From: {value}\nSubject: x\n\nx\n".encode())

    assert (read.from_name, read.from_email) == (name, email)


@pytest.mark.parametrize("stands_in", ["Sender", "Reply-To", "X-Sender"])
@pytest.mark.parametrize("path", ["</O=FIRM/OU=EXCHANGE/CN=RECIPIENTS/CN=IDA>", "<>", "<ida>"])
def test_where_a_from_names_no_mailbox_another_field_does(path, stands_in):
    read = read_letter(f'From: "Holm, Ida" {path}\n{stands_in}: ida@holm.example\nSubject: x\n\nx\n'.encode())

    assert (read.from_name, read.from_email) == ("Holm, Ida", "ida@holm.example")
    assert read.unverified


@pytest.mark.parametrize(
    "spelling", ["Quoted-Printable (see RFC 2045)", '"quoted-printable"', "quoted-printable ; x=1"]
)
def test_a_transfer_encoding_is_known_with_a_comment_behind_it(spelling):
    raw = f"From: a@b.example\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {spelling}\n\nGr=C3=BC=C3=9Fe\n"

    assert read_letter(raw.encode()).text == "Grüße"


def test_blanks_behind_a_soft_break_do_not_break_the_word():
    raw = b"From: a@b.example\nContent-Transfer-Encoding: quoted-printable\n\nbreak= \t\nfast at =\neight, 2 =3D 2\n"

    assert read_letter(raw).text == "breakfast at eight, 2 = 2"


def mixed(*parts: str, boundary: str = "b1") -> bytes:
    body = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f"From: a@b.example\nContent-Type: multipart/mixed; boundary={boundary}\n\n{body}--{boundary}--\n".encode()


PDF = "Content-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment\n\nx"


def test_an_inner_multipart_with_its_parents_boundary_keeps_its_parts_together():
    raw = mixed(
        "Content-Type: multipart/alternative; boundary=b1\n",
        "Content-Type: text/plain\n\nWords.",
        "Content-Type: text/html\n\n<p>Words.</p>\n--b1--",
        PDF,
    )

    read = read_letter(raw)

    assert (read.text, [file.name for file in read.attachments]) == ("Words.", ["a.pdf"])


def test_an_inner_boundary_may_begin_with_the_outer_one():
    inner = "--b12\nContent-Type: text/plain\n\nWords.\n--b12\nContent-Type: text/html\n\n<p>Words.</p>\n--b12--"
    raw = mixed(f"Content-Type: multipart/alternative; boundary=b12\n\n{inner}", PDF)

    read = read_letter(raw)

    assert (read.whole_text, [file.name for file in read.attachments]) == ("Words.", ["a.pdf"])


@pytest.mark.parametrize("kind", ["text/x-amp-html", "text/watch-html"])
def test_words_for_a_watch_or_an_amp_viewer_are_no_file(kind):
    raw = mixed("Content-Type: text/plain\n\nWords.", f"Content-Type: {kind}\n\n<b>Words</b>")

    read = read_letter(raw)

    assert (read.whole_text, read.attachments) == ("Words.", [])


def test_a_text_and_a_page_with_the_same_words_are_said_once():
    page = "Content-Type: text/html\n\n<p>Three&nbsp;pictures.</p><img src='cid:1'>"
    raw = mixed(
        "Content-Type: text/plain\n\nThree pictures.",
        f"Content-Type: multipart/related; boundary=r\n\n--r\n{page}\n--r--",
    )

    assert read_letter(raw).whole_text == "Three pictures."


def test_a_line_stuffed_for_its_mark_is_no_quote():
    raw = b"From: a@b.example\nIn-Reply-To: <x@y>\nContent-Type: text/plain; format=flowed\n\n From here by train.\n > is the sign on the door\nRight?\n"

    assert "> is the sign on the door" in read_letter(raw).text


def test_the_charset_that_the_subject_names_helps_a_body_that_names_none():
    words = "я"
    raw = b"From: a@b.example\nSubject: =?koi8-r?B?0NLJ18XU?=\n\n" + words.encode("koi8-r") + b" 12\n"

    assert read_letter(raw).text == "я 12"


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : NONE !important; color:red",
        "visibility:hidden",
        "mso-hide:all",
        "max-height:0px;overflow:hidden",
        "font-size:0;line-height:0;opacity:0",
        "height:0;width:0;overflow:hidden",
    ],
)
def test_words_that_a_page_hides_are_hidden(style):
    page = f'<div style="{style}">Preview <div>words</div></div><p>Real words.</p>'
    raw = f"From: a@b.example\nContent-Type: text/html\n\n{page}\n"

    read = read_letter(raw.encode())

    assert (read.text, read.html.strip()) == ("Real words.", "<p>Real words.</p>")


@pytest.mark.parametrize(
    "page",
    [
        '<div style="display:none">All that was said.</div>',
        '<div style="display:none">never closed <p>Words</p>',
        '<p style="display:block;font-size:10px">Words</p>',
        '<p style="line-height:0">Words</p>',
        '<td style="max-width:0">Words</td>',
    ],
)
def test_words_are_never_hidden_for_less(page):
    assert without_hidden(page) == page


@pytest.mark.parametrize(
    ("styles", "attributes"),
    [
        ("", "hidden"),
        ("", "HIDDEN=''"),
        (".pre{display:none}", "class='x Pre'"),
        ("<!-- /* a */ td, div.pre { color:red; display : none !important } -->", "class=pre"),
        ("#pre{visibility:hidden}", "id=pre"),
        (".pre{display:none} @media (max-width:600px){.pre{display:block}}", "class=pre"),
        (".pre{display:none!important}", "class=pre style='display:block'"),
    ],
)
def test_words_that_a_style_sheet_or_an_attribute_hides_are_hidden(styles, attributes):
    page = f"<style>{styles}</style><div {attributes}>Preview <div>words</div></div><p>Real words.</p>"

    assert without_hidden(page) == f"<style>{styles}</style><p>Real words.</p>"


@pytest.mark.parametrize(
    ("styles", "attributes"),
    [
        ("", "hidden style='display:block'"),
        (".pre{display:none} .pre{display:block}", "class=pre"),
        (".pre{display:none} @media (min-width:600px){.pre{display:block}}", "class=pre"),
        ("@media print{.pre{display:none}}", "class=pre"),
        ("@media (max-width:600px){.pre{display:none}}", "class=pre"),
        (".mobile .pre{display:none}", "class=pre"),
        (".pre:empty{display:none}", "class=pre"),
        (".pre{display:none}", "class=pre style='display:block'"),
        ("/* .pre{display:none} */", "class=pre"),
    ],
)
def test_words_that_are_shown_on_a_wide_screen_stay(styles, attributes):
    page = f"<style>{styles}</style><div {attributes}>Words</div><p>Real words.</p>"

    assert without_hidden(page) == page
