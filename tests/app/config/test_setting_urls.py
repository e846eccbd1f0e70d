"""URLs in settings: a fault is said without a piece of the secret, and another machine's Redis is asked over TLS."""

import pytest

from app.config.settings import read_settings
from app.config.wrong_settings import WrongSettings

PASSWORDS = ["hun#ter2", "hun@ter2", "hun/ter2", "hun?ter2", "hun[ter2", "@hunter2", "hunter2#"]
PLACES = {
    "DATABASE_URL": "mysql://desk:{}@db.example.org:3306/deskbell",
    "MAILBOX_URL": "imaps://desk:{}@mail.example.org?folder=INBOX",
    "SMTP_URL": "smtp+starttls://desk:{}@mail.example.org:587",
    "REDIS_URL": "rediss://:{}@redis.example.org:6379/0",
}


def faults_of(folder, **given):
    try:
        read_settings({f"DESKBELL_{name}": value for name, value in given.items()}, folder)
    except WrongSettings as found:
        return str(found)
    return ""


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("password", PASSWORDS)
def test_a_password_that_ends_its_url_early_is_a_fault_that_tells_nothing_of_it(tmp_path, name, password):
    said = faults_of(tmp_path, **{name: PLACES[name].format(password)})

    assert said.startswith(f"DESKBELL_{name}: must have # / ? @ [ ] in user name and password written as %23")
    assert "hun" not in said
    assert "ter2" not in said


@pytest.mark.parametrize("name", PLACES)
def test_the_same_characters_in_percent_form_are_none(tmp_path, name):
    assert faults_of(tmp_path, **{name: PLACES[name].format("hun%23%40%2F%3Fter2:x")}) == ""


@pytest.mark.parametrize(
    "url", ["redis://secret:hunter2", "redis://127.0.0.1:hunter2", "smtp://desk:hunter2", "pop3://"]
)
def test_what_is_no_port_and_no_host_is_said_without_repeating_it(tmp_path, url):
    name = {"redis": "REDIS_URL", "smtp": "SMTP_URL", "pop3": "MAILBOX_URL"}[url.partition(":")[0]]

    said = faults_of(tmp_path, **{name: url})

    assert said.startswith(f"DESKBELL_{name}")
    assert "hunter2" not in said


def test_the_address_that_every_mail_names_holds_no_password(tmp_path):
    said = faults_of(tmp_path, BASE_URL="https://desk:hunter2@desk.example.org")

    assert said.startswith("DESKBELL_BASE_URL: must not hold a user name or password")
    assert "hunter2" not in said


OWN = [
    "redis://127.0.0.1:6379/0",
    "redis://localhost",
    "redis://[::1]:6379",
    "redis://:word@127.9.9.9/1",
    "unix:///run/redis.sock",
    "rediss://:word@redis.example.org:6380/0",
]
FOREIGN = [
    "redis://redis.example.org:6379/0",
    "redis://:word@10.0.0.7/0",
    "redis://localhost.example.org",
    "redis://[2001:db8::1]:6379",
    "rediss://redis.example.org",
    "rediss://user:@redis.example.org",
]


@pytest.mark.parametrize("url", OWN)
def test_s72_redis_on_this_machine_or_behind_tls_and_a_password_is_taken(tmp_path, url):
    assert faults_of(tmp_path, REDIS_URL=url) == ""


@pytest.mark.parametrize("url", FOREIGN)
def test_s72_a_redis_that_others_could_read_is_refused_unless_it_is_asked_for(tmp_path, url):
    assert "DESKBELL_REDIS_URL" in faults_of(tmp_path, REDIS_URL=url)
    assert faults_of(tmp_path, REDIS_URL=url, ALLOW_PLAIN_REDIS="1") == ""


@pytest.mark.parametrize("name", ["SECRET_KEY", "PASSWORD_KEY"])
def test_a_key_that_could_be_guessed_is_refused(tmp_path, name):
    assert f"DESKBELL_{name}: must have at least 32 characters" in faults_of(tmp_path, **{name: "k" * 31})
    assert faults_of(tmp_path, **{name: "k" * 32}) == ""


def test_a_kept_key_that_could_be_guessed_is_refused(tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "secret.key").write_text("k\n")

    assert "DESKBELL_SECRET_KEY: must have at least 32 characters" in faults_of(tmp_path)
