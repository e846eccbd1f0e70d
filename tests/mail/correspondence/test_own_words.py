# ruff: noqa: RUF001 - each letter stands as it comes; letters of many languages look like Latin ones
"""What looks like history, a header block or a signature and is what a person wrote: every word of it is shown."""

import pytest

from mail.quoting.quotes import trim_text

LETTERS = {
    "on monday wrote": "Hello,\n\nOn Monday, 2 March 2026 your colleague Anna wrote:\n\nthe room is free and breakfast is included\n\nBut now it is not. Why?\n\nHelena",
    "am schrieb": "Guten Tag,\n\nam 12.03.2026 um 10:30 Uhr schrieb ich Ihnen:\n\nBitte stornieren Sie das zweite Zimmer.\n\nLeider kam keine Antwort.\n\nHelena",
    "le j'ai écrit": "Bonjour,\n\nLe 12 mars 2026 à 10:30, j'ai écrit :\n\nMerci d'annuler la deuxième chambre.\n\nPas de réponse.\n\nHélène",
    "el escribí": "Hola:\n\nEl 12 de marzo de 2026 me escribió su compañera:\n\nLa habitación está libre.\n\nPero no es así.",
    "travel list": "Hello,\n\nFrom: Hamburg\nTo: Lisbon\nDate: 3 March 2026\nPersons: 2\n\nPlease confirm.",
    "travel list after": "Please book for us:\n\nFrom: Hamburg\nTo: Lisbon\nDate: 3 March 2026\nSubject to availability: yes\n\nThanks, Helena",
    "von bis": "Bitte buchen:\n\nVon: 03.03.2026\nBis: 05.03.2026\nAn: Hotel Aurora\n\nDanke",
    "form": "Name: Helena\nFrom: Hamburg, 3 March 14:30\nDate: 5 March\nTo: Aurora\n\nPlease answer soon",
    "sent from hotel": "Hello,\n\nwe are back home.\n\nSent from our hotel room with a bad mobile connection, so forgive me.\nCould you send the invoice?",
    "sent from last": "The parcel was\nsent from my office in Berlin by mail on Monday.",
    "gesendet": "Die Rechnung haben Sie\ngesendet von einer anderen Mail an mein Telefon.\nWarum?",
    "dash list": "We need:\n\n--\nroom with bath\n--\nroom with balcony\n\nThank you, we look forward very much to the stay with you, it was so lovely last year when we came with the whole family and everybody was happy",
    "arrow": "Choose Menu\n> Settings\n> Bookings\nand it fails",
    "bigger than": "My budget is\n> 200 euro is too much\nso please propose another",
    "python": "I tried:\n\n>>> print(1)\n1\n\nIt fails",
    "rule in the middle": "First question: is breakfast included?\n\n_______________\n\nSecond question: is there parking?\n\nThanks",
    "rule equals": "Hotel A\n=======================================\nNice rooms\n\nHotel B\n=======================================\nNo",
    "original message word": "My original message was not answered.\n\nOriginal message\n\nI asked for a cot.",
    "unsubscribe": "Please unsubscribe me from the mailing list.\n\nI asked twice.\n\nHelena",
    "table": "| Room | Price |\n|------|-------|\n| 12 | 80 |\n| 14 | 90 |\n\nWhich one?",
    "colon end": "Our plan for 3 March 2026 is as follows:\n\nArrive at ten\nEat\nSleep",
    "address colon": "Please write to helena@guest.example on 3.3.2026 at 10:30:\n\nThe number of the room\nThe price",
    "quote law": "The law says:\n\n> No guest shall be turned away\n\nSo you must keep the room.",
    "re in body": "Hello\n\nRe: invoice 12\nDate: 3.3.2026 10:30\nFrom: Aurora\n\nplease correct it",
    "subject list": "Subject: Wedding\nDate: 3 March 2026 10:30\nFrom: 14:00\nTo: 22:00\n\nPlease reserve the hall",
    "ja wrote": "先日、田中様より次のメールをいただきました。\n\n2026年3月3日に以下のように書きました:\n\n部屋を予約したいです。\n\nよろしくお願いします。",
    "zh wrote": "您好，\n\n我在2026年3月3日写道：\n\n请取消第二个房间。\n\n没有收到回复。",
    "ru wrote": "Здравствуйте,\n\n3 марта 2026 г. в 10:30 я вам писал:\n\nпрошу отменить второй номер.\n\nОтвета нет.",
    "it wrote": "Buongiorno,\n\nil 3 marzo 2026 la vostra collega ha scritto:\n\nla camera è libera.\n\nMa non è così.",
    "nl schreef": "Goedemiddag,\n\nOp 3 maart 2026 schreef uw collega Anna:\n\nde kamer is vrij.\n\nMaar dat klopt niet.",
    "pl pisał": "Dzień dobry,\n\nDnia 3 marca 2026 Państwa koleżanka napisała:\n\npokój jest wolny.\n\nAle tak nie jest.",
    "forward with comment below": "---------- Forwarded message ----------\nFrom: A <a@b.example>\nDate: 3 Mar 2026\nSubject: x\nTo: c@d.example\n\nthe forwarded words\n\nMy comment below.",
    "two quotes": "> first thing asked\n\nAnswer one.\n\n> second thing asked\n\nAnswer two.\n",
    "answers in the middle outlook": "See my answers in red below.\n\nFrom: Aurora <desk@aurora.example>\nSent: 3 March 2026 09:58\nTo: h\nSubject: x\n\nWhich room? ROOM TWELVE PLEASE\n",
    "sent from me": "Sent from my heart: thank you for the lovely stay at your hotel, Outlook was wonderful over the sea from the phone box.",
    "von meinem": "Von meinem Mann habe ich das Telefon nicht bekommen, daher schreibe ich erst heute.",
    "envoye": "Envoyé de mon mari par téléphone, le code est 1234",
    "using": "使用您的手机号码可以预订吗？",
    "signature words": "Bitte löschen Sie die Signatur\n__________\n\nHelena",
    "numbers": "1) yes\n2) no\n3) 2026-03-03 10:30:\n\nthe third is the date",
    "hi all": "Hi all:\n\nHe wrote:\n\nI come at ten.\n\nAnd he did not.",
    "mon": "Mon, 3 Mar 2026 10:30 Anna <anna@x.example>:\n\nthat is whom I spoke to, she promised a refund",
    "email list": "Please invite:\n\nAnna <anna@x.example>\nBoris <boris@x.example>\n\non 3.3.2026 at 10:30",
    "contact": "You can reach us here:\nTel: 040 5550\nE-Mail: h@guest.example\nFrom: 10:00\nTo: 12:00\n\nThanks",
    "short break": "Hello\n\n--\n\nWe arrive on Monday at ten, and the dog comes too?\n\nThanks",
    "quote alone": "> I think we should go\n> to the beach\n",
    "begin": "begin 644 is a mode of files that I like.\nend\n",
    "wrote to you": "Hello\n\nOn 3.2.2026 at 10:30 I wrote to desk@aurora.example:\n\nplease send the invoice\n\nNothing came.",
    "wrote to somebody": "Hello\n\nOn 3 March 2026 I wrote to your colleague (anna@aurora.example):\n\nplease cancel it\n\nNothing came.",
    "postscript below dashes": "Yes.\n\n--\nHelena\n\nP.S. We bring the dog. Is that fine?",
    "postscript in russian": "Да.\n\n-- \nЕлена\n\nP.S. Мы с собакой.",
    "times of a day": "Opening hours that I found:\n\nFrom: 10:00\nTo: 12:00\nDate: 3 March\n\nAre they right?",
}  # fmt: skip


@pytest.mark.parametrize("name", LETTERS)
def test_s62_every_word_is_shown(name):
    own = trim_text(LETTERS[name]).own

    assert [line for line in LETTERS[name].split("\n") if any(map(str.isalnum, line)) and line.strip() not in own] == []


def test_what_stands_below_a_quote_is_shown_and_the_quote_is_folded():
    own = trim_text(
        "Hello\n\nOn 3 Mar 2026, at 09:58, Aurora <desk@aurora.example> wrote:\n> Which room?\n\nRoom 12 please!\n\nHelena"
    ).own

    assert own.split() == ["Hello", "Room", "12", "please!", "Helena"]


@pytest.mark.parametrize("dashes", ["-- ", "--", "—"])
def test_a_signature_under_dashes_is_folded(dashes):
    trimmed = trim_text(f"Yes, please.\n\nRegards\n{dashes}\nHelena Brandt\nGuest GmbH\n+49 40 5550\nwww.guest.example")

    assert trimmed.own == "Yes, please.\n\nRegards"
    assert "5550" in trimmed.quoted
