# ruff: noqa: RUF001 - letters of many languages look like Latin ones
"""Plain texts trimmed into what the person wrote and the rest: (text, what must be shown, what must not)."""

import pytest

from mail.quoting.context import MailContext, is_forward
from mail.quoting.html_quotes import split_html
from mail.quoting.quotes import trim_text
from mail.reader.letters import read_letter

CASES = [
    (
        "Room 12, yes.\n\nAm 03.03.2026 um 09:58 schrieb Aurora Desk\n<\ndesk@aurora.example\n>:\n\nhistory",
        ["Room 12, yes."],
        ["history", "schrieb"],
    ),
    (
        "Test reply\n\n  On 11-Apr-2011, at 6:54 PM, Bob <bob@example.com> wrote:\n>\n> Test\n>\n> Roman",
        ["Test reply"],
        ["Roman", "Bob"],
    ),
    (
        "Test reply\n\nOn 04/19/2011 07:10 AM, Roman Tkachenko wrote:\n\n>\n> Test\n\nRegards, Roman",
        ["Test reply", "Regards, Roman"],
        ["> Test"],
    ),
    ("On 04/19/2011 07:10 AM, Roman Tkachenko wrote:\n\n>\n> Test\nTest reply", ["Test reply"], ["> Test"]),
    ("Test reply\n\n2011/4/7 Nathan из Mailgun <x@y.example>\n\n>  blah-blah-blah", ["Test reply"], ["blah"]),
    (
        "Test reply\n\nOn Nov 30, 2011, at 12:47 PM, Somebody <\n416ffd3258d4d2fa4c85cfa4c44e1721d66e3e8f4\n@somebody.domain.com>\nwrote:\n\n> Test",
        ["Test reply"],
        ["Somebody"],
    ),
    (
        "Test reply\n\nOn Monday, April 4, 2011, \nBob\n<bob@x.example> wrote:\n\nTest original",
        ["Test reply"],
        ["original"],
    ),
    (
        "Լավ։\n\nՈւմից․ Անի\nՈւղարկված․ երեքշաբթի, 3 մարտի, 2026 9:58\nՈւմ․ Հելենա\nԹեմա․ Պատվեր\n\nhistory",
        ["Լավ։"],
        ["history", "Անի"],
    ),
    ("Լավ։\n\n03.03.2026 10:00-ին, Անի <a@b.example> գրել է․\n\n> history", ["Լավ։"], ["history", "Անի"]),
    ("Hi\n\n-----Original Message-----\nFrom: a\nSent: b\n\nhistory", ["Hi"], ["history"]),
    (
        "Hi\n\n_____________________________\nFrom: Bob <b@x.example>\nSent: Monday\nSubject: y\nTo: <a@b.example>\n\nhistory",
        ["Hi"],
        ["history", "____"],
    ),
    (
        "Reply\n\nMon, 2 Apr 2012 17:44:22 +0400 от Megan One <wr@mail.example>:\n> \n> \n> history",
        ["Reply"],
        ["history"],
    ),
    ('Reply\n\n19.02.2011, 13:00, "Foo" <x@y.example>:\n> history', ["Reply"], ["history"]),
    (
        "Lorem ipsum\n\nOp 13-02-2014 3:18 schreef Julius Caesar <pantheon@rome.example>:\n\nVeniam laborum",
        ["Lorem ipsum"],
        ["Veniam"],
    ),
    ("Reply\n\nDen 2014-08-13 14:46, skrev Ab <c@d.example>:\n\nhistory", ["Reply"], ["history"]),
    (
        "Reply\n\nW dniu 28 stycznia 2015 01:53 użytkownik Zoe <z@x.example> napisał:\n\n> history",
        ["Reply"],
        ["history"],
    ),
    (
        "Blah\n\nSent from Samsung Mobile\n\n-------- Original message --------\nFrom: x <x@y.example>\nDate: 03/03/2026 09:58 (GMT+01:00)\nTo: a@b.example\nSubject: Re: z\n\nhistory",
        ["Blah"],
        ["history", "Samsung"],
    ),
    (
        "Antwort oben\n\n-------- Ursprüngliche Nachricht --------\nVon: x\nDatum: 03.03.26 09:58 (GMT+01:00)\nAn: y\nBetreff: z\n\nhistory",
        ["Antwort oben"],
        ["history"],
    ),
    ("Gracias\n\n--- Original Message ---\nFrom: x@y.example\n\nhistory", ["Gracias"], ["history"]),
    (
        "OK\n\n------- Original Message -------\nOn Tuesday, March 3rd, 2026 at 09:58, Support <help@desk.example> wrote:\n\n\n> history",
        ["OK"],
        ["history", "Original"],
    ),
    (
        "OK\n\nSent with Proton Mail secure email.\n\nOn Tuesday, 3 March 2026 at 09:58, Support <help@desk.example> wrote:\n\n> history",
        ["OK"],
        ["history", "Proton"],
    ),
    ("3. Mar 2026, 09:58 von help@desk.example:\n\n> history\n\nReply under", ["Reply under"], []),
    ("Top\n\n3. Mar 2026, 09:58 von help@desk.example:\n\n> history\n", ["Top"], ["history", "von help"]),
    (
        "Ответ\n\n-----Original Message-----\nFrom: S <a@b.example>\nTo: x\nDate: Tue\nSubject: y\n\nhistory",
        ["Ответ"],
        ["history"],
    ),
    ("Reply\n\n##- Please type your reply above this line -##\n\nhistory", ["Reply"], ["history"]),
    (
        "Reply text\n\n________________________________\nDe : Support <help@desk.example>\nEnvoyé : mardi 3 mars 2026 09:58\nÀ : Anna <a@b.example>\nObjet : x\n\nhistory",
        ["Reply text"],
        ["history"],
    ),
    ("Reply\n\nFrom: \tSupport\nTo: \tAnna\nDate: \t03/03/2026\nSubject: \tx\n\n\n\nhistory", ["Reply"], ["history"]),
    ("Please change:\n\nFrom: 10:00\nTo: 12:00\n\nThank you", ["From: 10:00", "Thank you"], []),
    (
        "My address has changed to:\nDatum: 3.3.2026\nVon: Berlin\nNach: Hamburg\n\nDanke",
        ["Nach: Hamburg", "Danke"],
        [],
    ),
    ("I ordered on 12.03.2026 (order by anna@x.example):\n- a\n- b\nThanks", ["- a", "Thanks"], []),
    ("Hi\n\nThe manual wrote at 10:30:\nturn it off\n\nI did", ["turn it off", "I did"], []),
    ("> first question?\nyes\n> second question?\nno\n", ["first question?", "yes", "second question?", "no"], []),
    (
        "Hi\n\nOn 03/03/2026 09:58, Support wrote:\n> a?\n\nb\n\n> c?\n\nd\n\n> trailing\n> more",
        ["a?", "b", "c?", "d"],
        ["trailing"],
    ),
    ("Short\n--\nMax Muster\nFirma GmbH", ["Short"], ["Max Muster"]),
    (
        "Item -- two\n\n--\n\nText below a rule that is long and goes on and on.\n" + "More lines here.\n" * 30,
        ["More lines here."],
        [],
    ),
    ("Hola\n\nEl 3/3/26 a las 9:58, Support escribió:\n> history", ["Hola"], ["history", "escribió"]),
    ("Hei\n\nSupport <help@desk.example> skrev den 03.03.2026 09:58:\n\n> history", ["Hei"], ["history"]),
    (
        "Hallo\n\nVon: Support [mailto:help@desk.example] \nGesendet: Dienstag, 3. März 2026 09:58\nAn: 'Anna'\nBetreff: AW: x\n\nhistory",
        ["Hallo"],
        ["history"],
    ),
    (
        "> Am 03.03.2026 um 09:58 schrieb Support <help@desk.example>:\n> \n> history\n\nMeine Antwort steht unten.",
        ["Meine Antwort"],
        ["history"],
    ),
    (
        "Yes\n\n\n\nOn Tue, Mar 3, 2026 at 9:58 AM Support <\nhelp+1234567890abcdefghijklmnopqrstuvwxyz-very-long-token@desk.example>\nwrote:\n\n> history",
        ["Yes"],
        ["history", "help+"],
    ),
    (
        "Oui\n\n\n\n-------- Message d'origine --------\nDe : S <a@b.example> \nDate : 03/03/2026 09:58 (GMT+01:00) \nÀ : x\nObjet : y \n\nhistory",
        ["Oui"],
        ["history"],
    ),
    ("好的\n\n\n\n\n\n在 2026-03-03 09:58:12，Support <help@desk.example> 写道：\n\nhistory", ["好的"], ["history"]),
    (
        "好的\n\n发自我的手机\n\n\n-------- 原始信息 --------\n由： Support <help@desk.example>\n日期： 2026/3/3 上午9:58 (GMT+08:00)\n收件人： a\n主题： b\n\nhistory",
        ["好的"],
        ["history", "手机"],
    ),
    (
        "了解しました。\n\n-----Original Message-----\nFrom: Support <help@desk.example>\nSent: Tuesday\n\nhistory",
        ["了解しました。"],
        ["history"],
    ),
    (
        "承知しました。\n\n2026年3月3日(火) 9:58、Support <help@desk.example> のメール:\n\n> history",
        ["承知しました。"],
        ["history", "のメール"],
    ),
    (
        '네\n\n-----Original Message-----\nFrom: "Support" <help@desk.example>\nTo: a\nSent: 2026-03-03 (화) 09:58:12 (GMT+09:00)\nSubject: x\n\nhistory',
        ["네"],
        ["history"],
    ),
    (
        "Teşekkürler\n\nGönderen: Support <help@desk.example>\nGönderildi: 3 Mart 2026 Salı 09:58\nAlıcı: a\nKonu: b\n\nhistory",
        ["Teşekkürler"],
        ["history"],
    ),
    (
        'The customer said\n\n"On 3 March 2026 at 10:00, John Smith <j@x.example> wrote:"\n\nand I do not believe it.',
        ["The customer said"],
        [],
    ),
]


