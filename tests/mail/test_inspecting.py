"""`deskbell mail inspect` prints what the desk reads, and never fails on a message."""

import io
import json

import pytest

from mail.inspecting import inspect_command

RAW = b"From: Anna <a@client.example>\nSubject: Re: [#42] x\nContent-Type: text/html\n\n<p>Hi<script>1</script></p>"


def _run(arguments, stdin=b""):
    out, err = io.StringIO(), io.StringIO()
    status = inspect_command(arguments, io.BytesIO(stdin), out, err)
    return status, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def test_one_message_from_standard_input():
    status, (found,), _ = _run([], RAW)

    assert status == 0
    assert (found["from_email"], found["kind"], found["text"]) == ("a@client.example", "message", "Hi")
    assert found["ticket"] == {"number": 42, "by": "subject"}
    assert "script" not in found["html"]


def test_one_message_from_a_file(tmp_path):
    (tmp_path / "a.eml").write_bytes(RAW)

    status, (found,), _ = _run([str(tmp_path / "a.eml")])

    assert status == 0
    assert found["subject"] == "Re: [#42] x"


def test_a_batch_answers_each_path_in_order_even_where_a_file_is_missing(tmp_path):
    (tmp_path / "a.eml").write_bytes(RAW)
    paths = f"{tmp_path}/a.eml\n{tmp_path}/missing.eml\n{tmp_path}/a.eml\n"

    status, found, _ = _run(["--batch"], paths.encode())

    assert status == 0
    assert [one["kind"] for one in found] == ["message", "broken", "message"]


def test_a_missing_file_is_said_in_one_line():
    status, found, error = _run(["/nowhere/at/all.eml"])

    assert (status, found) == (1, [])
    assert error.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--nope"], ["a", "b"], ["--batch", "a"]])
def test_wrong_usage_has_its_own_status(arguments):
    status, _, error = _run(arguments)

    assert status == 2
    assert "mail inspect" in error


def test_every_name_of_the_interface_is_there():
    _, (found,), _ = _run([], b"")

    promised = {
        "from_email",
        "from_name",
        "subject",
        "message_id",
        "in_reply_to",
        "references",
        "date",
        "kind",
        "text",
        "quoted",
        "html",
        "attachments",
        "ticket",
        "bounced",
        "failed_recipients",
    }
    assert promised <= set(found)
