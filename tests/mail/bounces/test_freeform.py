"""Bounces that carry no report: (mail, failed addresses), None where it is no bounce at all."""

import json

import pytest

from mail.letter.letter import LetterKind
from mail.reader.letters import read_letter

MAILS = [
    (
        "From: Mail Administrator <postmaster@mx.example>\nSubject: Mail System Error - Returned Mail\n\nThis Message was undeliverable due to the following reason:\n\nEach of the following recipients was rejected by a remote mail server.\n\n    Recipient: <userx@example.com>\n    Reason:    5.1.1 unknown\n\nPlease reply to <postmaster@mx.example>\nif you feel this message to be in error.\n",
        ["userx@example.com"],
    ),
    (
        "From: MAILER-DAEMON@aol.example\nSubject: Mail Delivery Problem\n\nYour mail to the following recipients could not be delivered because they are not accepting mail from help@desk.example:\n\tuserx\n",
        [],
    ),
    (
        "From: postmaster@gw.example\nSubject: Message status - undeliverable\n\nThe message that you sent was undeliverable to the following:\n\tuserx@example.com (user not found)\n\nPossibly truncated original message follows:\n",
        ["userx@example.com"],
    ),
    (
        "From: MAILER-DAEMON@llnl.example\nSubject: Returned mail: user: userx@example.gov not found\n\n**************************************************\n** THIS IS A WARNING MESSAGE ONLY **\nThe message you sent had an address which was not found.\nuser: userx@example.gov not found\n",
        ["userx@example.gov"],
    ),
    (
        "From: Mailer-Daemon@hotpop.example\nSubject: Returned Mail: Undeliverable\n\nThe following message was undeliverable.\n\nUndeliverable Address:  userx@hotpop.example\nReason: over quota\nDomain: hotpop.example\n",
        ["userx@hotpop.example"],
    ),
    (
        "From: Mail Delivery Subsystem <MAILER-DAEMON@x.example>\nSubject: Returned mail: Host unknown\n\nThe original message was received at Mon\nfrom localhost\n\n   ----- The following addresses had permanent fatal errors -----\n<userx@example.com>\n    (expanded from: <alias@example.org>)\n\n   ----- Transcript of session follows -----\n550 5.1.2 <userx@example.com>... Host unknown\n",
        ["userx@example.com"],
    ),
    (
        "From: postmaster@mail.example\nSubject: Undeliverable Mail\n\nUnknown user: userx@example.com\n\nOriginal message follows.\n\nReceived: from x\nFrom: help@desk.example\nTo: userx@example.com\n",
        ["userx@example.com"],
    ),
    (
        "From: Postmaster@x.example\nSubject: Undeliverable mail: hello\n\nFailed to deliver to 'userx@example.com'\nSMTP module(domain example.com) reports:\n host mx says: 550 unknown\n",
        ["userx@example.com"],
    ),
    (
        "From: MAILER-DAEMON@yandex.example\nSubject: =?utf-8?B?0J3QtdC00L7RgdGC0LDQstC70LXQvdC90L7QtSDRgdC+0L7QsdGJ0LXQvdC40LU=?=\n\nThis is the mail system at host forward.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n<userx@example.com>: host mx said: 550 no\n",
        ["userx@example.com"],
    ),
    (
        "From: Mailer-Daemon@mail.ru\nSubject: Mail failure.\n\nThis message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. The following address(es) failed:\n\n  userx@mail.ru\n    mailbox is full\n",
        ["userx@mail.ru"],
    ),
    (
        "From: postmaster@web.example\nSubject: Mail delivery failed\nReturn-Path: <>\n\nhelp@desk.example -> userx@example.com\n\nSorry, your mail could not be delivered: User is unknown\n",
        ["userx@example.com"],
    ),
    (
        "From: MAILER-DAEMON@nifty.example\nSubject: failure notice\n\nHi. This is the\n\nThe user(s) account is temporarily over quota.\n\n<userx@nifty.example>\n",
        ["userx@nifty.example"],
    ),
    (
        "From: Symantec_AntiVirus@x.example\nSubject: Rejected message due to virus\nReturn-Path: <>\n\nYour message to userx@example.com was rejected because it contained a virus.\n",
        ["userx@example.com"],
    ),
    (
        "From: Microsoft Exchange <postmaster@outlook.example>\nSubject: Undeliverable: hi\nReturn-Path: <>\n\nYour message to userx@example.com couldn't be delivered.\n\nuserx wasn't found at example.com.\n\nhelp\tOffice 365\tuserx\nAction Required\t\tRecipient\n\nOriginal Message Details\nCreated Date: \t3/3/2026\nSender Address: \thelp@desk.example\nRecipient Address: \tuserx@example.com\nSubject: \thi\n",
        ["userx@example.com"],
    ),
    (
        "From: postmaster@x.example\nSubject: DELIVERY FAILURE: User userx (userx@example.com) not listed in Domino Directory\n\nYour message\n\n  Subject: hi\n\nwas not delivered to:\n\n  userx@example.com\n\nbecause:\n\n  User userx (userx@example.com) not listed\n",
        ["userx@example.com"],
    ),
    (
        "From: mailer-daemon@kundenserver.example\nSubject: Mail delivery failed: returning message to sender\nReturn-Path: <>\n\nThe following addresses failed:\n\n    <userx@example.com>\n\nSMTP error from remote server for RCPT TO command, host: mx (1.2.3.4) reason: 550 unknown\n\n--- The header of the original message is following. ---\n\nReceived: from x\nFrom: help@desk.example\nTo: userx@example.com\n",
        ["userx@example.com"],
    ),
    (
        "From: anna@client.example\nSubject: Undeliverable: our meeting?\n\nHi, I got this:\n\n> 550 5.1.1 user unknown\n\nwhat now?\n",
        None,
    ),
    (
        "From: anna@client.example\nSubject: Fwd: Undelivered Mail Returned to Sender\n\nWhy did I get this?\n\n550 5.1.1 could not be delivered\n\nReceived: from x\nFrom: a@b.example\nTo: c@d.example\n",
        None,
    ),
    (
        "From: Postmaster <postmaster@client.example>\nSubject: Question about our mail setup\n\nHello, we would like to know which address we should allow. Thanks, the postmaster\n",
        None,
    ),
    (
        "From: info@shop.example\nSubject: Your delivery has been delayed\nPrecedence: bulk\n\nYour delivery 4711 has been delayed.\n",
        None,
    ),
    (
        "From: info@shop.example\nSubject: Delivery problem with order 550\n\nThe parcel could not be delivered, returned to sender. Error 550 box full.\n",
        None,
    ),
    ("From: Mail Delivery Service <hello@maildelivery.example>\nSubject: New offer\n\nBuy stamps.\n", None),
]


