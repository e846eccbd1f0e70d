"""Mail servers are tried: every step in bounded time, and what fails is said in words that help."""

import asyncio
import contextlib
import dataclasses
import ipaddress

import pytest
from sqlalchemy import select

from app.actions.mail.trials import ask_for_trial
from app.config.mail_place import KeptMailbox, MailPlace
from app.config.mail_trial import TrialPlan
from app.core.clock import now_ms
from app.core.errors import TooMany
from app.nouns.reasons import readable
from app.queries.mail.trial_plans import mailbox_plan
from app.queries.mail.trials import trial_by_id
from mail.intake.loop import run_mailboxes
from mail.mailboxes.patience import MailboxDeadlines
from mail.outgoing.smtp import SmtpDeadlines
from mail.trials.loop import run_trials
from mail.trials.trying import Limits
from sql.tables import inbound, leases
from tests.mail.mailboxes.scripted_server import ScriptedServer
from tests.plugins.desk import make_desk, settings_for
from tests.servers.process import free_port
from tests.servers.smtp_sink import SmtpSink

SHORT = Limits(SmtpDeadlines(1, 1, 1), MailboxDeadlines(0.5, 0.5, 2), arrives_s=2, looks_s=0.1)
PATIENT = Limits(arrives_s=40, looks_s=0.1)
SENDER = "Aurora Travel <desk@aurora.example>"


@pytest.fixture
def desk(db, tmp_path):
    networks = (ipaddress.ip_network("127.0.0.0/8"),)
    return make_desk(db, dataclasses.replace(settings_for(tmp_path), mail_networks=networks), tmp_path)


async def tried(desk, plan, limits=PATIENT, *beside):
    """The trial when it is over."""
    trial_id = await ask_for_trial(desk, plan, now_ms())
    loops = [asyncio.create_task(loop) for loop in (run_trials(desk, limits), *beside)]
    try:
        async with asyncio.timeout(60):
            while not (trial := await trial_by_id(desk, trial_id, now_ms())).is_over:  # noqa: ASYNC110  # it has no bell
                await asyncio.sleep(0.05)
    finally:
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
    return trial


def last(trial):
    return trial.state, trial.steps[-1].name, readable(trial.steps[-1].words)


@contextlib.asynccontextmanager
async def forwarding(sink, dovecot, user):
    """A mail provider: what is sent lands in the mailbox."""

    async def forward():
        done = 0
        while True:
            for letter in sink.letters[done:]:
                done += 1
                dovecot.deliver(user, letter.content)
            await asyncio.sleep(0.02)

    task = asyncio.create_task(forward())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_good_server_gets_a_mail_to_the_person_who_asks(desk, smtp_sink):
    trial = await tried(
        desk, TrialPlan(smtp_url=smtp_sink.url, smtp_is_typed=True, sender=SENDER, to="ada@desk.example")
    )

    assert last(trial)[:2] == ("ok", "sent")
    [letter] = smtp_sink.letters
    assert letter.rcpt_tos == ["ada@desk.example"]
    assert letter.message["Auto-Submitted"] == "auto-generated"


async def test_what_is_wrong_with_a_server_is_said(desk, certificates):
    nobody = f"smtp://127.0.0.1:{free_port()}"
    unknown = "smtp://mail.aurora.invalid:25"
    locked = SmtpSink("smtps", certificates, "desk", "right").start()
    plain = SmtpSink().start()
    try:
        said = {
            name: last(await tried(desk, TrialPlan(smtp_url=url, smtp_is_typed=True)))
            for name, url in {
                "refused": nobody,
                "name": unknown,
                "certificate": locked.url,
                "no tls": f"smtps://127.0.0.1:{plain.port}",
                "no starttls": f"smtp+starttls://127.0.0.1:{plain.port}",
                "keeper": "smtp://169.254.169.254:25",
            }.items()
        }
    finally:
        locked.stop()
        plain.stop()

    assert {state for state, _name, _words in said.values()} == {"fault"}
    words = {name: told for name, (_state, _step, told) in said.items()}
    assert "refused the connection" in words["refused"]
    assert "mail.aurora.invalid" in words["name"]
    assert "certificate of 127.0.0.1 is not trusted" in words["certificate"]
    assert "does not speak TLS" in words["no tls"]
    assert "does not offer STARTTLS" in words["no starttls"]
    assert "may not reach" in words["keeper"]


async def test_a_wrong_password_is_said_and_shown_to_nobody(desk, certificates):
    sink = SmtpSink("smtps", certificates, "desk", "right").start()
    try:
        url = f"smtps://desk:very-wrong@127.0.0.1:{sink.port}?cafile={certificates.authority_path}"
        state, _name, words = last(await tried(desk, TrialPlan(smtp_url=url, smtp_is_typed=True)))
    finally:
        sink.stop()

    assert state == "fault"
    assert "refused the sign-in" in words
    kept = await desk.db.fetch_all(select(leases.c.details))
    assert "very-wrong" not in str([row.details for row in kept])


