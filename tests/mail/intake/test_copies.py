"""One mail that came twice, straight and through a list, is one ticket; nobody makes another's mail vanish."""

from tests.mail.intake.fake_mailbox import mail

FOOTER = "\r\n\r\nYou got this mail because you are in the group Reservations.\r\nLeave it: https://lists.example/leave"
LIST = {"List_Id": "<reservations.aurora.example>", "Precedence": "list"}
SAME = {"Message_ID": "<once@guest.example>"}
WORDS = "Is reception open at midnight?"
PDF = ("voucher.pdf", "application/pdf", b"%PDF-1.4 one", "")


async def test_a_direct_copy_and_one_through_a_list_are_one_ticket(group, postman):
    await postman.poll(mail(text=WORDS, **SAME), mail(text=WORDS + FOOTER, subject="[Res] Hello", **SAME, **LIST))

    assert await postman.outcomes() == ["opened", "duplicate"]


async def test_also_when_the_lists_copy_comes_first(group, postman):
    await postman.poll(mail(text=WORDS + FOOTER, subject="[Res] Hello", **SAME, **LIST), mail(text=WORDS, **SAME))

    assert await postman.outcomes() == ["opened", "duplicate"]


async def test_what_says_more_under_the_same_id_is_a_mail_of_its_own(group, postman):
    await postman.poll(mail(text=WORDS, **SAME), mail(text=WORDS + " And is there a cot?", **SAME))

    assert await postman.outcomes() == ["opened", "opened"]


async def test_a_strangers_mail_under_a_stolen_id_makes_nothing_vanish(group, postman):
    await postman.poll(mail("x@evil.example", text=WORDS, **SAME), mail(text=WORDS, **SAME))
    await postman.poll(
        mail(text="Something else", Message_ID="<two@guest.example>"),
        mail(text=WORDS, Message_ID="<two@guest.example>"),
    )

    assert await postman.outcomes() == ["opened"] * 4


async def test_a_file_that_the_list_took_away_is_not_lost(group, postman):
    await postman.poll(mail(text=WORDS + FOOTER, **SAME, **LIST), mail(text=WORDS, attachments=[PDF], **SAME))
    await postman.poll(mail(text=WORDS, attachments=[PDF], **SAME, X_Copy="2"))

    assert await postman.outcomes() == ["opened", "opened", "duplicate"]