@pytest.mark.parametrize(("mail", "failed"), MAILS)
def test_a_bounce_is_told_from_a_person_who_writes_about_one(mail, failed):
    letter = read_letter(b"To: help@desk.example\nMessage-ID: <a@b.example>\n" + mail.encode())

    assert (letter.failed_recipients if letter.kind is LetterKind.BOUNCE else None) == failed


@pytest.mark.parametrize(
    ("notice", "action"),
    [
        (
            {
                "notificationType": "Bounce",
                "bounce": {
                    "bounceType": "Permanent",
                    "bouncedRecipients": [{"emailAddress": "gone@client.example", "status": "5.1.1"}],
                },
            },
            "failed",
        ),
        (
            {
                "notificationType": "Bounce",
                "bounce": {"bounceType": "Transient", "bouncedRecipients": [{"emailAddress": "gone@client.example"}]},
            },
            "delayed",
        ),
        (
            {
                "notificationType": "Complaint",
                "complaint": {"complainedRecipients": [{"emailAddress": "gone@client.example"}]},
            },
            "complaint",
        ),
    ],
)
def test_amazons_notices_are_read(notice, action):
    letter = read_letter(
        b"From: no-reply@sns.amazonaws.example\nSubject: AWS Notification Message\n\n" + json.dumps(notice).encode()
    )

    assert letter.kind is LetterKind.BOUNCE
    assert [(one.email, one.action) for one in letter.bounced] == [("gone@client.example", action)]


@pytest.mark.parametrize(
    "text",
    [
        '{"notificationType":"Bounce"',
        '{"notificationType":"Bounce","bounce":[]}',
        '{"notificationType":[]}',
        '{"notificationType":"Bounce","bounce":{"bouncedRecipients":7}}',
    ],
)
def test_a_broken_notice_is_an_ordinary_letter_or_an_empty_bounce(text):
    letter = read_letter(b"From: a@client.example\nSubject: x\n\n" + text.encode())

    assert letter.bounced == []
    assert letter.flaws == []
