"""What does not start: a process that strangers reach, over a package with known holes; and where links lead when it does."""

import pytest

from app.config.settings import read_settings
from web.cli import main
from web.commands.serve import linked_to, listening


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


@pytest.mark.parametrize(
    ("given", "leads_to"),
    [({}, "http://127.0.0.1:{port}"), ({"DESKBELL_BASE_URL": "https://desk.example.org"}, "https://desk.example.org")],
)
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_links_lead_to_the_port_that_is_served_unless_the_environment_says_where(given, leads_to, host, tmp_path):
    with listening(host, 0) as place:
        settings = linked_to(read_settings(given, tmp_path), place)
        port = place.getsockname()[1]

    assert settings.base_url == leads_to.format(port=port)