@pytest.mark.parametrize(("text", "shown", "hidden"), CASES)
def test_own_words_are_shown_and_history_is_parted(text, shown, hidden):
    trimmed = trim_text(text)

    assert [words for words in shown if words not in trimmed.own] == []
    assert [words for words in hidden if words in trimmed.own] == []
    assert [words for words in hidden if words not in trimmed.quoted] == []


@pytest.mark.parametrize("text", [text for text, _, _ in CASES])
def test_no_word_is_lost(text):
    trimmed = trim_text(text)

    assert sorted(f"{trimmed.own}\n{trimmed.quoted}".split()) == sorted(text.split())


@pytest.mark.parametrize(
    ("subject", "forward"),
    [
        ("Fwd: x", True),
        ("WG: x", True),
        ("TR : x", True),
        ("I: x", True),
        ("RV: x", True),
        ("转发：x", True),
        ("Přeposlat: x", True),
        ("Перенаправлено: x", True),
        ("Prosl.: x", True),
        ("Videresendt: x", True),
        ("Re: Fwd: x", False),
        ("x", False),
        ("", False),
        ("Info: x", False),
    ],
)
def test_a_forward_is_known_by_its_subject(subject, forward):
    assert is_forward(subject) is forward


def test_html_without_a_clients_mark_is_parted_by_its_words():
    page = "<div>Done.</div><hr><b>From:</b> Support &lt;h@desk.example&gt;<br><b>Sent:</b> Tuesday 9:58<br><b>Subject:</b> x<p>history</p>"

    own, quoted = split_html(page)

    assert "Done." in own
    assert "history" in quoted
    assert "From:" not in own


