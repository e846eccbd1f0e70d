"""The settings from the environment or `.env`: read once, everything wrong said at once, at start."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

NEW_TICKETS = ("open", "form", "hold")
UNDO_SECONDS = (0, 60)


class WrongSettings(Exception):
    """One line a fault: the setting's name, what is wrong with its value, an example. Never a secret."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, repr=False)  # nothing prints a secret by accident
class Settings:
    """How this desk runs. The names are those of the environment without `DESKBELL_`."""

    database_url: str
    secret_key: str
    password_key: str
    base_url: str
    redis_url: str | None
    mailbox_url: str | None
    mail_interval_s: int
    mail_in_web: bool
    smtp_url: str | None
    mail_from: str | None
    mail_new_tickets: str  # open, form, hold
    undo_seconds: int
    storage_url: str
    max_file_mb: int
    max_message_mb: int
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...]
    timezone: str
    plugins: tuple[str, ...]
    metrics_allow: tuple[IPv4Network | IPv6Network, ...]
    authserv_id: str = ""  # the name of the desk's own mail server in Authentication-Results (RFC 8601)
    dkim_key_file: str = ""
    dkim_selector: str = ""
    dkim_domain: str = ""
    demo: bool = False
    release_after_min: int = 0  # an offline holder's tickets are released after so long; 0: never. Set in the console
    release_since_ms: int = 0  # when that was set
    given: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)  # all `DESKBELL_…`, for plug-ins

    @property
    def max_file_bytes(self) -> int:
        """Of one attachment."""
        return self.max_file_mb * 1024 * 1024

    @property
    def max_message_bytes(self) -> int:
        """Of one message with all its attachments."""
        return self.max_message_mb * 1024 * 1024

    @property
    def host(self) -> str:
        """The name in `base_url`, as the browser sends it in `Host`."""
        return urlsplit(self.base_url).netloc

    @property
    def is_https(self) -> bool:
        """Whether cookies may ask for TLS."""
        return self.base_url.startswith("https://")

    @property
    def zone(self) -> ZoneInfo:
        """The desk's time zone, in which it counts days."""
        return ZoneInfo(self.timezone)


