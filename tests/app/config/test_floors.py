"""The oldest packages that the desk runs with."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from app.config.floors import FLOORS, below_floor, python_level

ROOT = Path(__file__).parents[3]


def test_s74_what_is_installed_is_above_the_floors():
    assert below_floor() == []


@pytest.mark.parametrize("old", sorted(FLOORS))
def test_s74_a_package_below_its_floor_is_named_with_what_to_do(old):
    [fault] = below_floor(lambda name: "0.0.1" if name == old else version(name))

    assert fault == f"{old} 0.0.1 has known vulnerabilities. Run: pip install '{old}>={FLOORS[old]}'"


def test_s74_a_package_that_is_missing_is_named():
    def installed(name: str) -> str:
        if name == "nh3":
            raise PackageNotFoundError(name)
        return version(name)

    assert [fault.partition(".")[0] for fault in below_floor(installed)] == ["nh3 is not installed"]


def test_pythons_own_level_is_named_and_what_a_newer_one_mends():
    assert python_level("3.11.7") == "Python 3.11.7 (update to 3.11.10 or newer when you can: CVE-2024-6923)"
    assert python_level("3.13.1") == "Python 3.13.1"


def test_s74_the_pinned_packages_are_above_the_floors_too():
    pinned = dict(re.findall(r'^    "([\w.-]+)[=>]=([\d.]+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE))

    assert below_floor(lambda name: pinned.get(name) or version(name)) == []


def test_s74_the_requirements_carry_hashes_and_no_hosts_and_every_pin_of_ours():
    text = (ROOT / "requirements.txt").read_text()
    required = dict(re.findall(r"^([\w.-]+)==([\w.]+)", text, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pinned = dict(re.findall(r"([\w.-]+)==([\w.]+)", "\n".join(project["dependencies"])))

    assert "://" not in text
    assert all(" --hash=sha256:" in entry for entry in re.split(r"\n(?=[\w])", text) if "==" in entry)
    assert {name: required.get(name.lower()) for name in pinned} == pinned, "run tools/pin-requirements"
    assert below_floor(lambda name: required[name]) == []
