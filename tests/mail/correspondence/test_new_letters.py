"""A new letter is shown whole: what it quotes, its writer wants to be read. What the desk wrote is history all the same."""

import pytest

from mail.reader.letters import read_letter

DESK = "Hotel Desk <desk@seaside.example>"


def letter(subject: str, body: str, kind: str = "plain", more: str = ""):
    head = f"From: Ida Holm <ida@holm.example>\nTo: {DESK}\nSubject: {subject}\n{more}"
    return read_letter(f'{head}Content-Type: text/{kind}; charset="utf-8"\n\n{body}\n'.encode())


FORM = """Nouvelle demande de votre site :

De : Paul Morel <paul@morel.example>
Date : 03/03/2026 09:58
Objet : Chambre

Avez-vous un lit bébé ?"""
AIRLINE = """Hello, the airline wrote this:

On 2 March 2026 at 15:00 North Air <info@north.example> wrote:

Flight 12 is cancelled. The next one lands at 23:55.

Can we still check in then?"""
AGENCY = """Zur Info.

Von: Reisen Süd <info@sued.example>
Gesendet: Montag, 2. März 2026 15:00
An: Ida Holm <ida@holm.example>
Betreff: Flugplan

Landung um 21:40 Uhr."""
PASSAGE = "Please apply this offer of yours:\n\n> Code MAY26: third night free."


@pytest.mark.parametrize(
    ("subject", "body", "last_words"),
    [
        ("Demande", FORM, "lit bébé"),
        ("Late arrival", AIRLINE, "Can we still check in"),
        ("Flugplan", AGENCY, "Landung um 21:40"),
        ("Offer", PASSAGE, "MAY26"),
    ],
)
def test_what_a_new_letter_quotes_is_shown(subject, body, last_words):
    assert last_words in letter(subject, body).text


def test_a_passage_that_a_page_quotes_at_its_end_is_shown_in_a_new_letter():
    page = '<p>Please apply this:</p><blockquote class="gmail_quote">Code MAY26: third night free.</blockquote>'

    read = letter("Offer", page, "html")

    assert "MAY26" in read.text
    assert read.html_own is None


@pytest.mark.parametrize("tag", ["[EXTERN] ", "[#1042] ", "***SPAM*** ", "EXTERNAL: ", "[EXT] [#7] ", "(External) "])
@pytest.mark.parametrize("prefix", ["WG", "Fwd", "TR", "RV", "PD"])
def test_a_forward_is_known_behind_the_tags_of_gateways(tag, prefix):
    assert "Landung um 21:40" in letter(f"{tag}{prefix}: Flugplan", AGENCY).text


@pytest.mark.parametrize("subject", ["AW: Buchung", "[EXTERN] AW: Buchung", "Sv: [#12] Booking", "Re[2]: Booking"])
def test_the_same_is_history_in_a_reply(subject):
    assert "Landung um 21:40" not in letter(subject, AGENCY).text


def test_a_reply_by_its_headers_alone_brings_history():
    assert "Landung" not in letter("Flugplan", AGENCY, more="In-Reply-To: <1@seaside.example>\n").text


def test_a_reply_that_points_to_the_mail_of_somebody_else_is_shown_with_it():
    body = AGENCY.replace("Zur Info.", "Bitte siehe unten, was das Reisebüro schreibt.")

    assert "Landung um 21:40" in letter("AW: Buchung", body).text


def test_what_the_desk_wrote_is_history_in_a_new_letter_too():
    body = (
        "Room 12 is fine.\n\nOn 2 March 2026 at 15:00 Hotel Desk <desk+t12.abc@seaside.example> wrote:\n\n> Is 12 fine?"
    )

    assert letter("About our stay", body).text == "Room 12 is fine."


def test_an_earlier_letter_of_ones_own_is_shown():
    body = (
        "I wrote this last week and heard nothing:\n\nFrom: Ida Holm <ida@holm.example>\nSent: Monday, 2 March 2026 15:00\n"
        "To: desk@seaside.example\nSubject: Cot\n\nDo you have a cot?"
    )

    assert "Do you have a cot?" in letter("Cot", body).text
