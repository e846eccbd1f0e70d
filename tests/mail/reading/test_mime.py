# ruff: noqa: RUF001 - letters of many languages look like Latin ones
"""Messages put together wrongly, and in every way that is right: what was written is read, files keep their names."""

import base64
import quopri

import pytest

from mail.reader.letters import read_letter

HEAD = "From: a@b.example\nTo: desk@x.example\nSubject: s\nMessage-ID: <1@b>\nMIME-Version: 1.0\n"
ENCODINGS = {"8bit": bytes, "base64": base64.encodebytes, "quoted-printable": quopri.encodestring}
SENTENCES = {
    "koi8-r": "Здравствуйте, когда можно заселиться?",
    "cp1251": "Здравствуйте, когда можно заселиться?",
    "cp866": "Здравствуйте, когда можно заселиться?",
    "iso8859-7": "Καλημέρα, πότε φτάνουμε;",
    "cp1255": "שלום, מתי אפשר להגיע?",
    "cp1256": "مرحبا، متى يمكننا الوصول؟",
    "cp874": "สวัสดีครับ เราจะมาถึงดึก",
    "shift_jis": "お世話になっております。部屋の予約を変更したいです。",
    "euc_jp": "お世話になっております。部屋の予約を変更したいです。",
    "iso2022_jp": "お世話になっております。部屋の予約を変更したいです。",
    "gbk": "您好，我想预订一个房间，谢谢。",
    "big5": "您好，我想預訂一個房間，謝謝。",
    "euc_kr": "안녕하세요, 방을 예약하고 싶습니다.",
    "utf-8": "Grüße aus Köln, schönes Wetter für 20 €",
}
NAMES = {
    "RFC 2231": "Content-Disposition: attachment; filename*=utf-8''R%C3%A9sum%C3%A9.pdf",
    "RFC 2231 in pieces": "Content-Disposition: attachment; filename*0*=utf-8''R%C3%A9; filename*1*=sum%C3%A9; filename*2=.pdf",
    "RFC 2231 in quotes": "Content-Disposition: attachment; filename*=\"utf-8''R%C3%A9sum%C3%A9.pdf\"",
    "RFC 2231 in Latin-1": "Content-Disposition: attachment; filename*=iso-8859-1'fr'R%E9sum%E9.pdf",
    "RFC 2231 beside plain": "Content-Disposition: attachment; filename=\"Resume.pdf\"; filename*=utf-8''R%C3%A9sum%C3%A9.pdf",
    "RFC 2047": 'Content-Disposition: attachment; filename="=?utf-8?B?UsOpc3Vtw6kucGRm?="',
    "RFC 2047 in the type": 'Content-Type: application/pdf; name="=?iso-8859-1?Q?R=E9sum=E9=2Epdf?="',
    "RFC 2047 in two words": 'Content-Disposition: attachment; filename="=?utf-8?B?UsOpc3U=?=\n =?utf-8?B?bcOpLnBkZg==?="',
    "raw UTF-8": 'Content-Disposition: attachment; filename="Résumé.pdf"',
    "raw, without quotes": "Content-Disposition: attachment; filename=Résumé.pdf",
    "percent-encoded": 'Content-Disposition: attachment; filename="R%C3%A9sum%C3%A9.pdf"',
}
MESSAGES = {
    "blank first line": "\n" + HEAD + "\nBody words\n",
    "mbox line": "From x@y Tue Mar 3 09:58:12 2026\n" + HEAD + "\nBody words\n",
    "junk between headers": HEAD + "this is no header\nX-A: b\n\nBody words\n",
    "bare CR": (HEAD + "\nBody words\n").replace("\n", "\r"),
    "doubled CR": (HEAD + "\nBody words\n").replace("\n", "\r\r\n"),
    "NUL": HEAD + "\nBody\0 words\0\n",
    "type in one word": HEAD + "Content-Type: text\n\nBody words\n",
    "two types": HEAD + "Content-Type: text/plain\nContent-Type: text/html\n\nBody words\n",
    "multipart without boundary": HEAD + "Content-Type: multipart/alternative\n\nBody words\n",
    "words in the prologue alone": HEAD + "Content-Type: multipart/mixed; boundary=b\n\nBody words\n",
    "unknown encoding": HEAD + "Content-Transfer-Encoding: x-foo\n\nBody words\n",
    "multipart that claims base64": HEAD + "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n\nBody words\n--b--\n",
    "one boundary begins with the other": HEAD
    + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\nBody words\n--bb--\n--b--\n",
    "words that claim base64": HEAD + "Content-Transfer-Encoding: base64\n\nBody words that nobody ever encoded\nand more of them here\n",
    "base64 with a list's footer": HEAD + "Content-Transfer-Encoding: base64\n\nQm9keSB3b3Jkcw==\n\n_______\nlist footer\n",
    "base64 with strange characters": HEAD + "Content-Transfer-Encoding: base64\n\nQm9k\n!!eSB3\nb3Jkcw",
    "base64 without its padding": HEAD + "Content-Transfer-Encoding: base64\n\nQm9keSB3b3Jkcw\n",
    "quoted-printable with a lone sign": HEAD + "Content-Transfer-Encoding: quoted-printable\n\nBody =\nwords =ZZ =\n",
    "a page that calls itself plain": HEAD + "Content-Type: text/plain\n\n<!DOCTYPE html><html><body><p>Body words</p></body></html>\n",
    "a uuencoded file": HEAD + "\nBody words\nbegin 644 a.txt\n#0V%T\n`\nend\n",
    "a file in alternative": HEAD
    + "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nBody words\n--b\nContent-Type: application/pdf; name=a.pdf\n\nx\n--b--\n",
    "a log shown inline": HEAD
    + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nBody\n--b\nContent-Type: text/plain; name=log.txt\nContent-Disposition: inline\n\nlog\n--b\n\nwords\n--b--\n",
}  # fmt: skip


