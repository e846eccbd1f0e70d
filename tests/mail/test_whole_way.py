"""From the mailbox to the mail server: what strangers write comes in by POP3's door and leaves, if it does, by SMTP."""

import dataclasses
import shutil

import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.people.people import add_group
from app.core.clock import HOUR_MS, MINUTE_MS
from app.database import Database
from app.desk import Desk
from tests.mail.intake.fake_mailbox import FakeMailbox, Postman, mail
from tests.mail.outgoing.clockwork import Clockwork
from tests.plugins.desk import NOW, make_desk, settings_for

GUEST = "helena@guest.example"
PLAIN = ["Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"]
HEADERS = {
    "confirmation": sorted(
        [*PLAIN, "Auto-Submitted", "In-Reply-To", "References", "X-Auto-Response-Suppress", "X-Deskbell-Loop"]
    ),
    "answer": sorted([*PLAIN, "In-Reply-To", "References"]),
    "notice": sorted([*PLAIN, "Auto-Submitted", "References", "X-Auto-Response-Suppress", "X-Deskbell-Loop"]),
}
HOSTILE = {
    "encoded line feed (P2)": "=?UTF-8?Q?x=0ABcc:_injected@example.com?=",
    "doubly encoded (P1)": "=?UTF-8?B?QSB4IHN1YmplY3Q9P1VURi04P1E/PTBBPz1CY2M6IGluamVjdGVkQGV4YW1wbGUuY29t?=",
    "carriage return": "=?UTF-8?Q?x=0D=0A=0D=0ABcc:_injected@example.com?=",
    "nul": "=?UTF-8?Q?x=00y?=",
    "line separator": "=?UTF-8?Q?x=E2=80=A8Bcc:_injected@example.com?=",
    "ten thousand characters": "x" * 10_000,
    "right to left": "=?UTF-8?Q?x=E2=80=AEgpj.exe?=",
    "lone surrogate": "=?UTF-8?Q?x=ED=A0=80y?=",
}


def desk_of(db, folder, smtp_sink, name="aurora") -> Desk:
    folder.mkdir(exist_ok=True)
    settings = dataclasses.replace(
        settings_for(folder),
        mail_from=f"{name.title()} <desk@{name}.example>",
        smtp_url=smtp_sink.url,
        base_url=f"https://{name}.example",
    )
    return make_desk(db, settings, folder)


@pytest.fixture
def desk(db, tmp_path, smtp_sink) -> Desk:
    return desk_of(db, tmp_path / "aurora", smtp_sink)


@pytest.fixture
def postman(desk) -> Postman:
    return Postman(desk, FakeMailbox())


@pytest.fixture
async def boreal(desk, tmp_path, smtp_sink, sqlite_template):
    """Another company's desk, with a database of its own."""
    (tmp_path / "boreal").mkdir()
    shutil.copy(sqlite_template, tmp_path / "boreal" / "desk.db")
    db = Database(f"sqlite:///{tmp_path / 'boreal' / 'desk.db'}")
    await db.connect()
    other = desk_of(db, tmp_path / "boreal", smtp_sink, "boreal")
    await add_group(other, "Sales", NOW)
    yield other
    await db.disconnect()


@pytest.fixture
async def works():
    """Makes the outbox of a desk, and closes what it dialled."""
    made = []

    def work_of(desk):
        made.append(Clockwork(desk))
        return made[-1]

    yield work_of
    for work in made:
        await work.sender.close()


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
async def test_s53_no_strangers_subject_or_name_adds_a_header_a_recipient_or_stops_a_mail(
    desk, anna, postman, smtp_sink, works, words
):
    raw = (
        mail(sender="NAME <helena@guest.example>", subject="SUBJECT")
        .replace(b"NAME", words.encode())
        .replace(b"SUBJECT", words.encode())
    )
    await postman.poll(raw)
    [entry] = await postman.ledger()
    await send_answer(desk, anna, entry.ticket_id, AnswerForm("<p>Yes.</p>", "k", taking=True), postman.now_ms)
    await works(desk).turn(minutes=5)

    sent = {_kind(letter): letter for letter in smtp_sink.letters}
    assert entry.outcome == "opened"
    assert sorted(sent) == sorted(HEADERS)
    assert len(smtp_sink.letters) == len(sent)
    for kind, letter in sent.items():
        assert letter.rcpt_tos == (["anna@desk.example"] if kind == "notice" else [GUEST])
        assert sorted(letter.message.keys()) == HEADERS[kind]
        assert not letter.message["To"].defects


def _kind(letter) -> str:
    if letter.rcpt_tos == ["anna@desk.example"]:
        return "notice"
    return "confirmation" if letter.message["Auto-Submitted"] else "answer"


MARKS = ("auto-submitted", "x-auto-response-suppress", "x-deskbell-loop", "in-reply-to", "references", "precedence")


def _without_marks(content: bytes) -> bytes:
    """As a gateway hands it on that knows no header but its own."""
    head, _, body = content.partition(b"\r\n\r\n")
    lines = head.replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ").split(b"\r\n")
    kept = [line for line in lines if not line.lower().startswith(tuple(mark.encode() for mark in MARKS))]
    return b"\r\n".join([*kept, b"", body])


@pytest.mark.parametrize("gateway", [bytes, _without_marks], ids=["with their marks", "every mark lost on the way"])
async def test_s57_two_desks_that_answer_each_other_come_to_rest(
    desk, group, postman, boreal, smtp_sink, works, gateway, full_size
):
    there = Postman(boreal, FakeMailbox())
    posts = {"desk@aurora.example": postman, "desk@boreal.example": there}
    outboxes = [works(desk), works(boreal)]
    there.mailbox.deliver(mail("Aurora <desk@aurora.example>", text="Who writes first?"))
    delivered = 0

    for round_ in range(200 if full_size else 30):
        for post in posts.values():
            post.now_ms = NOW + round_ * MINUTE_MS
            await post.poll()
        for work in outboxes:
            work.now_ms = NOW + round_ * MINUTE_MS
            await work.turn()
        fresh, delivered = smtp_sink.letters[delivered:], len(smtp_sink.letters)
        for letter in fresh:
            posts[letter.rcpt_tos[0]].mailbox.deliver(gateway(letter.content))

    for post in posts.values():
        sent = await post.mails_out("confirmation")
        times = sorted(row.due_ms for row in sent)
        assert len(sent) <= 10
        assert all(sum(moment <= other < moment + HOUR_MS for other in times) <= 3 for moment in times)
        assert not post.mailbox.messages
        assert {row.outcome for row in await post.ledger()} <= {"opened", "auto_reply", "held", "appended", "own"}
    arrived = len(await postman.ledger()) + len(await there.ledger())
    assert arrived == len(smtp_sink.letters) + 1


async def test_s57_a_robot_that_answers_everything_at_once_gets_three_mails_an_hour(
    desk, group, postman, smtp_sink, works, full_size
):
    work, delivered, answers = works(desk), 0, 0
    postman.mailbox.deliver(mail("robot@other.example", subject="Your request 0"))

    for round_ in range(200 if full_size else 30):
        postman.now_ms = work.now_ms = NOW + round_ * 15_000
        await postman.poll()
        await work.turn()
        for letter in smtp_sink.letters[delivered:]:
            delivered += 1
            for _copy in range(2):  # it answers twice, to be sure
                answers += 1
                postman.mailbox.deliver(
                    mail("robot@other.example", subject=f"Your request {answers}", text=letter.message["Subject"])
                )

    assert delivered == 3
    assert await postman.outcomes() == ["opened"] * (1 + answers)