def test_html_that_says_nothing_before_its_quote_stays_whole():
    assert split_html('<blockquote type="cite">only a quote</blockquote>') is None


def test_a_quote_that_nobody_is_named_for_is_the_persons_own():
    trimmed = trim_text("As the law says:\n\n> Nobody shall wait.\n\nPlease hurry.")

    assert "Nobody shall wait." in trimmed.own


CLIENT_PAGES = {
    "outlook365 web de": '<html><body><div style="font-family:Aptos">Danke, klappt.</div><div id="Signature"><p>Anna</p></div><div id="appendonsend"></div><hr tabindex="-1" style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><b>Von:</b> S<br><b>Gesendet:</b> Dienstag, 3. März 2026 09:58<br><b>An:</b> A<br><b>Betreff:</b> x</div><div>HISTORY</div></body></html>',
    "new outlook": '<div class="elementToProof">Thanks</div><div id="mail-editor-reference-message-container"><div><div style="padding-right:0px;border-top:1px solid rgb(181,196,223)"><b>From: </b>S<br><b>Sent: </b>Tue 9:58<br><b>To: </b>A<br><b>Subject: </b>x</div></div><p>HISTORY</p></div>',
    "ios": '<html><body dir="auto">Ok merci<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Envoyé de mon iPhone</div><div dir="ltr"><br><blockquote type="cite">Le 3 mars 2026 à 09:58, S &lt;h@d.example&gt; a écrit&nbsp;:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">HISTORY</div></blockquote></body></html>',
    "proton": '<div>Fine</div><div class="protonmail_signature_block">Sent with Proton Mail</div><div class="protonmail_quote">On Tuesday, S wrote:<br><blockquote class="protonmail_quote" type="cite">HISTORY</blockquote></div>',
    "gmx web": '<div style="font-family: Verdana"><div>Passt.</div><div><div name="quote" style="margin:10px 5px 5px 10px; border-left:2px solid #C3D9E5;"><div><b>Gesendet:</b> Dienstag<br><b>Von:</b> S &lt;h@d.example&gt;</div><div>HISTORY</div></div></div></div>',
    "samsung": '<div>Ja</div><div><br></div><div style="font-size:85%">Gesendet von meinem Galaxy</div><div><br></div><div>-------- Ursprüngliche Nachricht --------</div><div>Von: S &lt;h@d.example&gt;</div><div>Datum: 03.03.26 09:58 (GMT+01:00)</div><div>An: A</div><div>Betreff: x</div><div>HISTORY</div>',
    "zimbra": '<div>Oui</div><hr id="zwchr"><div><b>De: </b>"S" &lt;h@d.example&gt;<br><b>À: </b>A<br><b>Envoyé: </b>Mardi 3 Mars 2026 09:58:12<br><b>Objet: </b>x</div><div>HISTORY</div>',
    "qq": '<div>好的</div><div><includetail><div style="font-size:12px;font-family:Arial Narrow">------------------&nbsp;原始邮件&nbsp;------------------</div><div><div><b>发件人:</b>&nbsp;"S"&lt;h@d.example&gt;;</div><div><b>发送时间:</b>&nbsp;2026年3月3日 上午9:58</div><div><b>收件人:</b>&nbsp;A</div></div><div>HISTORY</div></includetail></div>',
    "163": '<div>好的</div><p>在 2026-03-03 09:58:12，"S" &lt;h@d.example&gt; 写道：</p><blockquote id="isReplyContent">HISTORY</blockquote>',
    "mailru": '<div>Да</div><blockquote style="border-left:1px solid #0857A6">Вторник, 3 марта 2026, 9:58 +03:00 от S &lt;h@d.example&gt;:<br>HISTORY</blockquote>',
    "yandex": '<div>Да</div><div>03.03.2026, 09:58, "S" &lt;h@d.example&gt;:</div><blockquote>HISTORY</blockquote>',
    "naver": '<div>네</div><p>-----Original Message-----<br><b>From:</b> "S" &lt;h@d.example&gt;<br><b>To:</b> A<br><b>Sent:</b> 2026-03-03 09:58:12<br><b>Subject:</b> x</p><div>HISTORY</div>',
    "aol": '<div>Yep</div><div style="color:black">-----Original Message-----<br>From: S &lt;h@d.example&gt;<br>To: A<br>Sent: Tue, Mar 3, 2026 9:58 am<br>Subject: x<br><div id="yiv123">HISTORY</div></div>',
    "lotus html": '<font>Fine</font><br><br><font color=#990099>-----S/Sales wrote: -----</font><div style="border-left:solid black 2px">To: A<br>From: S<br>Date: 03/03/2026 09:58AM<br>Subject: x<br>HISTORY</div>',
    "hebrew gmail": '<div dir="rtl">תודה</div><br><div class="gmail_quote"><div dir="rtl" class="gmail_attr">בתאריך יום ג׳ מאת S:</div><blockquote class="gmail_quote">HISTORY</blockquote></div>',
}


