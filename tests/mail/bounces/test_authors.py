# ruff: noqa: RUF001 - letters of many languages look like Latin ones
"""A machine's sign makes a bounce, words alone never: what guests write about failures is theirs."""

import json

import pytest

from mail.letter.letter import LetterKind
from mail.reader.letters import read_letter

OURS = b"From: Aurora <desk@aurora.example>\nTo: helena@guest.example\nSubject: Payment link [#1042]\nMessage-ID: <ours@aurora.example>\n\nPlease pay.\n"
EVERYDAY = {
    "en card": ("My card was rejected", "The bank says the recipient is unknown, it could not be sent."),
    "en boiler": ("Boiler failure", "The boiler has failed, error 550, hot water is not available."),
    "en parcel": ("Parcel returned to sender", "It was undeliverable, they say: no such address."),
    "en mail": ("Undeliverable", "Your mail to my husband could not be delivered: 550 user unknown, he says."),
    "de": ("Zustellung fehlgeschlagen", "Der Koffer konnte nicht zugestellt werden, Empfänger unbekannt."),
    "fr": ("Échec de la remise", "La valise n'a pas pu être livrée, destinataire inconnu."),
    "es": ("Dinero no devuelto", "No se ha podido entregar la maleta."),
    "pt": ("Devolução do valor", "Ainda não foi feita a devolução."),
    "it": ("Mancata consegna della valigia", "Non è stato possibile consegnare, impossibile trovare l'indirizzo."),
    "nl": ("Koffer niet bezorgd", "De koffer kon niet worden bezorgd."),
    "pl": ("Niedostarczalne: bagaż", "Nie można dostarczyć bagażu."),
    "sv": ("Kunde inte levereras", "Väskan kunde inte levereras."),
    "cs": ("Nedoručitelné", "Kufr nelze doručit."),
    "ru": ("Не удалось доставить", "Чемодан не удалось доставить, адрес не найден."),
    "tr": ("Teslim edilemedi", "Bavul teslim edilemedi."),
    "el": ("Δεν παραδόθηκε", "Η βαλίτσα δεν παραδόθηκε."),
    "ja": ("配達できません", "荷物が届きません。住所が存在しません。"),
    "zh": ("无法送达", "行李无法送达，退回了。"),
}


def from_helena(subject, text, *, parts=(), head="", kind="mixed"):
    """A guest's letter, with these parts behind its text."""
    top = f"From: Helena Brandt <helena@guest.example>\nTo: desk@aurora.example\nSubject: {subject}\nMessage-ID: <m@guest.example>\n{head}"
    if not parts:
        return f"{top}Content-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    top += f'MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n{text}\n'
    return top.encode() + b"".join(b"--b\n" + one + b"\n" for one in parts) + b"--b--\n"


def enclosed(raw):
    return b"Content-Type: message/rfc822\nContent-Disposition: attachment; filename=mail.eml\n\n" + raw


@pytest.mark.parametrize("language", EVERYDAY)
@pytest.mark.parametrize("way", ["alone", "with our mail as a file", "above our mail", "as an answer"])
def test_a_guest_who_writes_of_a_failure_is_a_guest(language, way):
    subject, text = EVERYDAY[language]
    if way == "with our mail as a file":
        raw = from_helena(subject, text, parts=[enclosed(OURS)])
    elif way == "above our mail":
        quoted = OURS.decode().replace("\nMessage-ID: <ours@aurora.example>", "\nSent: Tuesday, March 3, 2026 9:58 AM")
        raw = from_helena(subject, f"{text}\nHelena\n\n-----Original Message-----\n{quoted}")
    elif way == "as an answer":
        raw = from_helena(subject, text, head="In-Reply-To: <ours@aurora.example>\n")
    else:
        raw = from_helena(subject, text)

    letter = read_letter(raw)

    assert letter.kind is LetterKind.MESSAGE
    assert letter.bounced == []
    assert not letter.suppress_auto_reply


STATUS = b"Content-Type: message/delivery-status\nContent-Disposition: attachment; filename=details.txt\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; desk@aurora.example\nAction: failed\nStatus: 5.3.4\n"
BOUNCE_TEXT = (
    "This is the mail system at host mx.example.\n\n<desk@aurora.example>: host mx said: 550 5.1.1 user unknown\n"
)


