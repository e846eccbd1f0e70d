# ruff: noqa: RUF001 - each letter stands as it comes; letters of many languages look like Latin ones
"""Answers as programs beyond the great ones make them, each in its own form: text as it comes."""

import pytest

from mail.letter.letter import LetterKind
from tests.mail.correspondence.clients import EMAIL, GUEST, NAME
from tests.mail.correspondence.test_replies import missing, read

OWN = "Own words here.\n\nSecond paragraph.\n\nRegards\nHelena"
PROGRAMS = {
    "proton": f"{OWN}\n\nSent with [Proton Mail](https://proton.me/) secure email.\n\nOn Tuesday, March 3rd, 2026 at 9:58 AM, {NAME} <{EMAIL}> wrote:\n\n> History\n>\n> History\n",
    "proton old": f"{OWN}\n\nSent with ProtonMail Secure Email.\n\n‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\n\nOn Tuesday, March 3rd, 2026 at 9:58 AM, {NAME} <{EMAIL}> wrote:\n\n> History\n>\n> History\n",
    "proton de": f"{OWN}\n\nMit Proton Mail sicherer E-Mail gesendet.\n\nAm Dienstag, 3. März 2026 um 9:58 AM, {NAME} <{EMAIL}> schrieb:\n\n> History\n",
    "proton fr": f"{OWN}\n\nEnvoyé avec la messagerie sécurisée Proton Mail.\n\nLe mardi 3 mars 2026 à 9:58 AM, {NAME} <{EMAIL}> a écrit :\n\n> History\n",
    "lotus": f'{OWN}\n\n\n\nFrom:   "{NAME}" <{EMAIL}>\nTo:     <{GUEST}>\nDate:   03/03/2026 09:58 AM\nSubject:        Re: x\n\n\n\nHistory\n',
    "lotus de": f'{OWN}\n\n\n\nVon:    "{NAME}" <{EMAIL}>\nAn:     <{GUEST}>\nDatum:  03.03.2026 09:58\nBetreff:        Re: x\n\n\n\nHistory\n',
    "lotus old": f'{OWN}\n\n\n\n\n"{NAME}" <{EMAIL}>\n03/03/2026 09:58 AM\n\nTo\n<{GUEST}>\ncc\n\nSubject\nRe: x\n\n\n\n\n\n\nHistory\n',
    "lotus old de": f'{OWN}\n\n\n\n\n"{NAME}" <{EMAIL}> \n03.03.2026 09:58\n\nAn\n<{GUEST}>\nKopie\n\nThema\nRe: x\n\n\n\n\n\n\nHistory\n',
    "lotus inotes": f'{OWN}\n\n-----"{NAME}" <{EMAIL}> wrote: -----\n\n=======================\nTo: "<{GUEST}>"\nFrom: "{NAME}" <{EMAIL}>\nDate: 03/03/2026 09:58AM\nSubject: Re: x\n=======================\n   History\n',
    "lotus inotes de": f'{OWN}\n\n-----"{NAME}" <{EMAIL}> schrieb: -----\nAn: {GUEST}\nVon: "{NAME}" <{EMAIL}>\nDatum: 03.03.2026 09:58\nBetreff: Re: x\n\n   History\n',
    "zoho": f"{OWN}\n\n\n\n\nSent using Zoho Mail\n\n\n\n\n\n\n\n---- On Tue, 03 Mar 2026 09:58:12 +0100 {NAME} <{EMAIL}> wrote ---\n\n\n\nHistory\n",
    "zoho de": f"{OWN}\n\n\n\n\n---- Am Di., 03 März 2026 09:58:12 +0100  {NAME} <{EMAIL}>  schrieb ----\n\nHistory\n",
    "zoho es": f"{OWN}\n\n\n\n\nEnviado mediante Zoho Mail\n\n---- El mar, 03 mar 2026 09:58:12 +0100, {NAME} <{EMAIL}> escribió ----\n\nHistory\n",
    "zoho fr": f"{OWN}\n\n---- Le mar., 03 mars 2026 09:58:12 +0100 {NAME} <{EMAIL}> a écrit ----\n\nHistory\n",
    "mailru": f"{OWN}\n\n\n>Вторник, 3 марта 2026, 9:58 +03:00 от {NAME} <{EMAIL}>:\n> \n>History\n>\n",
    "mailru plain": f"{OWN}\n\n\n  \n>Вторник, 3 марта 2026, 9:58 +03:00 от {NAME} <{EMAIL}>:\n>\xa0\n>History\n\n\n--\nОтправлено из Mail.ru для Android",
    "mailru unmarked": f"{OWN}\n \n  \nВторник, 3 марта 2026, 9:58 +03:00 от {NAME} <{EMAIL}>:\n \nHistory\n",
    "yandex": f'{OWN}\n\n03.03.2026, 09:58, "{NAME}" <{EMAIL}>:\n> History\n',
    "yandex unmarked": f'{OWN}\n\n03.03.2026, 09:58, "{NAME}" <{EMAIL}>:\n\nHistory\n',
    "yandex block": f'{OWN}\n\n----------------\nКому: Helena ({GUEST});\nТема: x;\n03.03.2026, 09:58, "{NAME}" <{EMAIL}>:\n\nHistory\n',
    "qq": f'{OWN}\n\n\n------------------ 原始邮件 ------------------\n发件人:                                                                                                                        "{NAME}"                                                                                    <{EMAIL}>;\n发送时间:&nbsp;2026年3月3日(星期二) 上午9:58\n收件人:&nbsp;"h"<{GUEST}>;\n\n主题:&nbsp;Re: x\n\n\n\nHistory\n',
    "qq en": f'{OWN}\n\n\n------------------ Original ------------------\nFrom: "{NAME}"<{EMAIL}>;\nDate: Tue, Mar 3, 2026 09:58 AM\nTo: "h"<{GUEST}>;\nSubject: Re: x\n\n\n\nHistory\n',
    "163": f'{OWN}\n\n\n\n\n\n\n\nAt 2026-03-03 09:58:12, "{NAME}" <{EMAIL}> wrote:\n>History\n>History\n',
    "163 zh": f'{OWN}\n\n\n\n在 2026-03-03 09:58:12，"{NAME}" <{EMAIL}> 写道：\n>History\n',
    "163 new": f"{OWN}\n\n\n| |\n海伦\n|\n|\n邮箱:{GUEST}\n|\n\n\n---- 回复的原邮件 ----\n| 发件人 | {NAME}<{EMAIL}> |\n| 日期 | 2026年03月03日 09:58 |\n| 收件人 | {GUEST} |\n| 抄送至 | |\n| 主题 | x |\nHistory\n",
    "163 en new": f"{OWN}\n\n\n---- Replied Message ----\n| From | {NAME}<{EMAIL}> |\n| Date | 03/03/2026 09:58 |\n| To | {GUEST} |\n| Subject | x |\nHistory\n",
    "foxmail": f"{OWN}\n\n\n\nhelena@guest.example\n \n发件人： {NAME}\n发送时间： 2026-03-03 09:58\n收件人： helena\n主题： x\nHistory\n",
    "naver": f'{OWN}\n\n\n-----Original Message-----\nFrom: "{NAME}"&lt;{EMAIL}&gt;\nTo: &lt;{GUEST}&gt;\nCc:\nSent: 2026-03-03 (화) 09:58:12 (GMT+09:00)\nSubject: Re: x\n\nHistory\n',
    "daum": f"{OWN}\n\n\n--------- 원본 메일 ---------\n보낸사람: {NAME} <{EMAIL}>\n받는사람 : <{GUEST}>\n날짜: 2026년 3월 03일 화요일, 09시 58분 12초 +0900\n제목: Re: x\n\nHistory\n",
    "gmx": f'{OWN}\n\xa0\n\n\nGesendet:\xa0Dienstag, 03. März 2026 um 09:58 Uhr\nVon:\xa0"{NAME}" <{EMAIL}>\nAn:\xa0{GUEST}\nBetreff:\xa0Re: x\nHistory\n',
    "gmx app": f"{OWN}\n\n-- \nDiese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.\n\nAm 03.03.26, 09:58 schrieb {NAME} <{EMAIL}>:\n\n> History\n",
    "webde app": f"{OWN}\n\nGesendet mit der WEB.DE Mail App\nAm 03.03.26, 09:58 schrieb {NAME} <{EMAIL}>:\nHistory\n",
    "tonline": f'{OWN}\n\n-----Original-Nachricht-----\nBetreff: Re: x\nDatum: 2026-03-03T09:58:12+0100\nVon: "{NAME}" <{EMAIL}>\nAn: {GUEST}\n\nHistory\n',
    "orange": f'{OWN}\n\n\n\n\n\n> Message du 03/03/26 09:58\n> De : "{NAME}" <{EMAIL}>\n> A : {GUEST}\n> Copie à : \n> Objet : Re: x\n> \n> History\n',
    "laposte": f'{OWN}\n\n----- Mail original -----\nDe: "{NAME}" <{EMAIL}>\nÀ: {GUEST}\nEnvoyé: Mardi 3 Mars 2026 09:58:12\nObjet: Re: x\n\nHistory\n',
    "zimbra": f'{OWN}\n\n----- Original Message -----\nFrom: "{NAME}" <{EMAIL}>\nTo: {GUEST}\nSent: Tuesday, 3 March, 2026 09:58:12\nSubject: Re: x\n\nHistory\n',
    "zimbra from": f'{OWN}\n\n\nFrom: "{NAME}" <{EMAIL}>\nTo: {GUEST}\nSent: Tuesday, 3 March, 2026 09:58:12\nSubject: Re: x\n\nHistory\n',
    "libero": f"{OWN}\n\n----Messaggio originale----\nDa: {EMAIL}\nData: 3-mar-2026 9.58\nA: <{GUEST}>\nOgg: Re: x\n\nHistory\n",
    "libero2": f"{OWN}\n\nIl 03/03/2026 09:58 CET {NAME} <{EMAIL}> ha scritto:\n\n\nHistory\n",
    "ox": f"{OWN}\n\n> {NAME} <{EMAIL}> hat am 03.03.2026 09:58 CET geschrieben:\n>\n>\n> History\n",
    "ox2": f"{OWN}\n\n\n> Am 03.03.2026 um 09:58 schrieb {NAME} <{EMAIL}>:\n> History\n",
    "roundcube": f"{OWN}\n\nOn 2026-03-03 09:58, {NAME} wrote:\n> History\n",
    "roundcube de": f"{OWN}\n\nAm 2026-03-03 09:58, schrieb {NAME}:\n\n> History\n",
    "horde": f"{OWN}\n\nQuoting {NAME} <{EMAIL}>:\n\n> History\n> more\n",
    "horde de": f"{OWN}\n\nZitat von {NAME} <{EMAIL}>:\n\n> History\n",
    "squirrel": f"{OWN}\n\n> History\n> more\n\n",
    "mutt": f"{OWN}\n\nOn Tue, Mar 03, 2026 at 09:58:12AM +0100, {NAME} wrote:\n> History\n",
    "gnus": f"{OWN}\n\n{NAME} <{EMAIL}> writes:\n\n> History\n",
    "kmail": f"{OWN}\n\nOn Dienstag, 3. März 2026 09:58:12 CET {NAME} wrote:\n> History\n",
    "evolution": f"{OWN}\n\nOn Tue, 2026-03-03 at 09:58 +0100, {NAME} wrote:\n> History\n",
    "evolution old": f"{OWN}\n\n-----Original Message-----\nFrom: {NAME} <{EMAIL}>\nTo: h\nSubject: x\nDate: Tue, 03 Mar 2026 09:58:12 +0100\n\nHistory\n",
    "thebat": f"{OWN}\n\nHello Helena,\n\nTuesday, March 3, 2026, 9:58:12 AM, you wrote:\n\n> History\n",
    "thebat2": f"{OWN}\n\nВы писали 3 марта 2026 г., 9:58:12:\n\n> History\n",
    "bat marks": f"{OWN}\n\nAT> History\nAT> more History\n\n",
    "spark": f"{OWN}\n\nOn 3 Mar 2026 at 09:58 +0100, {NAME} <{EMAIL}>, wrote:\n> History\n",
    "airmail": f"{OWN}\n\nOn 3 March 2026 at 09:58:12, {NAME} ({EMAIL}) wrote:\n\nHistory\n",
    "bluemail": f"{OWN}\n\nGet BlueMail for Android\n\nOn 3 Mar 2026, at 09:58, {NAME} <{EMAIL}> wrote:\n\nHistory\n",
    "k9": f"{OWN}\n-- \nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.\n",
    "k9 quoted": f"{OWN}\n\nAm 3. März 2026 09:58:12 MEZ schrieb {NAME} <{EMAIL}>:\n>History\n\n-- \nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
    "fairemail": f"{OWN}\n\nOn March 3, 2026 9:58:12 AM GMT+01:00, {NAME} <{EMAIL}> wrote:\n>History\n",
    "fairemail2": f"{OWN}\n\nMar 3, 2026 9:58:12 AM {NAME} <{EMAIL}>:\n\n> History\n",
    "blackberry": f"{OWN}\n\nSent from my BlackBerry 10 smartphone.\nFrom: {NAME}\nSent: Tuesday, 3 March 2026 09:58\nTo: {GUEST}\nSubject: x\n\nHistory\n",
    "blackberry2": f"{OWN}\nSent via BlackBerry by AT&T\n\n-----Original Message-----\nFrom: x\nDate: y\nTo: z\nSubject: w\n\nHistory\n",
    "windows mail": f"{OWN}\n\nSent from Mail for Windows\n\nFrom: {NAME}\nSent: 03 March 2026 09:58\nTo: {GUEST}\nSubject: x\n\nHistory\n",
    "windows mail de": f"{OWN}\n\nGesendet von Mail für Windows\n\nVon: {NAME}\nGesendet: Dienstag, 3. März 2026 09:58\nAn: {GUEST}\nBetreff: x\n\nHistory\n",
    "outlook ios de": f"{OWN}\n\nHolen Sie sich Outlook für iOS<https://aka.ms/o0ukef>\n________________________________\nVon: {NAME} <{EMAIL}>\nGesendet: Dienstag, 3. März 2026 09:58\nAn: {GUEST}\nBetreff: x\n\nHistory\n",
    "outlook android sv": f"{OWN}\n\nHämta Outlook för Android<https://aka.ms/x>\n________________________________\nFrån: {NAME} <{EMAIL}>\nSkickat: x\nTill: {GUEST}\nÄmne: x\n\nHistory\n",
    "outlook stars": f"{OWN}\n\n*From:* {NAME} <{EMAIL}>\n*Sent:* Tuesday\n*To:* h\n*Subject:* x\n\nHistory\n",
    "outlook ja": f"{OWN}\n\n-----Original Message-----\nFrom: {NAME} <{EMAIL}>\nSent: Tuesday, March 3, 2026 9:58 AM\nTo: h\nSubject: x\n\nHistory\n",
    "huawei": f"{OWN}\n\n-------- Original message --------\nFrom: {NAME} <{EMAIL}>\nDate: Tue, 3 Mar 2026, 9:58 am\nTo: h\nSubject: x\nHistory\n",
    "front": f"{OWN}\n\nOn March 3, 2026 at 9:58 AM GMT+1 {EMAIL} wrote:\n\nHistory\n",
    "zendesk": f"{OWN}\n\n##- Please type your reply above this line -##\n\nHistory\n",
    "hubspot": f"{OWN}\n\nOn Tue, Mar 3, 2026 at 9:58 AM, {NAME} <{EMAIL}> wrote:\n\nHistory\n",
    "aol": f"{OWN}\n\n\n-----Original Message-----\nFrom: {NAME} <{EMAIL}>\nTo: h <{GUEST}>\nSent: Tue, Mar 3, 2026 9:58 am\nSubject: x\n\n\nHistory\n",
    "uol": f'{OWN}\n\n\nDe: "{NAME}" <{EMAIL}>\nEnviada: 2026/03/03 09:58:12\nPara: {GUEST}\nAssunto: x\n\nHistory\n',
    "rediff": f"{OWN}\n\n\nFrom: {NAME} <{EMAIL}>\nSent: Tue, 03 Mar 2026 09:58:12\nTo: {GUEST}\nSubject: x\nHistory\n",
    "wp pl": f"{OWN}\n\nDnia 3 marca 2026 09:58 {NAME} <{EMAIL}> napisał(a):\n\nHistory\n",
    "onet": f"{OWN}\n\nW dniu 2026-03-03 09:58:12 użytkownik {NAME} <{EMAIL}> napisał:\n> History\n",
    "seznam": f'{OWN}\n\n\n\n---------- Původní e-mail ----------\nOd: {NAME} <{EMAIL}>\nKomu: {GUEST}\nDatum: 3. 3. 2026 9:58:12\nPředmět: x\n"\nHistory\n"',
    "centrum sk": f"{OWN}\n\n______________________________________________________________\n> Od: {NAME} <{EMAIL}>\n> Komu: {GUEST}\n> Dátum: 03.03.2026 09:58\n> Predmet: x\n>\n> History\n",
    "freemail hu": f"{OWN}\n\n{NAME} <{EMAIL}> írta:\n> History\n",
    "citromail": f"{OWN}\n\nEredeti üzenet:\nFeladó: {NAME} <{EMAIL}>\nDátum: 2026.03.03\nTárgy: x\nHistory\n",
    "ukrnet": f'{OWN}\n\n3 березня 2026, 09:58:12, від "{NAME}" <{EMAIL}>:\n\n> History\n',
    "abv": f"{OWN}\n\n >-------- Оригинално писмо --------\n >От: {NAME} {EMAIL}\n >Относно: x\n >До: h\n >Изпратено на: 03.03.2026 09:58\n\n> History\n",
}  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_answer_is_shown_and_the_history_folded(program):
    letter = read(PROGRAMS[program])

    assert letter.kind is LetterKind.MESSAGE
    assert missing(letter, "Own words here.", "Second paragraph.", "Helena") == []
    assert [word for word in ("History", EMAIL) if word in letter.text] == []
    assert "History" not in PROGRAMS[program] or "History" in letter.quoted
