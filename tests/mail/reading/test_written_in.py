# ruff: noqa: RUF001 - signs of many languages are meant
"""In which language a mail is written: told by its header or its own words, and only where that is sure."""

from email.message import EmailMessage

import pytest

from mail.reader.letters import read_letter

GERMAN = "Guten Tag,\n\nwir möchten gerne ein Doppelzimmer für zwei Nächte buchen. Ist das Frühstück dabei?\n"
ENGLISH = "Hello,\n\nwe would like to book a double room for two nights. Is breakfast included?\n\nThank you\n"


def read(text, **headers):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "helena@guest.example", "desk@aurora.example", "Room"
    message.set_content(text)
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return read_letter(message.as_bytes()).language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", ENGLISH),
        ("de", GERMAN),
        ("ro", "Bună ziua, aș dori să rezerv o cameră dublă pentru două nopți. Este micul dejun inclus? Mulțumesc"),
        ("ro", "Am nevoie de factura pentru cazarea din octombrie. Multumesc anticipat"),
        ("fr", "Bonjour, je voudrais réserver une chambre double pour deux nuits. Merci d'avance de votre réponse"),
        ("es", "Hola, quisiera reservar una habitación doble para dos noches. ¿Está incluido el desayuno? Gracias"),
        ("it", "Buongiorno, vorrei prenotare una camera doppia per due notti. La colazione è inclusa? Grazie"),
        ("pl", "Dzień dobry, chciałbym zarezerwować pokój dwuosobowy na dwie noce. Czy śniadanie jest wliczone?"),
        ("tr", "Merhaba, aralık ayında iki gece için çift kişilik bir oda ayırtmak istiyorum. Kahvaltı dahil mi?"),
        ("ar", "مرحبا، أود حجز غرفة مزدوجة لمدة ليلتين في ديسمبر. هل الإفطار مشمول؟ شكرا"),
        ("ja", "こんにちは。12月に二泊でダブルルームを予約したいのですが、朝食は含まれていますか。"),
        (
            "nl",
            "Goedendag, wij willen graag een tweepersoonskamer boeken voor twee nachten. Is het ontbijt inbegrepen?",
        ),
    ],
)
def test_words_of_a_language_tell_it(language, text):
    assert read(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Ok, thanks!",
        "Danke",
        "12345 #12",
        "Check-in 12.12.2026\nCheck-out 14.12.2026\n+44 20 7946 0018",
        "Hotel Kempinski Berlin\nCheck-in\nCheck-out\nJohn Smith",
        "https://www.hotel.example/zimmer/doppelzimmer/buchen?von=12&bis=14 helena.brandt@guest.example",
        "",
    ],
)
def test_too_few_words_tell_nothing(text):
    assert read(text) == ""


def test_what_is_quoted_below_does_not_count():
    quoted = "\n".join(f"> {line}" for line in (ENGLISH * 6).splitlines())

    assert (
        read(f"{GERMAN}\nOn Sun, 22 Nov 2026 at 10:12, Aurora Travel <desk@aurora.example> wrote:\n{quoted}\n") == "de"
    )


def test_mixed_words_are_of_the_language_that_most_of_them_are_of():
    assert read(f"{GERMAN}{GERMAN}Best regards, Front Office Manager\n") == "de"


def test_the_header_tells_where_the_words_do_not():
    assert read("Danke", Content_Language="de-AT, en") == "de-AT"
    assert read("Ok", Content_Language="en-US") == "en-US"
    assert read("Ok", Content_Language="<script>") == ""


def test_the_header_wins_but_for_the_english_that_every_program_begins_with():
    assert read(ENGLISH, Content_Language="fr") == "fr"
    assert read(GERMAN, Content_Language="en-US") == "de"
