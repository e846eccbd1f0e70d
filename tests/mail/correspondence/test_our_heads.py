"""History in languages that no table has is known by the desk's own address in its head."""

import pytest

from mail.reader.letters import read_letter

HISTORY = "What the desk had written."
BLOCKS = {
    "ca": ("De", "Enviat el", "Per a", "Assumpte"),
    "hi": ("प्रेषक", "भेजा गया", "सेवा में", "विषय"),
    "fa": ("از", "ارسال شده", "به", "موضوع"),
    "az": ("Kimdən", "Göndərildi", "Kimə", "Mövzu"),
    "kk": ("Жіберуші", "Жіберілді", "Алушы", "Тақырып"),
    "ka": ("გამგზავნი", "გაგზავნილია", "მიმღები", "თემა"),
    "hy": ("Ումից", "Ուղարկվել է", "Ում", "Թեմա"),
    "cy": ("Oddi wrth", "Anfonwyd", "At", "Pwnc"),
    "a language that no table has": ("Xubo", "Xubod le", "Xubal", "Xubim"),
    "labels in bold": ("*Fran*", "*Xubod*", "*Xubal*", "*Xubim*"),
    "wide labels": ("发件人", "日　期", "收件人", "主　题"),
}


def own_words_of(body: str, subject: str = "About our stay") -> str:
    head = f"From: Ida Holm <ida@holm.example>\nTo: Hotel Desk <desk@seaside.example>\nSubject: {subject}\n"
    return read_letter(f'{head}Content-Type: text/plain; charset="utf-8"\n\n{body}\n'.encode()).text


@pytest.mark.parametrize("subject", ["Re: Booking", "Booking"])
@pytest.mark.parametrize("language", BLOCKS)
def test_a_block_that_names_the_desk_as_the_writer_is_history(language, subject):
    of, sent, to, about = BLOCKS[language]
    block = f"{of}: Hotel Desk <desk@seaside.example>\n{sent}: 3 2026, 09:58\n{to}: Ida <ida@holm.example>\n{about}: Booking"

    assert own_words_of(f"Fine.\n\n{block}\n\n{HISTORY}", subject) == "Fine."


def test_a_list_that_names_the_desk_without_a_moment_is_shown():
    body = "Our contacts:\n\nHotel: desk@seaside.example\nTaxi: 040 5550\nDoctor: Dr. Moe\n\nDo you need more?"

    assert own_words_of(body, "Re: Booking").endswith("Do you need more?")


@pytest.mark.parametrize(
    "attribution",
    [
        "3/3/2026 9:58, Hotel Desk <desk@seaside.example> xubodra:",
        "Hotel Desk <desk@seaside.example> (3 2026, 09:58):",
        "Ri 3/3/2026 9:58, Hotel Desk\n<desk@seaside.example> xutzi:",
    ],
)
def test_an_attribution_of_the_desk_is_known_in_any_language(attribution):
    assert own_words_of(f"Fine.\n\n{attribution}\n\n{HISTORY}") == "Fine."
    assert own_words_of(f"Fine.\n\n{attribution}\n> {HISTORY}") == "Fine."


@pytest.mark.parametrize(
    "head",
    [
        ">>> Hotel Desk <desk@seaside.example> 3/3/2026 9:58 AM >>>",
        ">>> Hotel Desk 03.03.26 9:58 >>>",
        '----\n\nMessage du : 03/03/2026 09:58\nDe : "Hotel" <desk@seaside.example>\nA : ida@holm.example\nSujet : Séjour',
        "On Mar 3, 2026,\nat 09:58,\nHotel Desk <desk@seaside.example> wrote:",
        "On Tue, Mar 3, 2026 at 9:58 AM Hotel Desk\n\n<\nmailto:Hotel Desk <desk@seaside.example>\n> wrote:",
        "## Antwoord boven deze lijn ##",
        "-- Bitte oberhalb dieser Linie antworten --",
        "--- Svara ovanför denna linje ---",
    ],
)
def test_heads_that_programs_write_oddly_begin_history(head):
    assert own_words_of(f"Fine.\n\n{head}\n\n{HISTORY}", "Re: Booking") == "Fine."


def test_words_that_share_a_line_with_the_attribution_are_shown():
    assert (
        own_words_of("Thanks\nsee you--- On Tue, Mar 3, 2026 at 9:58 AM, desk@seaside.example wrote:\n> Hi")
        == "Thanks\nsee you"
    )


def test_an_attribution_that_the_quoted_text_follows_on_its_line_begins_history():
    line = f"  On Tue, Mar 3, 2026 at 9:58 AM, Hotel Desk<desk@seaside.example> wrote:   {HISTORY} {HISTORY}"

    assert own_words_of(f"Fine.\n\n{line}", "Re: Booking") == "Fine."


def test_a_quoted_line_that_was_broken_before_its_question_mark_is_no_answer():
    quoted = "> could you tell us when your train arrives and whether you need a lift to the h\nouse at the lake?"

    own = own_words_of(f"At ten.\n\nOn 3 March 2026, desk@seaside.example wrote:\n> Dear Ida,\n{quoted}\n> Bye")

    assert own == "At ten."


def test_a_short_question_between_quotes_is_an_answer():
    own = own_words_of(
        "On 3 March 2026, desk@seaside.example wrote:\n> Are you coming on the twelfth of May, or rather the week after that?\nmay we decide later?\n> And how?\nby car"
    )

    assert "may we decide later?" in own
    assert "by car" in own


@pytest.mark.parametrize(
    "mark",
    [
        '<div class="moz-signature">{}</div>',
        '<div class="gmail_signature" data-smartmail="gmail_signature">{}</div>',
        '<div id="Signature">{}</div>',
        '<div id="x_Signature">{}</div>',
        '<div name="messageSignatureSection">{}</div>',
        '<div class="ydp1a2b3csignature">{}</div>',
        '<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">{}</div>',
        '<div class="protonmail_signature_block">{}</div>',
    ],
)
def test_a_signature_that_the_client_marked_is_folded(mark):
    signature = mark.format("Ida Holm<br>Head of everything<br>Holm Ltd")
    for quote in (
        "",
        '<blockquote type="cite">On 3 March 2026 Hotel Desk &lt;desk@seaside.example&gt; wrote: hello</blockquote>',
    ):
        raw = f"From: ida@holm.example\nTo: desk@seaside.example\nSubject: Re: x\nContent-Type: text/html\n\n<p>Send us the bill.</p>{signature}{quote}\n"

        read = read_letter(raw.encode())

        assert read.text == "Send us the bill."
        assert "Head of everything" in read.quoted
        assert "Head of everything" not in (read.html_own or "")


def test_a_question_typed_into_the_signature_box_is_shown():
    raw = 'From: ida@holm.example\nTo: d@s.example\nContent-Type: text/html\n\n<p>Hello</p><div class="gmail_signature">When is breakfast?<br>Ida</div>\n'

    assert "When is breakfast?" in read_letter(raw.encode()).text