@pytest.mark.parametrize("label", ["", "right", "unknown-8bit", "x-nope", "utf-8", "iso-8859-1", "us-ascii"])
@pytest.mark.parametrize("codec", SENTENCES)
def test_a_sentence_is_read_under_any_label_and_encoding(codec, label):
    named = codec if label == "right" else label
    of_type = f"Content-Type: text/plain{f'; charset={named}' if named else ''}\n"

    for encoding, encoded in ENCODINGS.items():
        raw = f"{HEAD}{of_type}Content-Transfer-Encoding: {encoding}\n\n".encode() + encoded(
            SENTENCES[codec].encode(codec)
        )

        assert read_letter(raw).text == SENTENCES[codec]


def test_german_stays_german_under_its_usual_label():
    text = "Ärger über Öl: Äußerst übel, größtenteils süß."

    assert read_letter(f"{HEAD}Content-Type: text/plain; charset=iso-8859-1\n\n{text}\n".encode("cp1252")).text == text


@pytest.mark.parametrize("way", NAMES)
def test_a_file_has_its_name_however_it_is_written(way):
    raw = f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhi\n--b\n{NAMES[way]}\n\nx\n--b--\n".encode()

    assert [one.name for one in read_letter(raw).attachments] == ["Résumé.pdf"]


def test_percent_signs_that_encode_nothing_stay():
    raw = f'{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment; filename="100%25 off.pdf"\n\nx\n--b--\n'

    assert [one.name for one in read_letter(raw.encode()).attachments] == ["100%25 off.pdf"]


@pytest.mark.parametrize("way", MESSAGES)
def test_the_words_of_a_message_are_read_however_it_is_put_together(way):
    letter = read_letter(MESSAGES[way].encode())

    assert letter.kind == "message"
    assert letter.subject == "s"
    assert " ".join(letter.text.split()).startswith("Body words")
    assert "=?" not in letter.text
    assert "<p>" not in letter.text


@pytest.mark.parametrize(
    ("method", "heading"),
    [("REQUEST", "calendar"), ("REPLY", "calendar"), ("CANCEL", "calendar"), ("COUNTER", "calendar")],
)
def test_a_calendars_mail_is_one_and_keeps_its_file(method, heading):
    event = f"BEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\nUID:1@x\nSUMMARY:Talk\nDTSTART:20260303T100000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    letter = read_letter(f"{HEAD}Content-Type: text/calendar; method={method}; charset=utf-8\n\n{event}".encode())

    assert letter.kind == heading
    assert (letter.invitation.method, letter.invitation.summary, letter.invitation.start) == (
        method,
        "Talk",
        "2026-03-03T10:00Z",
    )
    assert [one.name for one in letter.attachments] == ["invite.ics"]
