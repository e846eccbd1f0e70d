"""Letters are read in a process of their own: what one does to it, it does to nobody else."""

import io
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from app.nouns.reasons import readable
from mail.inspecting import inspect_command
from mail.letter import limits
from mail.letter.letter import Letter, LetterAttachment
from mail.preview import came
from mail.reader import child, wire
from mail.reader.letters import read_letter
from mail.reader.process import LetterReader, NoReader
from mail.reader.talk import LetterDefeats

LETTERS = sorted((Path(__file__).parents[1] / "letters").glob("*.eml"))
POISONED = "tests.mail.reader.poisoned_child"
WHY = {
    "kill": "Reading it stopped the mail reader.",
    "memory": "Reading it stopped the mail reader.",
    "cpu": "Reading it stopped the mail reader.",
    "wait": "Reading it took longer than 3 s.",
    "raise": "could not be read: ValueError",
    "lie": "could not be read: ValidationError",
}


def mail(words="Hello"):
    return b"From: a@client.example\nSubject: x\n\n" + words.encode()


@pytest.fixture
def start():
    started = []

    def begin(module="mail.reader.child"):
        started.append(LetterReader(module))
        return started[-1]

    yield begin
    for reader in started:
        reader.close()


def test_every_letter_of_the_collection_is_read_in_the_child_as_it_is_here(start):
    raws = [path.read_bytes() for path in LETTERS]

    found = start().read(raws, frozenset({"desk@aurora.example"}))

    assert [one.letter for one in found] == [
        read_letter(raw, own_addresses=frozenset({"desk@aurora.example"})) for raw in raws
    ]


def test_the_contents_of_large_files_arrive_whole(start):
    content = os.urandom(3_000_000)
    head = b"From: a@client.example\nContent-Type: application/pdf; name=x.pdf\n\n"

    [one, other] = start().read([head + content, mail()])

    assert one.letter.attachments[0].payload == content
    assert other.letter.text == "Hello"


@pytest.mark.parametrize("poison", WHY)
def test_s61_a_letter_that_ends_its_process_is_named_and_the_others_are_read(start, poison):
    raws = [mail("one"), mail(f"poison-{poison}"), mail("two"), mail("three")]

    found = start(POISONED).read(raws, limit_s=3.0 if poison == "wait" else 60.0)

    assert [one.letter.text for one in found if not isinstance(one, LetterDefeats)] == ["one", "two", "three"]
    assert isinstance(found[1], LetterDefeats)
    assert readable(found[1].why) == WHY[poison]


def test_s61_the_child_is_used_again_and_has_limits(start):
    reader = start()
    reader.read([mail()])
    process = psutil.Process(reader._child.pid)
    reader.read([mail(), mail()])

    assert reader._child.pid == process.pid
    assert 0 < process.rlimit(psutil.RLIMIT_AS)[0] < 2 * 1024 * limits.MIB
    assert 0 < process.rlimit(psutil.RLIMIT_CPU)[0] < 60
    assert process.rlimit(psutil.RLIMIT_CORE)[0] == 0


def test_the_child_knows_nothing_of_the_desk_s_settings(start, monkeypatch):
    monkeypatch.setenv("DESKBELL_SECRET_KEY", "hidden")
    reader = start()
    reader.read([mail()])

    environment = psutil.Process(reader._child.pid).environ()
    assert set(environment) <= {"PYTHONPATH", "MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_", "LC_CTYPE"}


def test_a_child_that_is_gone_is_replaced_and_no_letter_is_blamed(start):
    reader = start()
    reader.read([mail()])
    reader._child.kill()

    [one] = reader.read([mail("again")])

    assert one.letter.text == "again"


@pytest.mark.parametrize("letter", ["growth", "age"])
def test_a_child_that_has_grown_or_is_old_ends_between_two_letters_and_nobody_notices(start, letter):
    reader = start(POISONED)
    reader.read([mail()])
    first = reader._child

    found = reader.read([mail(f"poison-{letter}"), mail("next"), mail("last")])

    assert first.poll() is not None
    assert [one.letter.text for one in found] == [f"poison-{letter}", "next", "last"]


def test_where_no_child_runs_the_machine_is_at_fault_and_no_letter(start):
    with pytest.raises(NoReader):
        start("mail.nothing_of_that_name").read([mail()])


def test_closing_ends_the_child(start):
    reader = start()
    reader.read([mail()])
    process = psutil.Process(reader._child.pid)

    reader.close()

    assert not process.is_running()


def test_the_child_ends_when_its_desk_dies():
    program = (
        "import os; from mail.reader.process import shared; "
        "shared.read([b'From: a@client.example\\n\\nx']); print(shared._child.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    desk = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    number = int(desk.stdout)
    if psutil.pid_exists(number):
        psutil.Process(number).wait(10)
    assert not psutil.pid_exists(number)


@pytest.mark.parametrize(
    "changed",
    [
        {"file_bytes": []},
        {"file_bytes": [1, 1]},
        {"file_bytes": [-1]},
        {"file_bytes": [limits.RAW_BYTES * 3]},
        {"fingerprint": None},
        {"letter": {"subject": 1}},
        {"letter": {"kind": "surprise"}},
    ],
)
def test_what_a_child_says_has_its_types_and_bounds(changed):
    letter = Letter(attachments=[LetterAttachment("x", "text/csv", b"")])
    said = {"type": "done", "letter": letter, "fingerprint": "f", "file_bytes": [1]}

    assert wire.reply_of(wire._encoder.encode(said)).letter == letter
    with pytest.raises(ValueError):
        wire.reply_of(wire._encoder.encode({**said, **changed}))


def test_a_limit_above_what_the_machine_allows_is_the_machine_s(monkeypatch):
    noted = []
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (100, 100))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, both: noted.append(both))

    child._limit(resource.RLIMIT_CPU, 500)
    child._limit(resource.RLIMIT_CPU, 50)

    assert noted == [(100, 100), (50, 100)]


@pytest.fixture
def poisoned(start, monkeypatch):
    reader = start(POISONED)
    monkeypatch.setattr("mail.inspecting.for_pages", reader)
    monkeypatch.setattr("mail.preview.for_pages", reader)
    return reader


def test_s61_inspect_says_of_a_letter_that_kills_that_it_is_broken(poisoned):
    out = io.StringIO()

    status = inspect_command([], io.BytesIO(mail("poison-kill")), out, io.StringIO())

    found = json.loads(out.getvalue())
    assert (status, found["kind"], found["flaws"]) == (0, "broken", [WHY["kill"]])


async def test_s61_the_mail_page_shows_the_headers_of_a_letter_that_kills(poisoned):
    shown = await came(mail("poison-kill"))

    assert (shown["kind"], shown["flaws"]) == ("broken", [WHY["kill"]])
    assert ("Subject", "x") in shown["headers"]


async def test_s61_the_mail_page_shows_a_letter_of_thousands_of_parts_inside_one_another():
    opened = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(1500))

    shown = await came(b"From: a@client.example\nSubject: nested\n" + opened)

    assert shown["subject"] == "nested"
    assert ("Subject", "nested") in shown["headers"]