@pytest.mark.parametrize("scheme", ["imap", "pop3"])
async def test_a_server_that_never_answers_ends_a_trial_in_time(desk, scheme):
    async def hang(talk, _line):
        await talk.hang()

    async with ScriptedServer({"greeting": hang}) as server:
        url = f"{scheme}://desk:x@127.0.0.1:{server.port}"
        state, name, words = last(await tried(desk, TrialPlan(mailbox_url=url, mailbox_is_typed=True), SHORT))

    assert (state, name) == ("fault", "mailbox")
    assert "took too long" in words


@pytest.mark.dovecot
async def test_a_folder_that_is_not_there_and_a_wrong_password_are_said(desk, dovecot, mail_user):
    folder = f"{mail_user.url('imap')}?folder=Nothing"
    password = mail_user.url("imap").replace(mail_user.password, "wrong")

    said = [last(await tried(desk, TrialPlan(mailbox_url=url))) for url in (folder, password)]

    assert "Check the folder's name" in said[0][2]
    assert "Check the user name and password" in said[1][2]


@pytest.mark.dovecot
@pytest.mark.parametrize("scheme", ["imap", "pop3"])
async def test_a_mail_is_sent_and_received_without_a_trace_in_the_mailbox(desk, smtp_sink, dovecot, mail_user, scheme):
    dovecot.deliver(mail_user, b"Subject: Stays\r\n\r\nHello\r\n")
    plan = TrialPlan(
        smtp_url=smtp_sink.url, sender=SENDER, mailbox_url=mail_user.url(scheme), mailbox_address="desk@aurora.example"
    )

    async with forwarding(smtp_sink, dovecot, mail_user):
        trial = await tried(desk, plan)

    assert last(trial)[:2] == ("ok", "arrived")
    assert [b"Stays" in raw for raw in dovecot.messages(mail_user)] == [True]


@pytest.mark.dovecot
async def test_the_desks_own_reader_brings_a_test_mail_and_opens_no_ticket(desk, group, smtp_sink, dovecot, mail_user):
    desk.settings = dataclasses.replace(desk.settings, mailbox_url=mail_user.url("imap"), mail_from=SENDER)
    plan = TrialPlan(
        smtp_url=smtp_sink.url,
        sender=SENDER,
        mailbox_url=mail_user.url("imap"),
        mailbox_address="desk@aurora.example",
        is_read=True,
    )

    async with forwarding(smtp_sink, dovecot, mail_user):
        trial = await tried(desk, plan, PATIENT, run_mailboxes(desk))

    assert last(trial)[:2] == ("ok", "arrived")
    [row] = await desk.db.fetch_all(select(inbound.c.outcome, inbound.c.reason))
    assert (row.outcome, readable(row.reason)) == ("own", "A test email of this desk.")


@pytest.mark.dovecot
async def test_a_mail_that_does_not_arrive_is_said(desk, smtp_sink, dovecot, mail_user):
    plan = TrialPlan(
        smtp_url=smtp_sink.url, sender=SENDER, mailbox_url=mail_user.url("imap"), mailbox_address="other@aurora.example"
    )

    state, name, words = last(await tried(desk, plan, dataclasses.replace(PATIENT, arrives_s=1)))

    assert (state, name) == ("fault", "arrived")
    assert "did not arrive within 1 s" in words


async def test_a_trial_that_nobody_picks_up_says_so(desk):
    asked_ms = now_ms()
    trial_id = await ask_for_trial(desk, TrialPlan(smtp_url="smtp://mail.aurora.example"), asked_ms)

    trial = await trial_by_id(desk, trial_id, asked_ms + 20_000)

    assert "deskbell mail run" in last(trial)[2]


async def test_few_trials_run_at_once(desk):
    for _number in range(5):
        await ask_for_trial(desk, TrialPlan(smtp_url="smtp://mail.aurora.example"), now_ms())

    with pytest.raises(TooMany):
        await ask_for_trial(desk, TrialPlan(smtp_url="smtp://mail.aurora.example"), now_ms())


def test_a_mailbox_without_an_address_is_tried_with_the_desks_while_it_is_the_only_one(desk):
    box = KeptMailbox(1, MailPlace("imap", "127.0.0.1", 143, "none", "bookings"), True, None, "", "", "imap:")
    alone = dataclasses.replace(desk.settings, mail_from=SENDER, smtp_url="smtp://127.0.0.1:25", mailboxes=(box,))
    one_of_two = dataclasses.replace(alone, mailboxes=(box, dataclasses.replace(box, id=2)))

    plans = []
    for settings in (alone, one_of_two):
        desk.settings = settings
        plans.append(mailbox_plan(desk, 1, "en"))

    assert [plan.mailbox_address for plan in plans] == ["desk@aurora.example", ""]
    assert [plan.smtp_url for plan in plans] == ["smtp://127.0.0.1:25", ""]
