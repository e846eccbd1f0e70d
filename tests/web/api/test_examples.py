"""Every example of the docs page is run as it is printed, against a served desk."""

import os
import subprocess
import sys

import pytest

from tests.servers.served_desk import ServedDesk
from web.api.calls.all import ALL
from web.api.described.examples import NAMES, examples_of

SCOPES = "tickets:read,tickets:write,tickets:answer,notes:read,mail:read,customers:read,events:read,statistics:read"
CREATE = next(one for one in ALL if one.name == "createTicket")
UPLOAD = next(one for one in ALL if one.name == "uploadAttachment")


@pytest.fixture
def served(make_served_desk, tmp_path) -> ServedDesk:
    """A desk with two people, and a key that acts as the first, an administrator."""
    desk = make_served_desk(f"sqlite:///{tmp_path}/desk.db", mail_in_web="0")
    desk.run("migrate")
    for name, role in (("anna", "administrator"), ("maria", "operator")):
        words = ("user", "add", f"{name}@desk.example", "--name", name.title(), "--role", role, "--password-stdin")
        desk.run(*words, stdin="a bell rings thrice\n")
    key = desk.run("key", "add", "Examples", "--scopes", SCOPES, "--operator", "anna@desk.example").stdout.strip()
    desk.env["DESKBELL_KEY"] = key
    (desk.directory / "note.txt").write_text("A note.")
    return desk.start()


def code_of(operation, language: str, served: ServedDesk) -> str:
    return dict(examples_of(operation, served.url))[language]


def run(served: ServedDesk, *command: str) -> str:
    env = {**os.environ, "DESKBELL_KEY": served.env["DESKBELL_KEY"]}
    done = subprocess.run(command, cwd=served.directory, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_every_example_works_in_every_language(served):
    run(served, "bash", "-c", code_of(CREATE, "curl", served))
    uploaded = run(served, "bash", "-c", code_of(UPLOAD, "curl", served))
    file = uploaded.partition('"key":"')[2].partition('"')[0]
    codes = {
        language: [code_of(one, language, served).replace("KEY_OF_A_FILE", file) for one in ALL] for language in NAMES
    }

    for code in codes["curl"]:
        run(served, "bash", "-c", code)
    run(served, sys.executable, "-c", "\n\n".join(codes["Python"]))
    blocks = "\n".join(f"{{\n{code}\n}}" for code in codes["JavaScript"])
    run(served, "node", "--input-type=module", "-e", blocks)
