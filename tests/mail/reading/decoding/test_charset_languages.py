# ruff: noqa: RUF001 - letters of many languages look like Latin ones
"""Bytes under a right, a false or no label: a right label is kept, and the language tells code pages apart."""

import pytest
from babel import Locale

from mail.reading.decoding.charsets import decode_text

CENTRAL = {
    "pl": ("Dzień dobry, czy możemy zmienić rezerwację? Dziękuję i pozdrawiam, Łucja Żak", ("cp1250", "iso8859-2")),
    "cs": ("Dobrý den, prosím o pozdější příjezd. Děkuji, Jiří Dvořák", ("cp1250", "iso8859-2")),
    "sk": ("Dobrý deň, prídeme neskoro večer, ďakujeme. Ľuboš Kováč", ("cp1250", "iso8859-2")),
    "hu": ("Jó napot, később érkezünk, köszönöm. Üdvözlettel, Győző Szűcs", ("cp1250", "iso8859-2")),
    "ro": ("Bună ziua, vă rog să ne aşteptaţi, ajungem târziu. Mulţumesc", ("cp1250", "iso8859-2")),
    "hr": ("Dobar dan, molim kasniju prijavu, hvala. Željko Đurić", ("cp1250", "iso8859-2")),
    "tr": ("Merhaba, geç geleceğiz, lütfen anahtarı bırakın. Teşekkürler, Ayşe Işık", ("cp1254", "iso8859-9")),
    "lv": ("Labdien, mēs ieradīsimies vēlu, lūdzu, pagaidiet. Paldies, Jānis", ("cp1257", "iso8859-13")),
    "lt": ("Laba diena, atvyksime vėlai, ačiū už supratimą. Žydrūnas", ("cp1257", "iso8859-13")),
    "et": ("Tere, jõuame hilja, palun oodake. Aitäh, Žanna Šmidt", ("cp1257", "iso8859-13")),
}
WRITTEN_IN = [(text, codec) for text, codecs in CENTRAL.values() for codec in codecs]


@pytest.mark.parametrize(("text", "codec"), WRITTEN_IN)
@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "", "us-ascii"])
def test_bytes_that_are_called_western_or_nothing_are_read_in_their_own_language(text, codec, label):
    assert decode_text(text.encode(codec), label) == text


WESTERN = [
    "Probe ÄÖÜ äöü ß €€",
    "ÄÖÜ",
    "Grüße aus Köln, Straße 5, größer als 10 m²",
    "Ça coûte 5 €, où êtes-vous ? Noël à la plage",
    "¿Cuándo llegáis? ¡Señor Núñez, mañana!",
    "Não há pão, três irmãs à mesa, você é ótimo",
    "Blåbærsyltetøj på rejsen til Ærø",
    "Sängyt ovat täällä, kiitos, näkemiin",
    "Þýðing á íslensku, góðan daginn, ég er hér",
    "Müller, Ångström, Señora Núñez und Zoë",
    "Menu ········ 12\nSauna ···················· 60",
    "Le «matin» ou la »Nacht« ? Você viu o bebê, porquê?",
    "Gildear Aintillí na hÍsiltíre",
    "Grønhøvdaoyggjar, miðatlasfjøll",
    "Costs £5 each, ©2026 by us",
    "Tel. ±5 °C · § 7 · © 2026",
    "Äà",
    "é",
]


@pytest.mark.parametrize("text", WESTERN)
@pytest.mark.parametrize("label", ["iso-8859-15", "windows-1252"])
def test_a_right_western_label_is_never_overruled(text, label):
    data = text.encode("cp1252" if "1252" in label else label, "replace")

    assert decode_text(data, label) == data.decode("cp1252" if "1252" in label else label)


@pytest.mark.parametrize(("text", "codec"), WRITTEN_IN)
def test_a_right_label_of_another_code_page_is_never_overruled(text, codec):
    assert decode_text(text.encode(codec), codec) == text


def test_a_few_letters_without_a_label_are_western():
    assert decode_text("- ÄÖÜ".encode("cp1252")) == "- ÄÖÜ"


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        ("我們晚上十點到達，謝謝您的幫助", "big5", "gb2312"),
        ("我们晚上十点到达，谢谢您的帮助", "gbk", "big5"),
        ("私たちは夜十時に到着します。よろしくお願いします", "euc_jp", "shift_jis"),
    ],
)
def test_east_asian_bytes_under_the_label_of_another_set_are_read(text, codec, label):
    assert decode_text(text.encode(codec), label) == text


