"""The settings from the environment or `.env`: read once, everything wrong said at once, at start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from app.kept_key import kept_key
from app.settings_reader import Reader

NEW_TICKETS = ("open", "form", "hold")
UNDO_SECONDS = (0, 60)


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
    reader = Reader(given)
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


def _read_env_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    pairs = (line.removeprefix("export ").partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("'\"") for name, _equals, value in pairs}
