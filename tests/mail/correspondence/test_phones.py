# ruff: noqa: RUF001 - letters of many languages look like Latin ones
"""How phones and programs sign, folded; and sentences that only sound like it, shown."""

import pytest

from mail.quoting.quotes import trim_text

OWN = "Own words here.\n\nA second paragraph."
LINES = """
Sent from my iPhone
Sent from my iPhone 15 Pro Max using a thumb
Sent from Yahoo Mail on Android
Sent from my Verizon, Samsung Galaxy smartphone
Sent via the Samsung Galaxy S23 Ultra 5G, an AT&T 5G smartphone
Sent with Proton Mail secure email.
Sent from Canary (https://canarymail.io)
Get BlueMail for Android
Sent from Mail<https://go.microsoft.com/fwlink/?LinkId=550986> for Windows
Get Outlook for iOS<https://aka.ms/o0ukef>
Von meinem iPhone gesendet
Von meinem Samsung Gerät gesendet.
Diese Nachricht wurde von meinem Android-Mobiltelefon mit WEB.DE Mail gesendet.
Gesendet von Mail für Windows
Holen Sie sich Outlook für iOS<https://aka.ms/o0ukef>
Mit Proton Mail sicherer E-Mail gesendet.
Envoyé à partir de Outlook pour iOS
Envoyé depuis mon mobile Orange
Obtenez Outlook pour iOS<https://aka.ms/o0ukef>
Provenance : Courrier pour Windows
Enviado desde mi smartphone Samsung Galaxy.
Obtener Outlook para Android<https://aka.ms/AAb9ysg>
Inviato da Libero Mail per Android
Scarica Outlook per iOS<https://aka.ms/o0ukef>
Enviado do Email para Windows
Obter o Outlook para iOS<https://aka.ms/o0ukef>
Verzonden vanuit Outlook voor iOS
Outlook voor iOS downloaden<https://aka.ms/o0ukef>
Wysłane z iPhone’a
Pobierz program Outlook dla systemu iOS<https://aka.ms/o0ukef>
Skickat från E-post för Windows
Hämta Outlook för iOS<https://aka.ms/o0ukef>
Last ned Outlook for iOS<https://aka.ms/o0ukef>
Sendt fra Mail til Windows
Lähetetty Outlook for Androidista
Odesláno z mého iPhonu
Získat Outlook pro iOS<https://aka.ms/o0ukef>
Az Outlook iOS letöltése<https://aka.ms/o0ukef>
Elküldve Androidos telefonról
Trimis din Outlook pentru iOS
Descărcați Outlook pentru iOS<https://aka.ms/o0ukef>
Отправлено из мобильной Яндекс Почты
Скачайте Outlook для Android<https://aka.ms/AAb9ysg>
Надіслано з Outlook для Android
Λήψη του Outlook για iOS<https://aka.ms/o0ukef>
iOS için Outlook'tan gönderildi
Android için Outlook’u edinin<https://aka.ms/AAb9ysg>
Yahoo!メール アプリから送信
Outlook for iOS を入手<https://aka.ms/o0ukef>
发自我的小米
来自我的华为手机
获取 Outlook for iOS<https://aka.ms/o0ukef>
從我的 iPhone 傳送
寄件自 Outlook for Android
삼성 Galaxy 스마트폰에서 보냈습니다.
iOS용 Outlook 다운로드<https://aka.ms/o0ukef>
أُرسلت من الـ iPhone
الحصول على Outlook لـ iOS<https://aka.ms/o0ukef>
נשלח מ-Outlook עבור Android
Gửi từ iPhone của tôi
ส่งจาก iPhone ของฉัน
Saadetud minu iPhone'ist
Poslano iz mojega iPada
Poslano iz Pošte za Windows
Poslato sa mog iPhone-a
Изпратено от моя iPhone
मेरे Android से भेजा गया
আমার iPhone থেকে পাঠানো
Siunčiama iš „Outlook“, skirtos „Android“
Išsiųsta iš mano „iPhone“
Nosūtīts no mana iPhone
iPhone-dan göndərildi
Адпраўлена з iPhone
ارسال‌شده از iPhone من
Đã gửi từ iPhone của tôi
Enviat des del meu iPhone
Sent from Superhuman Android
从 HUAWEI 手机发送。
从我的 iPhone 发送
Yahoo Mail: Search, Organize, Conquer
Yahoo Mail: Buscar, organizar, conquistar
""".strip().split("\n")
SENTENCES = [
    "Sent from our hotel room with a bad mobile connection, so forgive me.\nCould you send the invoice?",
    "The parcel was\nsent from my office in Berlin by mail on Monday.",
    "Von meinem Mann habe ich das Telefon nicht bekommen, daher schreibe ich erst heute.",
    "Envoyé par mon mari, le code de la chambre est 1234.",
    "使用您的手机号码可以预订吗？",
    "Sent from my heart: it was lovely, and the outlook over the sea from the window is what we remember most.",
    "Should I get the Outlook invitation again, or does the one from Monday for room twelve still hold?",
]


@pytest.mark.parametrize("line", LINES)
def test_how_a_phone_or_program_signs_is_folded(line):
    for text in (f"{OWN}\n\n{line}\n", f"{OWN}\n\n-- \n{line}\n", f"{OWN}\n{line}\n\n"):
        trimmed = trim_text(text)

        assert trimmed.own == OWN
        assert line in trimmed.quoted


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_sounds_like_it_is_shown(sentence):
    assert trim_text(f"{OWN}\n\n{sentence}\n").own == f"{OWN}\n\n{sentence}"
