import pytest

from mail.mailboxes.account import Account, Security
from mail.mailboxes.imap import IMAPMailbox
from mail.mailboxes.pop3 import POP3Mailbox
from mail.mailboxes.url import mailbox_from_url


async def token() -> str:
    return "tok"


@pytest.mark.parametrize(
    ("url", "name", "security"),
    [
        ("pop3s://desk:pw@mail.example.org", "pop3s://desk@mail.example.org:995", Security.TLS),
        ("pop3://desk:pw@mail.example.org", "pop3://desk@mail.example.org:110", Security.NONE),
        ("pop3://desk:pw@mail.example.org:1110?starttls=1", "pop3://desk@mail.example.org:1110", Security.STARTTLS),
        ("imaps://desk:pw@mail.example.org/", "imaps://desk@mail.example.org:993/INBOX", Security.TLS),
        ("imap://desk:pw@[::1]:143?folder=In%2FDesk", "imap://desk@[::1]:143/In%2FDesk", Security.NONE),
    ],
)
def test_a_url_names_protocol_place_and_security(url, name, security):
    mailbox = mailbox_from_url(url)

    assert mailbox.name == name
    assert mailbox.account.security is security


def test_user_and_password_are_percent_decoded():
    account = mailbox_from_url("pop3s://desk%40example.org:p%2F%23%3F%40%25%C3%A4+@mail.example.org").account

    assert (account.user, account.password) == ("desk@example.org", "p/#?@%ä+")


def test_the_kinds_of_mailbox():
    assert isinstance(mailbox_from_url("pop3s://u:p@h"), POP3Mailbox)
    assert isinstance(mailbox_from_url("imaps://u:p@h"), IMAPMailbox)


def test_the_password_is_not_needed_with_a_token_source():
    assert mailbox_from_url("imaps://u@h", token_source=token).account.token_source is token


def test_an_oauth_refresh_token_stands_in_the_password():
    url = "imaps://u:refresh@h?token_url=https%3A%2F%2Flogin.example.org%2Ftoken&client_id=abc&client_secret=def"

    assert mailbox_from_url(url).account.token_source.refresh_token == "refresh"


@pytest.mark.parametrize("place", ["{}desk:pw@host", "de{}sk:pw@host", "desk:p{}w@host", "desk:pw@ho{}st"])
@pytest.mark.parametrize("scheme", ["pop3s://", "imaps://"])
@pytest.mark.parametrize("control", ["\r\nDELE 1", "\n", "\0", "%0D%0ADELE%201", "%0a", "%00", "\x7f", "%7F"])
def test_s63_control_characters_are_rejected_everywhere(scheme, place, control):
    with pytest.raises(ValueError, match="control character"):
        mailbox_from_url(scheme + place.format(control))


@pytest.mark.parametrize("control", ["%0D%0A", "%0a", "%00"])
def test_control_characters_are_rejected_in_the_folder(control):
    with pytest.raises(ValueError, match="folder holds a line break"):
        mailbox_from_url(f"imaps://desk:pw@host?folder=INBOX{control}")


@pytest.mark.parametrize("field", ["host", "user", "password"])
def test_an_account_rejects_control_characters_however_it_is_made(field):
    values = {"host": "h", "port": 995, "user": "u", "password": "p", field: "x\r\nDELE 1"}

    with pytest.raises(ValueError, match=f"the {field} holds"):
        Account(**values)


def test_a_folder_with_a_line_break_is_rejected_however_the_mailbox_is_made():
    with pytest.raises(ValueError, match="the folder holds"):
        IMAPMailbox(Account("h", 993, "u", "p"), folder="INBOX\r\na1 DELETE INBOX")


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("", "does not start with"),
        ("hunter2", "does not start with"),
        ("desk:hunter2@host", "does not start with"),
        ("smtp://desk:hunter2@host", "does not start with"),
        ("pop3s://host", "user is missing"),
        ("pop3s://:hunter2@host", "user is missing"),
        ("pop3s://desk@host", "password is missing"),
        ("pop3s://desk:@host", "password is missing"),
        ("pop3s://desk:hunter2@", "host is missing"),
        ("pop3s://desk:hunter2@ho st", "not a valid host name"),
        ("pop3s://desk:hunter2@host:abc", "numeric port"),
        ("pop3s://desk:hunter2@host:99999", "numeric port"),
        ("pop3s://desk:hunter2@host:0", "unexpected text after the host"),
        ("pop3s://desk:hun/ter2@host", "numeric port"),
        ("pop3s://desk:hunter2@[::1", "numeric port"),
        ("pop3s://desk:hunter2\u2100@host", "numeric port"),
        ("pop3s://desk:hunter2@host/path", "unexpected text after the host"),
        ("pop3s://desk:hunter2@host#x", "unexpected text after the host"),
        ("pop3s://desk:hunter2@host?hunter=2", "only these are allowed"),
        ("imap://desk:hunter2@host?starttls=1&starttls=0", "only these are allowed"),
        ("pop3s://desk:hunter2@host?starttls=1", "begins with TLS"),
        ("pop3://desk:hunter2@host?starttls=yes", "must be 0 or 1"),
        ("pop3s://desk:hunter2@host?folder=INBOX", "for IMAP only"),
        ("imaps://desk:hunter2@host?folder=", "folder= is empty"),
        ("pop3s://desk:hunter2@host?cafile=", "cafile= is empty"),
        ("imaps://desk:hunter2@host?client_id=x", "token_url= is missing"),
        ("imaps://desk:hunter2@host?token_url=https://x.example/t", "client_id= is missing"),
        ("imaps://desk:hunter2@host?token_url=http://x.example/t&client_id=x", "must start with https://"),
        ("imaps://d%C3%A4sk:hunter2@host?token_url=https://x.example/t&client_id=x", "not ASCII"),
    ],
)
def test_a_wrong_url_is_told_with_its_fault_and_an_example_and_without_its_password(url, fault):
    with pytest.raises(ValueError, match=fault) as wrong:
        mailbox_from_url(url)

    words = str(wrong.value)
    assert words.startswith("DESKBELL_MAILBOX_URL: ")
    assert words.endswith("Example: pop3s://desk%40example.org:password@mail.example.org")
    assert "hun" not in words
    assert wrong.value.__cause__ is None


def test_nothing_secret_is_in_the_representation_of_an_account():
    assert "hunter2" not in repr(mailbox_from_url("pop3s://desk:hunter2@host").account)