def read_settings(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """The settings of this process: `.env` in `folder` (the working folder), overridden by the environment.

    Keys that are missing are made and kept in `var/`, mode 0600. Raises WrongSettings with every fault at once.
    """
    here = folder or Path.cwd()
    given = {**_read_env_file(here / ".env"), **(os.environ if environ is None else environ)}
    reader = _Reader(given)
    settings = Settings(
        database_url=reader.url("DATABASE_URL", "sqlite:///var/deskbell.db", ("sqlite", "mysql")),
        secret_key=reader.text("SECRET_KEY", "") or kept_key(here / "var" / "secret.key"),
        password_key=reader.text("PASSWORD_KEY", "") or kept_key(here / "var" / "password.key"),
        base_url=reader.url("BASE_URL", "http://127.0.0.1:8000", ("http", "https")).rstrip("/"),
        redis_url=reader.url("REDIS_URL", "", ("redis", "rediss", "unix")) or None,
        mailbox_url=reader.url("MAILBOX_URL", "", ("pop3", "pop3s", "imap", "imaps")) or None,
        mail_interval_s=reader.number("MAIL_INTERVAL", 300, 1, 86_400),
        mail_in_web=reader.choice("MAIL_IN_WEB", "1", ("0", "1")) == "1",
        smtp_url=reader.url("SMTP_URL", "", ("smtp", "smtp+starttls", "smtps")) or None,
        mail_from=reader.sender("MAIL_FROM"),
        mail_new_tickets=reader.choice("MAIL_NEW_TICKETS", "open", NEW_TICKETS),
        undo_seconds=reader.number("UNDO_SECONDS", 10, *UNDO_SECONDS),
        storage_url=reader.url("STORAGE_URL", "file://var/attachments", ("file", "s3")),
        max_file_mb=reader.number("MAX_FILE_MB", 20, 1, 1024),
        max_message_mb=reader.number("MAX_MESSAGE_MB", 25, 1, 1024),
        trusted_proxies=reader.networks("TRUSTED_PROXIES", ""),
        timezone=reader.checked("TIMEZONE", "UTC", lambda name: ZoneInfo(name).key, "Europe/Berlin"),
        plugins=tuple(reader.text("PLUGINS", "").split()),
        metrics_allow=reader.networks("METRICS_ALLOW", "127.0.0.0/8 ::1/128"),
        authserv_id=reader.text("AUTHSERV_ID", "").lower(),
        **reader.dkim(here),
        demo=reader.choice("DEMO", "0", ("0", "1")) == "1",
        release_after_min=0,
        release_since_ms=0,
        given={name: value for name, value in given.items() if name.startswith("DESKBELL_")},
    )
    reader.finish()
    return settings


def kept_key(path: Path) -> str:
    """The key in this file, which is made, readable by its owner alone, if there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_key(path)
    key = path.read_text("ascii").strip()
    if not key:
        raise WrongSettings([f"{path} holds no key. Put the desk's key back, or remove the file of a new desk."])
    return key


def _make_key(path: Path) -> None:
    """Write a key beside, then give it its name: nobody reads half of one, and of two processes one wins."""
    made = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(48))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        with suppress(FileExistsError):  # another process was faster: its key counts
            path.hardlink_to(made)
    finally:
        made.unlink()


def _read_env_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    pairs = (line.removeprefix("export ").partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("'\"") for name, _equals, value in pairs}


class _Reader:
    """Reads values and collects every fault, so that one start says all of them."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.faults: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self.given.get(f"DESKBELL_{name}", "").strip() or default

    def fault(self, name: str, words: str, example: str) -> None:
        self.faults.append(f"DESKBELL_{name}: {words}, for example {example}")

    def url(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        value = self.text(name, default)
        scheme, mark, rest = value.partition("://")
        if value and (scheme not in schemes or not mark or not rest):
            wanted = ", ".join(f"{scheme}://" for scheme in schemes)
            self.fault(name, f"must start with one of {wanted}", EXAMPLES[name])
        elif any(character.isspace() or character == "\0" for character in value):
            self.fault(name, "must not hold spaces, line breaks or NUL", EXAMPLES[name])
        return value

    def number(self, name: str, default: int, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            self.fault(name, f"must be a whole number from {least} to {most}", str(default))
            return default
        return int(value)

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in choices:
            self.fault(name, f"must be one of {', '.join(choices)}", default)
        return value

    def networks(self, name: str, default: str) -> tuple[IPv4Network | IPv6Network, ...]:
        values = self.text(name, default).replace(",", " ").split()
        try:
            return tuple(ip_network(value, strict=False) for value in values)
        except ValueError:
            self.fault(name, "must be addresses or networks, parted by spaces", "10.0.0.0/8 ::1")
            return ()

    def checked(self, name: str, default: str, check: Callable[[str], str], example: str) -> str:
        value = self.text(name, default)
        try:
            return check(value)
        except (ValueError, OSError, LookupError):
            self.fault(name, "is not known", example)
            return default

    def sender(self, name: str) -> str | None:
        value = self.text(name, "")
        if value and ("@" not in value or not value.isprintable()):
            self.fault(name, "must hold a mail address", EXAMPLES[name])
        return value or None

    def dkim(self, folder: Path) -> dict[str, str]:
        """The three settings of the signature: all of them, or none."""
        names = ("DKIM_KEY_FILE", "DKIM_SELECTOR", "DKIM_DOMAIN")
        values = {name: self.text(name, "") for name in names}
        if not any(values.values()):
            return {}
        for name, value in values.items():
            if not value:
                self.fault(name, "is needed beside the other two of DKIM", EXAMPLES[name])
            elif name != "DKIM_KEY_FILE" and not all(_DNS_NAME.fullmatch(one) for one in value.split()):
                self.fault(name, "must be a DNS name", EXAMPLES[name])
        path = folder / values["DKIM_KEY_FILE"]
        if values["DKIM_KEY_FILE"] and not _is_readable(path):
            self.fault("DKIM_KEY_FILE", "names no file that can be read", EXAMPLES["DKIM_KEY_FILE"])
        return {name.lower(): value for name, value in {**values, "DKIM_KEY_FILE": str(path)}.items()}

    def finish(self) -> None:
        if self.faults:
            raise WrongSettings(self.faults)


_DNS_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?")


def _is_readable(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return bool(stream.read(1))
    except OSError:
        return False


EXAMPLES = {
    "DATABASE_URL": "sqlite:///var/deskbell.db or mysql://user:pass@127.0.0.1:3306/deskbell",
    "BASE_URL": "https://desk.example.org",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "MAILBOX_URL": "pop3s://user:pass@mail.example.org",
    "SMTP_URL": "smtp+starttls://user:pass@mail.example.org:587",
    "MAIL_FROM": "Aurora Travel <desk@example.org>",
    "DKIM_KEY_FILE": "var/dkim.pem (openssl genrsa -out var/dkim.pem 2048)",
    "DKIM_SELECTOR": "deskbell",
    "DKIM_DOMAIN": "example.org",
    "STORAGE_URL": "file://var/attachments or s3://bucket/prefix",
}
