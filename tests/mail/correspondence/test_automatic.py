# ruff: noqa: RUF001 - letters of many languages look like Latin ones
"""Out-of-office and other automatic answers by their subjects and headers; and subjects that only sound like one."""

import pytest

from mail.judging.thread_matching import decide
from mail.judging.verdict import Facts, Placement
from mail.letter.letter import Letter, LetterKind
from mail.reader.letters import read_letter

AUTOMATIC = """
Automatic reply: Your booking
Out of Office: Your booking
Out of the office Re: Your booking
OOO: Your booking
Auto Reply: Your booking
Auto-Response: Your booking
Autoreply: Re: Your booking
[Auto-Reply] Your booking
Auto Response from max@firma.example
Vacation reply
On vacation until Monday
On annual leave until 5 March
Away from my mail until Monday
I'm out of the office until 3 March
I am currently out of the office Re: Your booking
Automatische Antwort: Your booking
Abwesenheitsnotiz: Your booking
Abwesend: Your booking
Abwesenheitsnachricht
Automatische Abwesenheitsnotiz
Nicht im Büro: Your booking
Urlaub: automatische Antwort
Ich bin im Urlaub
Auto-Antwort: Re: x
Réponse automatique : Your booking
Réponse automatique: Your booking
Absence du bureau Re: x
Absent du bureau : x
Message d'absence
Je suis absent Re: x
Respuesta automática: Your booking
Fuera de la oficina: x
Fuera de oficina Re: x
Ausente: x
Ausencia temporal
Risposta automatica: Your booking
Fuori sede: x
Fuori ufficio: x
Assente dall'ufficio
Resposta automática: Your booking
Fora do escritório: x
Ausência do escritório
Automatisch antwoord: Your booking
Afwezig: x
Automatische beantwoording: x
Niet aanwezig: x
Odpowiedź automatyczna: Your booking
Autoodpowiedź: x
Nieobecność: x
Poza biurem: x
Automatiskt svar: Your booking
Autosvar: x
Frånvarande: x
Automatisk svar: Your booking
Autosvar: Fravær
Ikke på kontoret
Fraværsassistent: x
Automaattinen vastaus: Your booking
Poissaoloilmoitus: x
Automatická odpověď: Your booking
Mimo kancelář: x
Automatická odpoveď: x
Automatikus válasz: Your booking
Házon kívül: x
Răspuns automat: Your booking
Absent de la birou
Автоматический ответ: Your booking
Автоответ: x
Нет на месте: x
Вне офиса: x
Отпуск: автоответ
Автоматична відповідь: Your booking
Поза офісом: x
Автоматичен отговор: x
Αυτόματη απάντηση: Your booking
Εκτός γραφείου: x
Otomatik yanıt: Your booking
Otomatik Cevap: x
Ofis dışında: x
自動応答: Your booking
自動返信: Your booking
不在通知: x
【自動返信】お問い合わせ
休暇中: x
自动回复: Your booking
自動回覆: Your booking
自动答复: x
不在办公室: x
자동 회신: Your booking
자동회신: x
부재중 자동응답: x
부재 중: x
رد تلقائي: Your booking
خارج المكتب: x
תשובה אוטומטית: Your booking
מענה אוטומטי: x
מחוץ למשרד: x
Automatski odgovor: x
Samodejni odgovor: x
Automatinis atsakymas: x
Automaatvastus: x
Automātiska atbilde: x
Trả lời tự động: x
ตอบกลับอัตโนมัติ: x
Balasan otomatis: x
Balasan automatik: x
Erantzun automatikoa: x
پاسخ خودکار: x
Аутоматски одговор: x
Мене немає в офісі: x
[EXTERNAL] Automatic reply: x
*** EXTERN *** Abwesenheitsnotiz: x
{EXT} Automatisk svar: x
[EXTERN] Re: Risposta automatica: x
AUTO: Max Mustermann ist außer Haus (Rückkehr am 09.03.2026)
AUTO: Marie Dupont est absente (retour 09/03/2026)
Max Mustermann is out of the office (returning 09.03.2026)
Juan Pérez está fuera de la oficina (regreso el 9/3/2026)
Jan Jansen is afwezig (terug op 9-3-2026)
Max Mustermann ist außer Haus (Rückkehr am 09.03.2026)
Außer Haus: x
Βρίσκομαι εκτός γραφείου
Out of Office AutoReply: x
EXTERNAL: Automatic reply: x
Caution: Automatische Antwort: x
Outomatiese antwoord: x
Awtomatikong tugon: x
স্বয়ংক্রিয় উত্তর: x
Estoy fuera de la oficina hasta el lunes
Nieobecność w biurze
Szabadságon vagyok
Меня нет в офисе
Ofis dışındayım
休暇中のお知らせ
我不在办公室
""".strip().split("\n")
WRITTEN = """
Automatic gearbox in the car
Autoreply question
Absent guests at the wedding
Out of the blue
Urlaub in Portugal
Urlaubsanfrage für August
Auto mieten
Auto: which parking?
Ausflug nach Lissabon
On vacation with you again!
Vacation in March
Abwesenheit am Anreisetag: Schlüssel?
Ausente mi marido, ¿podemos cambiar?
Отпуск в августе
不在中の荷物について
Réponse à votre courrier
Congé en mai
Poissa ei ole
Im Urlaub vergessen: Ladekabel
Frånvarande gäst: rum 12
AUTO: Ist die Garage hoch genug (Van)?
My husband is not with me (back on 03.04.2026)
Anna is out of the office (who else knows?)
[External] Out of towels
[#1042] Vacation in March
Bercuti dengan keluarga
Out of office hours check-in?
Out of office times: when may I call?
Jag har semester i juli, rum?
На отдых в мае
Dovolená: poptávka
Szabadságon vagyok júliusban Rómában
我在休假期间的预订
Estoy fuera de la habitación
""".strip().split("\n")
HEADERS = [
    "Auto-Submitted: auto-replied",
    "Auto-Submitted: auto-replied (vacation)",
    "X-Autoreply: yes",
    "Precedence: auto_reply",
    "X-Precedence: auto_reply",
    "X-Autorespond: Re: x",
    "X-Mail-Autoreply: 1",
    "X-OOF: yes",
    "X-FC-MachineGenerated: true",
    "X-POST-MessageClass: 9; Autoresponder",
    "Delivered-To: Autoresponder",
    "Preference: auto_reply",
    "Content-Class: urn:content-classes:message-oof",
]


