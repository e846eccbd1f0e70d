"""Nothing that a person wrote is lost from sight: against a real mailbox, a real SMTP server and the console."""

import asyncio
import json
import re
import shutil
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import SMTP

import pytest
import pytest_asyncio
import sqlalchemy
from playwright.async_api import expect

from app.core.clock import MINUTE_MS
from sql.migrations import make_engine
from sql.tables import outbox
from tests.journeys.conftest import PASSWORD, customer_writes_by_form, until
from tests.journeys.test_copies import HELENA, to
from tests.journeys.test_signature import answer
from tests.mail.intake.fake_mailbox import mail
from tests.mail.intake.test_gestures import REPLIED, calendar, multipart
from tests.mail.intake.test_own_and_lists import DESK, GROUP
from tests.mail.intake.test_placing import bounce_of

COMES_S = 60.0  # so long may a mail take on a busy machine until it is seen
MAREK, LENA = "Marek Nowak <marek@guest.example>", "Lena Berg <lena@guest.example>"
GUESTS = 13


@pytest.fixture
def desk_settings(mail_user, smtp_sink):
    return {
        "mailbox_url": mail_user.url("imap"),
        "smtp_url": smtp_sink.url,
        "mail_from": "Aurora Travel <desk@aurora.example>",
        "mail_interval": "1",
        "undo_seconds": "1",
    }


async def test_a_guest_who_writes_of_a_rejected_card_is_heard_and_only_a_report_marks_the_answer(
    seat, smtp_sink, dovecot, mail_user
):
    anna, helena = await seat("anna"), await seat()
    number = await customer_writes_by_form(helena)
    await answer(anna, number, "Please pay by card.")
    ours = await until(lambda: named(to(smtp_sink, HELENA), "Re: "), COMES_S)
    thread = anna.page.locator(".thread")
    await expect(thread.locator(".delivery--sent")).to_be_visible()

    dovecot.deliver(mail_user, rejected_card(ours, In_Reply_To=ours["Message-ID"]))
    await expect(thread.locator(".message--customer").last).to_contain_text("My card was rejected: error 550")
    await expect(thread.locator(".message--customer").last).to_contain_text("mail.eml")
    await expect(thread.locator(".message__warning")).to_have_count(0)
    await expect(thread.locator(".delivery--sent")).to_have_count(1)
    await expect(thread.locator(".delivery--bounced")).to_have_count(0)

    dovecot.deliver(mail_user, bounce_of(ours["Message-ID"]))
    await expect(thread.locator(".delivery--bounced")).to_contain_text("550 No such user")
    await expect(thread.locator(".delivery--sent")).to_have_count(0)
    await expect(thread.locator(".message--customer")).to_have_count(2)
    await until(lambda: not dovecot.messages(mail_user), COMES_S)


async def test_what_a_website_and_a_group_send_in_our_name_is_the_guests(seat, smtp_sink, dovecot, mail_user):
    anna = await seat("anna")
    rows, thread = anna.page.locator("a.ticket-row"), anna.page.locator(".thread")

    dovecot.deliver(mail_user, mail(DESK, "Website request", "Is a cot free?", Reply_To=MAREK))
    await rows.filter(has_text="Website request").click()
    await expect(thread.locator(".message--customer")).to_contain_text("Marek Nowak")
    await expect(thread.locator(".message__warning")).to_contain_text("Sender not verified")
    await expect(thread.locator(".message__warning")).to_contain_text("marek@guest.example")
    await until(lambda: named(to(smtp_sink, "marek@guest.example"), "(#1)"), COMES_S)

    dovecot.deliver(mail_user, mail(LENA, "Early check-in", "Could we come at 9?", **GROUP))
    confirmation = await until(lambda: named(to(smtp_sink, "lena@guest.example"), "(#2)"), COMES_S)
    assert confirmation["Auto-Submitted"]
    again = {**GROUP, "In-Reply-To": confirmation["Message-ID"]}
    dovecot.deliver(mail_user, mail(LENA, "Re: Early check-in", "Or at 10?", **again))
    await anna.open("/tickets/2")
    await expect(thread).to_contain_text("Could we come at 9?")
    await expect(thread.locator(".message--customer").last).to_contain_text("Or at 10?")
    await expect(rows).to_have_count(2)
    await until(lambda: not dovecot.messages(mail_user), COMES_S)
    assert not to(smtp_sink, "desk@aurora.example")


