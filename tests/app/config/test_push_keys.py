import stat

import pytest

from app.config.push_keys import make_push_keys
from app.config.settings import read_settings
from app.config.wrong_settings import WrongSettings

ON = {"DESKBELL_PUSH_KEY_FILE": "var/push.pem", "DESKBELL_PUSH_CONTACT": "it@desk.example"}


def test_nothing_is_pushed_unless_there_is_a_key(tmp_path):
    assert read_settings({}, tmp_path).push is None


def test_the_key_is_made_for_its_owner_alone_and_never_replaced(tmp_path):
    path = tmp_path / "var/push.pem"
    make_push_keys(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        make_push_keys(path)
    push = read_settings(ON, tmp_path).push
    assert (push.contact, len(push.public), push.public[0]) == ("it@desk.example", 87, "B")


def test_the_contact_is_the_desks_address_unless_there_is_another(tmp_path):
    make_push_keys(tmp_path / "var/push.pem")
    given = {"DESKBELL_PUSH_KEY_FILE": "var/push.pem", "DESKBELL_MAIL_FROM": "Aurora Travel <desk@aurora.example>"}

    assert read_settings(given, tmp_path).push.contact == "desk@aurora.example"


@pytest.mark.parametrize(
    "content", [None, "", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_a_file_without_a_key_stops_the_start(tmp_path, content):
    if content is not None:
        (tmp_path / "var").mkdir()
        (tmp_path / "var/push.pem").write_text(content)

    with pytest.raises(WrongSettings, match="DESKBELL_PUSH_KEY_FILE") as wrong:
        read_settings({**ON, "DESKBELL_PUSH_CONTACT": "nobody"}, tmp_path)

    assert "DESKBELL_PUSH_CONTACT" in str(wrong.value)