@pytest.mark.parametrize(
    "subject", ["Fwd: Undelivered Mail", "WG: Unzustellbar: Hallo", "TR : Non remis", "Look at this"]
)
@pytest.mark.parametrize("parts", [[STATUS, enclosed(OURS)], [STATUS], [enclosed(OURS)]], ids=len)
def test_a_person_who_sends_a_report_on_is_a_person(subject, parts):
    text = f"Hello, I got this. Do you have another address?\n\n-------- Forwarded Message --------\nSubject: Undelivered Mail Returned to Sender\nFrom: MAILER-DAEMON@mx.example\n\n{BOUNCE_TEXT}"

    assert read_letter(from_helena(subject, text, parts=parts)).kind is LetterKind.MESSAGE


@pytest.mark.parametrize(
    "sender",
    [
        "Mailer GmbH <mailer@mailer.example>",
        "Anton Virus <virus@guest.example>",
        "Postmaster <postmaster@guest.example>",
    ],
)
def test_who_has_a_machines_name_and_writes_like_a_person_is_one(sender):
    text = "Your message to our guest could not be delivered because he has left. Please call me."
    raw = from_helena("Your letter", text).replace(b"Helena Brandt <helena@guest.example>", sender.encode())
    answer = from_helena("Re: Your letter", f"{text} 550 5.1.1").replace(
        b"Helena Brandt <helena@guest.example>", sender.encode()
    )

    assert read_letter(raw).kind is LetterKind.MESSAGE
    assert read_letter(answer).kind is LetterKind.MESSAGE


@pytest.mark.parametrize(
    "sender", ["Bounce House <info@bounce.example>", "<postoffice@hotel.example>", "<mailer@guest.example>"]
)
@pytest.mark.parametrize("language", EVERYDAY)
def test_who_is_called_like_a_machine_and_sends_a_mail_along_is_a_person(sender, language):
    raw = from_helena(*EVERYDAY[language], parts=[enclosed(OURS)])

    letter = read_letter(raw.replace(b"Helena Brandt <helena@guest.example>", sender.encode()))

    assert letter.kind is LetterKind.MESSAGE


FROM_PROGRAMS = ["Failure notice from my bank", "Returned mail: the key card", "Mail delivery failed when I wrote"]


@pytest.mark.parametrize("subject", FROM_PROGRAMS)
@pytest.mark.parametrize("mark", ["> ", ""], ids=["behind marks", "below a heading"])
def test_who_shows_what_a_server_answered_below_words_of_their_own_is_a_person(subject, mark):
    head = "" if mark else "-----Original Message-----\nFrom: MAILER-DAEMON@mx.example\nSubject: Undelivered\n\n"
    shown = "\n".join(mark + line for line in f"{head}This is host mx.\nHost said: 550 5.1.1 user unknown".split("\n"))

    raw = from_helena(subject, f"Hello, it could not be delivered to you. What do I do?\n\n{shown}")

    assert read_letter(raw).kind is LetterKind.MESSAGE


@pytest.mark.parametrize("subject", FROM_PROGRAMS)
def test_a_subject_as_programs_write_it_is_no_bounce_by_everyday_words(subject):
    raw = from_helena(subject, "Hello, it was rejected, the recipient is unknown, they say. Can you help?")

    assert read_letter(raw).kind is LetterKind.MESSAGE


def report(head="", *, kind="report; report-type=delivery-status", subject="Undelivered"):
    raw = from_helena(subject, BOUNCE_TEXT, parts=[STATUS, enclosed(OURS)], head=head)
    return raw.replace(b"multipart/mixed", f"multipart/{kind}".encode())


@pytest.mark.parametrize(
    "raw",
    [
        report(),
        report(subject="Re: Payment link"),
        report("Return-Path: <>\n", kind="mixed"),
        report("Auto-Submitted: auto-replied\n", kind="mixed"),
        report("X-Failed-Recipients: gone@guest.example\n", kind="mixed"),
        report(kind="mixed").replace(b"Helena Brandt <helena@guest.example>", b"MAILER-DAEMON@mx.example"),
        report(kind="mixed").replace(b"From: Helena Brandt <helena@guest.example>", b"From: <>"),
    ],
    ids=["report", "report named Re:", "null path", "auto-submitted", "failed recipients", "daemon", "null From"],
)
def test_a_machines_sign_makes_a_bounce(raw):
    letter = read_letter(raw)

    assert letter.kind is LetterKind.BOUNCE
    assert letter.is_surely_bounce