@pytest.mark.parametrize("client", CLIENT_PAGES)
def test_the_page_of_a_client_is_parted_where_history_begins(client):
    letter = read_letter(
        b"From: a@client.example\nSubject: Re: x\nContent-Type: text/html; charset=utf-8\n\n"
        + CLIENT_PAGES[client].encode()
    )

    assert letter.html_own is not None
    assert "HISTORY" not in letter.html_own
    assert "HISTORY" not in letter.text
    assert "HISTORY" in letter.html_quoted
    assert letter.text


POINTING = """
vedi sotto
aşağıya bakın
请见下文
vidi dolje
glej spodaj
вижте по-долу
skat. zemāk
žr. žemiau
vt allpool
sjá hér að neðan
veure més avall
xem bên dưới
lihat di bawah
ดูด้านล่าง
""".strip().split("\n")


@pytest.mark.parametrize("words", POINTING)
def test_a_third_partys_mail_that_the_words_point_to_is_shown(words):
    pasted = "From: Hotel <desk@hotel.example>\nSent: 2 March 2026 09:00\nTo: Ana <ana@guest.example>\nSubject: Room\n\nIt is confirmed."
    context = MailContext(our_addresses=frozenset({"desk@aurora.example"}), sender="ana@guest.example")

    assert "It is confirmed." in trim_text(f"Hello, {words}.\n\n{pasted}", context).own


@pytest.mark.parametrize("prefix", ["FYI", "Zur Info", "[EXTERN] FYI"])
def test_a_mail_that_is_passed_on_keeps_a_third_partys_words_and_folds_ours(prefix):
    head = f"From: a@guest.example\nTo: desk@aurora.example\nSubject: {prefix}: Room\nReferences: <x@y.example>\n\n"
    block = "See here.\n\nFrom: H <{author}>\nSent: Monday, 2 March 2026 10:00\nTo: a@guest.example\nSubject: Room\n\nRoom 12.\n"

    theirs = read_letter((head + block.format(author="h@hotel.example")).encode())
    ours = read_letter((head + block.format(author="desk@aurora.example")).encode())

    assert "Room 12." in theirs.text
    assert ours.text == "See here."