@pytest.mark.parametrize(
    ("text", "codec"),
    [("找尋", "big5"), ("อนุญาต", "cp874"), ("да", "cp1251"), ("ναι", "cp1253"), ("你好", "gbk"), ("네", "euc_kr")],
)
def test_a_word_or_two_under_a_right_label_are_read_by_it(text, codec):
    assert decode_text(text.encode(codec), codec) == text


def test_russian_called_western_is_still_read_as_russian():
    text = "Добрый день, мы приедем поздно вечером"

    assert decode_text(text.encode("cp1251"), "iso-8859-1") == text
    assert decode_text(text.encode("koi8-r"), "iso-8859-1") == text


def test_ukrainian_without_a_label_keeps_its_own_letters():
    text = "Добрий день, ми приїдемо пізно ввечері, є питання"

    assert decode_text(text.encode("koi8-u")) == text


SHORT = [
    "Proszę o fakturę.",
    "Dziękuję.",
    "Czy jest wolny pokój?",
    "Potwierdzam rezerwację",
    "Gdzie jest mój bagaż?",
    "Źle się czuję",
    "Dobrý deň, ďakujem za rýchlu odpoveď.",
    "Chcel by som si rezervovať izbu na päť nocí.",
    "Môžete mi poslať účet?",
    "Molim račun.",
    "Děkuji za rychlou odpověď.",
    "Kérem a számlát.",
]


@pytest.mark.parametrize("text", SHORT)
@pytest.mark.parametrize("codec", ["cp1250", "iso8859-2"])
@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "", "us-ascii", "iso-8859-2", "windows-1250"])
def test_a_short_sentence_is_read_in_its_own_language(text, codec, label):
    if label not in {"iso-8859-2", "windows-1250"} or codec.endswith(label[-3:].strip("-")):
        assert decode_text(text.encode(codec), label) == text


ARABIC = [
    "مرحبا، أريد حجز غرفة لليلتين",
    "أرجو إرسال الفاتورة، شكرا جزيلا",
    "متى يمكننا الوصول؟",
    "السلام عليكم ورحمة الله وبركاته",
]


@pytest.mark.parametrize("text", ARABIC)
@pytest.mark.parametrize(
    "label", ["", "iso-8859-1", "windows-1256", "iso-8859-6", "iso-8859-8", "windows-1251", "utf-8"]
)
def test_arabic_in_iso_8859_6_is_read_under_any_label(text, label):
    assert decode_text(text.encode("iso8859-6"), label) == text


@pytest.mark.parametrize("text", ["شكرا لكم", "شكرا", "مرحبا"])
@pytest.mark.parametrize("codec", ["iso8859-6", "cp1256"])
def test_a_word_or_two_of_arabic_without_a_label_are_read(text, codec):
    assert decode_text(text.encode(codec)) == text


@pytest.mark.parametrize("text", ARABIC)
@pytest.mark.parametrize("label", ["", "iso-8859-1", "windows-1256", "utf-8"])
def test_arabic_in_windows_1256_is_still_read(text, label):
    assert decode_text(text.encode("cp1256"), label) == text


@pytest.mark.parametrize("text", ["Réservation: فندق باريس", "café قهوة", "نرجو حجز غرفة لدى Hôtel الشرق"])
def test_french_words_in_arabic_under_a_right_label_stay(text):
    assert decode_text(text.encode("cp1256"), "windows-1256") == text


@pytest.mark.parametrize(
    "text",
    [
        "안녕하세요, 예약 확인 부탁드립니다.",
        "감사합니다",
        "오늘 밤 늦게 도착합니다. 열쇠를 맡겨 주세요.",
        "영수증을 보내 주세요",
    ],
)
@pytest.mark.parametrize("label", ["gb2312", "gbk", "big5", "euc-kr", "ks_c_5601-1987", ""])
def test_korean_is_read_under_a_chinese_label(text, label):
    assert decode_text(text.encode("euc_kr"), label) == text


@pytest.mark.parametrize(
    ("language", "codec"),
    [
        ("zh", "gbk"),
        ("zh_Hant", "big5"),
        ("ja", "euc_jp"),
        ("ar", "cp1256"),
        ("ru", "cp1251"),
        ("pt", "cp1252"),
        ("fr", "cp1252"),
        ("is", "cp1252"),
    ],
)
def test_names_of_countries_under_a_right_label_are_never_overruled(language, codec):
    names = [
        name
        for name in Locale.parse(language).territories.values()
        if name.encode(codec, "replace").decode(codec) == name
    ]

    assert [name for name in names if decode_text(name.encode(codec), codec) != name] == []