async def test_what_became_no_message_is_counted_opened_and_let_in_by_an_administrator(
    seat, smtp_sink, dovecot, mail_user
):
    ada, anna = await seat("ada"), await seat("anna")
    counted, rows = ada.page.locator(".rail [data-count=mail]"), ada.page.locator(".mail__row")
    await expect(counted).to_be_hidden()
    dovecot.deliver(mail_user, calendar("REPLY"))  # only a nod: kept, and nobody has to look
    dovecot.deliver(mail_user, multipart([("text/plain", "I am away, but the key is lost.")], "Away", REPLIED))
    own = {"X-Deskbell-Loop": "aurora.example", "Reply-To": MAREK}
    dovecot.deliver(mail_user, mail(DESK, "Passed on", "Marek asks for a cot.", **own))
    await expect(counted).to_have_text("2")
    await until(lambda: not dovecot.messages(mail_user), COMES_S)
    await expect(anna.page.locator(".rail [data-count=mail]")).to_have_count(0)

    await ada.page.locator(".rail a[href='/mail/in']").click()
    await expect(rows).to_have_count(3)
    await expect(rows.filter(has_text="Accepted").get_by_role("button", name="Accept")).to_be_visible()
    await rows.filter(has_text="Away").get_by_role("link", name="Away").click()
    await expect(ada.page.locator(".mail__facts")).to_contain_text("An automatic reply that belongs to no ticket.")
    await expect(ada.page.locator(".mail__text").first).to_contain_text("I am away, but the key is lost.")
    await ada.page.get_by_role("button", name="Accept").click()
    await expect(counted).to_have_text("1")

    await ada.open("/mail/in")
    await expect(rows.filter(has_text="Away").get_by_role("link", name="#1")).to_be_visible()
    await rows.filter(has_text="Passed on").get_by_role("button", name="Accept").click()
    await expect(counted).to_be_hidden()
    await anna.open("/tickets/1")
    await expect(anna.page.locator(".thread")).to_contain_text("the key is lost.")
    await anna.page.locator("a.ticket-row").filter(has_text="Passed on").click()
    await expect(anna.page.locator(".thread .message--customer")).to_contain_text("Marek Nowak")
    assert not to(smtp_sink, HELENA)  # a robot's letter that was let in still gets no confirmation


@pytest_asyncio.fixture(loop_scope="session")
async def annas_desk(engine_name, request, tmp_path, sqlite_template, make_served_desk, desk_settings):
    """A served desk of Anna alone, who is not signed in; on SQLite, on MariaDB."""
    if engine_name == "sqlite":
        shutil.copyfile(sqlite_template, tmp_path / "notices.db")
        served = make_served_desk(f"sqlite:///{tmp_path}/notices.db", **desk_settings)
    else:
        served = make_served_desk(request.getfixturevalue("mariadb_url"), **desk_settings)
        await asyncio.to_thread(served.run, "migrate")
    adding = ("user", "add", "anna@desk.example", "--name", "Anna Lind", "--role", "operator", "--password-stdin")
    await asyncio.to_thread(served.run, *adding, stdin=f"{PASSWORD}\n")
    await asyncio.to_thread(served.start)
    yield served
    served.kill()  # before its database goes


async def test_a_rush_of_mail_is_ten_notices_and_one_digest_to_an_operator_who_is_away_from_the_console(
    annas_desk, smtp_sink, dovecot, mail_user
):
    for guest in range(1, GUESTS + 1):
        dovecot.deliver(mail_user, mail(f"Guest {guest} <g{guest}@guest.example>", f"Question {guest}"))

    database = annas_desk.env["DESKBELL_DATABASE_URL"]
    await until(lambda: counted_in_digest(database) == GUESTS - 10, COMES_S)
    await until(lambda: len(confirmed(smtp_sink)) == GUESTS, COMES_S)  # each guest hears at once
    await until(lambda: len(to_anna(smtp_sink)) == 10, COMES_S)

    ten_minutes_pass(database)
    await until(lambda: len(to_anna(smtp_sink)) > 10, COMES_S)
    *single, digest = to_anna(smtp_sink)

    assert digest["Subject"] == "3 new messages"
    named_alone = {number for one in single for number in re.findall(r"#(\d+)", one["Subject"])}
    gathered = set(re.findall(r"#(\d+) Question", digest.get_body(("plain",)).get_content()))
    assert (len(named_alone), len(gathered)) == (10, 3)
    assert named_alone | gathered == {str(number) for number in range(1, GUESTS + 1)}


def rejected_card(ours, **headers):
    """Helena's words, and our mail with them as a file: what a mail program makes of "forward as attachment"."""
    text = "My card was rejected: error 550, the recipient is unknown, says the bank. It could not be sent."
    letter = message_from_bytes(mail(subject="My card was rejected", text=text, **headers), policy=SMTP)
    letter.add_attachment(ours, filename="mail.eml")
    return letter.as_bytes()


def named(letters, words):
    """The newest of these letters with these words in its subject."""
    return next((one for one in reversed(letters) if words in one["Subject"]), None)


def to_anna(sink):
    """All that Anna got."""
    return to(sink, "anna@desk.example")


def confirmed(sink):
    """Whom the desk has written to outside its own house."""
    return {who for letter in sink.letters for who in letter.rcpt_tos if who.endswith("@guest.example")}


@contextmanager
def connected(database):
    """A connection beside the desk's; what was changed is committed at the end."""
    engine = make_engine(database)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def counted_in_digest(database):
    """How many messages wait in Anna's digest."""
    query = sqlalchemy.select(outbox.c.details).where(outbox.c.kind == "digest")
    query = query.where(outbox.c.recipients == '["anna@desk.example"]')
    with connected(database) as connection:
        return sum(sum(json.loads(one)["tickets"].values()) for one in connection.scalars(query))


def ten_minutes_pass(database):
    """For the desk's outbox all that waits was queued so much earlier."""
    earlier = {"due_ms": outbox.c.due_ms - 10 * MINUTE_MS}
    with connected(database) as connection:
        connection.execute(sqlalchemy.update(outbox).where(outbox.c.state == "queued").values(**earlier))
