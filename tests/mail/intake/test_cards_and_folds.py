"""What a mail carries besides its words: an invitation's card, the history that only its page has."""

import dataclasses
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.queries.ticket.messages import messages_of
from mail.intake.calendar_card import card_html, card_of, card_text
from mail.letter.letter import Invitation
from tests.mail.intake.fake_mailbox import mail

LETTERS = Path(__file__).parents[1] / "letters"
INVITATION = (
    b"From: Ivo <ivo@guest.example>\r\nSubject: Meeting\r\nMessage-ID: <invitation@guest.example>\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\n"
    b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Talk <b>soon</b>\r\nDTSTART:20261201T100000Z\r\n"
    b"LOCATION:Lobby\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


async def first_message(postman, desk, raw):
    await postman.poll(raw)
    [message] = await messages_of(desk, 1)
    return message


async def test_an_invitation_without_words_is_a_card_with_the_file(desk, group, anna, postman):
    message = await first_message(postman, desk, INVITATION)

    assert "Invitation: Talk <b>soon</b>" in message.text
    assert "Starts: Tuesday" in message.text
    assert "Location: Lobby" in message.text
    assert "Talk &lt;b&gt;soon&lt;/b&gt;" in message.html
    assert "<table" in message.html
    assert [file.name for file in message.attachments] == ["invite.ics"]


async def test_history_that_only_the_page_has_is_folded_and_not_gone(desk, group, anna, postman):
    page = '<p>Thanks!</p><blockquote type="cite"><p>The pool opens at nine.</p></blockquote>'

    message = await first_message(postman, desk, mail(subject="Re: Pool", text="See the page.", html=page))

    assert "The pool opens at nine." not in message.html
    assert "The pool opens at nine." in message.quoted_text


@pytest.mark.parametrize(
    ("start", "named", "words"),
    [
        ("2026-12-01T10:00Z", "", "(Europe/Berlin)"),
        ("2026-12-01T10:00", "Somewhere Standard Time", "10:00"),
        ("2026-12-01", "", "Tuesday"),
        ("2026-02-31T10:00", "", "2026-02-31T10:00"),
    ],
)
def test_a_moment_is_told_in_its_own_zone_or_the_desks(start, named, words):
    invitation = Invitation("REQUEST", "Talk", start=start, time_zone=named)

    assert words in dict(card_of(invitation, ZoneInfo("Europe/Berlin")))["Starts"]


def test_a_card_names_what_was_called_off_and_leaves_out_what_is_not_known():
    card = card_of(Invitation("CANCEL", "Talk", description="One\nTwo"), ZoneInfo("UTC"))

    assert card_text(card) == "Cancelled meeting: Talk\nDetails: One\nTwo"
    assert "One<br>Two" in card_html(card)


async def test_an_encrypted_mail_says_that_it_is_and_keeps_its_file(desk, group, anna, postman):
    raw = (LETTERS / "files_pgp_encrypted.eml").read_bytes()

    message = await first_message(postman, desk, raw)

    assert "encrypted" in message.text
    assert "encrypted.asc" in [file.name for file in message.attachments]


async def test_a_file_that_is_too_large_is_named_below_the_page_as_well(desk, group, anna, postman):
    large = dataclasses.replace(desk.settings, max_file_mb=1)
    postman.desk = postman.poller.desk = dataclasses.replace(desk, settings=large)
    raw = mail(html="<p>See the plan.</p>", attachments=[("plan.pdf", "application/pdf", b"%PDF-1.4" * 200_000, "")])

    message = await first_message(postman, desk, raw)

    assert "plan.pdf" in message.text
    assert "plan.pdf" in message.html
    assert message.attachments == ()
