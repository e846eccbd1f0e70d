"""What does not start: a process that strangers reach, over a package with known holes."""

import pytest

from web.cli import main


@pytest.mark.parametrize("command", [["serve"], ["mail", "run"]])
def test_s74_nothing_starts_over_a_package_with_known_holes(command, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "web.commands.opened_desk.below_floor", lambda: ["nh3 0.1 has known holes. Run: pip install nh3"]
    )

    status = main(command)

    assert status == 1
    assert capsys.readouterr().err == "deskbell: nh3 0.1 has known holes. Run: pip install nh3\n"
    assert list(tmp_path.iterdir()) == []


def test_serve_refuses_bundles_of_other_sources_in_one_line(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("web.pages.bundles.digest_of_sources", lambda: "of others")

    status = main(["serve"])

    assert status == 1
    assert capsys.readouterr().err == (
        "deskbell: the bundled scripts and styles are missing or out of date. Run: make setup (or serve --dev)\n"
    )
    assert list(tmp_path.iterdir()) == []