def test_where_nobody_can_say_who_wrote_it_it_is_a_bounce_that_is_not_sure():
    text = "------ Failed Recipients ------\n\n<gone@guest.example>: mailbox unavailable. [SMTP Error Code 550]\n-------- Returned Mail --------\n\nReceived: from a by b; x\nMessage-ID: <ours@aurora.example>\nFrom: desk@aurora.example\nSubject: Hello\n"

    letter = read_letter(from_helena("Returned Mail - Error During Delivery", text))

    assert letter.kind is LetterKind.BOUNCE
    assert not letter.is_surely_bounce
    assert letter.failed_recipients == ["gone@guest.example"]


def notice(text, subject="Delivery failure"):
    return f"From: Mail System <MAILER-DAEMON@mx.example>\nReturn-Path: <>\nTo: desk@aurora.example\nSubject: {subject}\n\n{text}\n".encode()


SES = {
    "notificationType": "Bounce",
    "bounce": {
        "bounceType": "Permanent",
        "bouncedRecipients": [{"emailAddress": "gone@guest.example", "status": "5.1.1"}],
    },
}
ADDRESSES = {
    "in SMTP brackets": notice("These recipient(s) could not be reached:\n\n\tRecipient: [SMTP:gone@guest.example]\n\tReason: 550 mailbox unavailable"),
    "expanded": notice("The following addresses had permanent fatal errors:\n\n<gone@guest.example> (expanded from: <alias@guest.example>)\n550 5.1.1 unknown"),
    "expanded below": notice("The following addresses had permanent fatal errors:\n\n<gone@guest.example>\n    (expanded from: <alias@guest.example>)\n550 5.1.1 unknown"),
    "not the sender": notice("Your message from desk@aurora.example could not be delivered.\nIt was for gone@guest.example, whom nobody knows: user unknown."),
    "of an explanation": notice("Addresses here look like first.last@guest.example and not otherwise.\nThe address gone@guest.example is unknown: no such user.\nPerhaps you mean gene@guest.example?\n\nThe original message follows:\n=====\n>Return-Path: <desk@aurora.example>\n>Received: from a by b for <gone@guest.example>; x"),
    "below a rule": notice("Sorry, we could not deliver your message to this address.\n\n<gone@guest.example>:\n550 5.1.1 no such person\n\n--- Below this line is a copy of the message.\n\nWrite to my colleague:\n\n<colleague@guest.example>:\n"),
    "SES": notice(json.dumps(SES)),
    "SES inside SNS": b"From: AWS Notifications <no-reply@sns.amazonaws.example>\nTo: desk@aurora.example\nSubject: AWS Notification Message\n\n" + json.dumps({"Type": "Notification", "Message": json.dumps(SES)}, indent=1).encode(),
    "SES event": notice(json.dumps({"eventType": "Bounce", "bounce": SES["bounce"]})),
}  # fmt: skip


@pytest.mark.parametrize("form", ADDRESSES)
def test_only_whom_the_mail_did_not_reach_is_named(form):
    letter = read_letter(ADDRESSES[form], own_addresses=frozenset({"desk@aurora.example"}))

    assert letter.kind is LetterKind.BOUNCE
    assert letter.is_surely_bounce
    assert letter.failed_recipients == ["gone@guest.example"]


@pytest.mark.parametrize("name", ["X-Google-Original-Message-ID", "X-Microsoft-Original-Message-ID"])
def test_a_relay_that_replaces_our_message_id_leaves_it_beside_its_own(name):
    returned = OURS.replace(
        b"Message-ID: <ours@aurora.example>",
        b"Message-ID: <theirs@relay.example>\n%s: <ours@aurora.example>" % name.encode(),
    )

    letter = read_letter(report().replace(OURS, returned))

    assert letter.reported_message_id == "<ours@aurora.example>"
