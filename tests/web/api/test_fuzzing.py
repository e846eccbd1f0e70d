"""schemathesis asks the API whatever its OpenAPI document allows, and what it does not."""

import os
import re
import subprocess
import sys
from pathlib import Path

from app.credentials.api_key import MOST_PER_MINUTE, KeyScope

HERE = Path(__file__).with_name("fuzzing")
CHECKED_BY_HOOKS = "positive_data_acceptance"  # and stricter: it looks at the fields that were refused


def test_the_api_does_what_its_document_says_and_nothing_else(database_url, make_served_desk, tmp_path):
    desk = make_served_desk(database_url, mail_in_web="0")
    desk.run("migrate")
    words = ("user", "add", "anna@desk.example", "--name", "Anna", "--role", "administrator", "--password-stdin")
    desk.run(*words, stdin="a bell rings thrice\n")
    scopes, pace = ",".join(KeyScope), str(MOST_PER_MINUTE)
    made = desk.run("key", "add", "All", "--scopes", scopes, "--operator", "anna@desk.example", "--per-minute", pace)
    desk.start()

    command = [Path(sys.executable).with_name("st"), "--config-file", HERE / "schemathesis.toml", "--no-color", "run"]
    command += [
        f"{desk.url}/api/v1/openapi.json",
        "--exclude-checks",
        CHECKED_BY_HOOKS,
        "-H",
        f"Authorization: Bearer {made.stdout.strip()}",
    ]
    env = {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE)}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-20_000:]
    assert "incident" not in desk.log()
    assert int(re.search(r"(\d+) generated", done.stdout)[1]) > 1000, done.stdout[-2000:]
