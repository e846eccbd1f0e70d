"""`deskbell --help`: there at once."""

import subprocess
import sys

import pytest

from web.cli import main
from web.commands import WORDS

ASKED = """
import sys
from web.cli import make_parser
make_parser(["--help"]).format_help()
print(*sorted({"sqlalchemy", "starlette", "jinja2", "app.desk"} & sys.modules.keys()))
"""


def test_the_list_of_commands_is_told_without_loading_the_desk():
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""


@pytest.mark.parametrize("command", WORDS)
def test_a_command_says_of_itself_what_the_list_says_of_it(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0
    assert WORDS[command] in " ".join(capsys.readouterr().out.split())
