# ruff: noqa: RUF001 - letters of many languages look like Latin ones
"""Bytes become the text they were, by a right label and by looks alone."""

import pytest

from mail.reading.charsets import codec_named, decode_text

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
