# ruff: noqa: RUF001 - letters of many languages look like Latin ones
"""Bytes become the text they were, by a right label and by looks alone."""

import pytest

from mail.reading.decoding.charsets import codec_named, decode_text

SENTENCES = {
    "cp1252": [
        "Où est mon colis ? Réponse demandée, s'il vous plaît.",
        "Die Größe ist für Übergrößen zu groß, möchte ändern.",
        "¿Dónde está mi pedido? Mañana salgo de viaje.",
        "Não recebi a fatura, por favor verifiquem a situação.",
        "Må få svar på spørsmålet. Hilsen Søren",
        "“Quoted” – it’s 5 €…",
    ],
    "cp1251": [
        "Здравствуйте, мой заказ ещё не пришёл.",
        "Привіт, де моє замовлення? Дякую",
        "Здравейте, къде е поръчката ми?",
        "СРОЧНО! ГДЕ МОЙ ЗАКАЗ",
    ],
    "koi8-r": ["Здравствуйте, мой заказ ещё не пришёл.", "Где мой заказ?", "СРОЧНО ГДЕ МОЙ ЗАКАЗ"],
    "cp1250": ["Příliš žluťoučký kůň úpěl ďábelské ódy", "Zażółć gęślą jaźń, proszę o odpowiedź"],
    "iso8859-2": ["Zażółć gęślą jaźń, proszę o odpowiedź", "Příliš žluťoučký kůň"],
    "cp1253": ["Καλημέρα, πού είναι η παραγγελία μου;", "Ευχαριστώ πολύ"],
    "iso8859-7": ["Καλημέρα, πού είναι η παραγγελία μου;"],
    "cp1254": ["Siparişim nerede? Lütfen cevap verin, teşekkürler. Işık ğ"],
    "cp1255": ["שלום, ההזמנה שלי לא הגיעה"],
    "cp1256": ["مرحبا، أين طلبي؟ شكرا لكم"],
    "cp874": ["สวัสดีครับ สินค้ายังไม่มาถึงครับ"],
    "cp932": ["ご担当者様、お世話になっております。", "ありがとうございます。", "株式会社サンプルの田中です"],
    "euc_jp": ["ご担当者様、お世話になっております。", "注文の件です"],
    "iso2022_jp": ["ご担当者様、お世話になっております。"],
    "gb18030": ["您好，请问我的订单什么时候发货？谢谢", "发票"],
    "big5": ["您好，請問我的訂單什麼時候會到？", "發票問題"],
    "cp949": ["안녕하세요 주문이 도착하지 않았습니다", "감사합니다"],
    "cp866": ["Здравствуйте, мой заказ ещё не пришёл."],
}
PAIRS = [(codec, sentence) for codec, sentences in SENTENCES.items() for sentence in sentences]


@pytest.mark.parametrize(("codec", "sentence"), PAIRS)
def test_a_right_label_is_followed(codec, sentence):
    assert decode_text(sentence.encode(codec), codec) == sentence


# Labels that mail uses and Python does not know, and what is meant by them.
ODD_LABELS = {
    "cp1252": ("x-cp1252", "windows1252", "windows-cp1252", "x-ansi", "iso-8859-1-windows-3.1-latin-1"),
    "cp1251": ("win-1251", "windows1251", "cp-1251", "x-cp1251"),
    "cp1255": ("iso-8859-8-i", "iso_8859-8-i", "csISO88598I", "x-mac-hebrew"),
    "iso8859-6": ("iso-8859-6-e", "csISO88596I"),
    "cp1257": ("baltic", "x-cp1257", "windows-1257"),
    "cp874": ("windows-874", "x-windows-874", "dos-874", "x-mac-thai"),
    "cp866": ("dos-866", "ibm866"),
    "cp949": ("windows-949", "x-windows-949"),
    "cp932": ("windows-932", "x-ms-cp932", "x-sjis"),
    "euc_jp": ("x-euc-jp", "x-eucjp", "cp51932"),
    "gb18030": ("windows-936", "x-gbk", "x-euc-cn", "x-mac-chinesesimp"),
    "big5hkscs": ("x-x-big5", "cn-big5", "x-windows-950"),
    "hz": ("hz-gb-2312",),
    "johab": ("x-johab",),
    "mac_latin2": ("x-mac-ce", "x-mac-centraleurroman"),
    "mac_cyrillic": ("x-mac-cyrillic", "x-mac-ukrainian"),
    "mac_greek": ("x-mac-greek",),
    "mac_turkish": ("x-mac-turkish",),
    "mac_iceland": ("x-mac-icelandic",),
    "mac_roman": ("x-macroman", "macintosh", "mac"),
    "koi8-r": ("koi8r", "x-koi8-r"),
}
SAID_IN = {
    "cp1252": "Où est ma réponse ?",
    "cp1251": "Где мой заказ?",
    "cp1255": "שלום, איפה ההזמנה",
    "iso8859-6": "مرحبا، أين طلبي؟",
    "cp1257": "Labdien, kur ir mans pasūtījums? Ačiū, žinokite",
    "cp874": "สวัสดีครับ",
    "cp866": "Где мой заказ?",
    "cp949": "감사합니다, 도착하지 않았습니다",
    "cp932": "お世話になっております。",
    "euc_jp": "お世話になっております。",
    "gb18030": "您好，请问我的订单什么时候发货？",
    "big5hkscs": "您好，請問我的訂單什麼時候會到？",
    "hz": "您好，请问我的订单",
    "johab": "감사합니다",
    "mac_latin2": "Příliš žluťoučký kůň úpěl",
    "mac_cyrillic": "Здравствуйте, мой заказ",
    "mac_greek": "Καλημέρα, πού είναι",
    "mac_turkish": "Siparişim nerede? Işık ğ",
    "mac_iceland": "Góðan daginn, hvar er pöntunin",
    "mac_roman": "Où est ma réponse ?",
    "koi8-r": "Где мой заказ?",
}


@pytest.mark.parametrize(("codec", "label"), [(codec, one) for codec, some in ODD_LABELS.items() for one in some])
def test_a_label_that_only_mail_knows_is_followed(codec, label):
    assert decode_text(SAID_IN[codec].encode(codec), label) == SAID_IN[codec]


@pytest.mark.parametrize("label", ["", "x-unknown", "us-ascii", "utf-8"])
@pytest.mark.parametrize(("codec", "sentence"), PAIRS)
def test_without_a_right_label_the_bytes_are_read_by_their_looks(codec, sentence, label):
    assert decode_text(sentence.encode(codec), label) == sentence


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "koi8-r", "utf-8", "", "big5"])
def test_utf_8_is_known_under_any_label(label):
    assert decode_text("Grüße, мир, 世界".encode(), label) == "Grüße, мир, 世界"


@pytest.mark.parametrize("label", ["utf-7", "unicode-1-1-utf-7", "rot13", "idna", "hex", "zip", "", "a b", "../x"])
def test_what_is_no_charset_has_no_codec(label):
    assert codec_named(label) is None


def test_marks_of_byte_order_win_over_the_label():
    assert decode_text("Grüße".encode("utf-8-sig"), "iso-8859-1") == "Grüße"
    assert decode_text("Grüße".encode("utf-16"), "us-ascii") == "Grüße"
