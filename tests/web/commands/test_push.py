"""`deskbell push-keys`."""

import pytest

from web.cli import main


def test_it_says_which_settings_use_the_key_and_shows_nothing_of_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    assert main(["push-keys"]) == 0

    told = capsys.readouterr().out
    assert "DESKBELL_PUSH_KEY_FILE=var/push.pem" in told
    secret = (tmp_path / "var/push.pem").read_text().splitlines()[1]
    assert secret[:16] not in told


def test_a_key_in_use_is_left_alone(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    main(["push-keys", "push.pem"])
    before = (tmp_path / "push.pem").read_bytes()

    assert main(["push-keys", "push.pem"]) == 1

    assert "exists already" in capsys.readouterr().err
    assert (tmp_path / "push.pem").read_bytes() == before


@pytest.mark.parametrize("words", ["push-keys"])
def test_help_names_it(words, capsys):
    with pytest.raises(SystemExit):
        main(["--help"])

    assert words in capsys.readouterr().out