def read(subject: str, *headers: str) -> Letter:
    head = [
        "From: Max <max@firma.example>",
        "To: desk@aurora.example",
        f"Subject: {subject}",
        "Message-ID: <b@x.example>",
        *headers,
    ]
    return read_letter("\n".join([*head, "Content-Type: text/plain; charset=utf-8", "", "Words."]).encode())


@pytest.mark.parametrize("subject", AUTOMATIC)
def test_a_subject_that_machines_write_is_an_automatic_answers(subject):
    for mark in ("", "Re: ", "AW: "):
        letter = read(f"{mark}{subject}")

        assert letter.kind is LetterKind.AUTO_REPLY
        assert letter.suppress_auto_reply


@pytest.mark.parametrize("subject", WRITTEN)
def test_a_subject_about_absence_or_cars_is_a_persons(subject):
    assert read(subject).kind is LetterKind.MESSAGE


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_says_so_whatever_the_subject(header):
    letter = read("Re: Your booking", header)

    assert letter.kind is LetterKind.AUTO_REPLY
    assert decide(letter, Facts()).placement is Placement.KEEP


def test_a_mail_that_only_its_subject_calls_automatic_opens_a_ticket_in_silence():
    verdict = decide(read("Abwesend: wer nimmt das Paket an?"), Facts())

    assert (verdict.placement, verdict.confirm) == (Placement.OPEN, False)
