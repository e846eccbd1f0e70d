"""The settings from the environment or `.env`: read once, everything wrong said at once, at start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from app.config import typed_settings as typed
from app.config.mail_place import KeptMailbox
from app.config.push_keys import PushKeys, read_push_keys
from app.config.settings_reader import SettingsReader


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
    free_disk_mb: int = 500  # kept from strangers' files
    dns: str = "off"  # who is asked about senders: system, off, or a resolver's address
    dkim_key_file: str = ""
    dkim_selector: str = ""
    dkim_domain: str = ""
    mail_plus: bool = True  # the mail server takes desk+anything@ for desk@ (RFC 5233)
    mail_networks: tuple[IPv4Network | IPv6Network, ...] = ()  # where the console's mail servers may use any port
    smtp_of_console: bool = False  # `smtp_url` is what the console's settings say
    smtp_unreadable: bool = False  # they have a server, and a password that this secret key does not open
    mailboxes: tuple[KeptMailbox, ...] = field(default=(), repr=False)  # of the console, beside `mailbox_url`
    push: PushKeys | None = None  # None: no notifications to closed consoles
    demo: bool = False
    # Usually set in the console:
    desk_name: str = ""  # on pages and in texts; empty: the name in `mail_from`
    colour: str = ""  # #rrggbb, on public pages and in mails; empty: Deskbell's
    logo: str = ""  # `Logo` as text; set in the console alone
    postal_address: str = ""  # lines below public pages and mails to customers
    legal_lines: str = ""  # and below these
    language: str = "en"  # for whoever asks for none that the desk speaks
    second_factor_for: str = "nobody"  # whose sign-in needs one: nobody, administrators, everybody
    release_after_min: int = 0  # an offline holder's tickets are released after so long; 0: never
    release_since_ms: int = 0  # when that was set
    stranger_mails_per_hour: int = 3  # automatic ones to one address
    stranger_mails_per_day: int = 10
    stranger_mails_per_minute: int = 60  # to all addresses together
    raw_mail_days: int = 0  # originals of mails are erased after so long; 0: never
    figures_seen: str = "own"  # whose figures operators see: own, groups, everybody
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
    def free_disk_bytes(self) -> int:
        """How much of the disk is kept for operators and for mail."""
        return self.free_disk_mb * 1024 * 1024

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
    reader = SettingsReader(given)
    settings = Settings(
        database_url=reader.url("DATABASE_URL", "sqlite:///var/deskbell.db", ("sqlite", "mysql")),
        secret_key=reader.key("SECRET_KEY", here / "var" / "secret.key"),
        password_key=reader.key("PASSWORD_KEY", here / "var" / "password.key"),
        base_url=reader.url("BASE_URL", "http://127.0.0.1:8000", ("http", "https")).rstrip("/"),
        redis_url=reader.redis_url(),
        mailbox_url=reader.url("MAILBOX_URL", "", ("pop3", "pop3s", "imap", "imaps")) or None,
        mail_interval_s=reader.number("MAIL_INTERVAL", 300, 1, 86_400),
        mail_in_web=reader.choice("MAIL_IN_WEB", "1", ("0", "1")) == "1",
        smtp_url=reader.url("SMTP_URL", "", ("smtp", "smtp+starttls", "smtps")) or None,
        mail_from=reader.sender("MAIL_FROM"),
        mail_new_tickets=reader.choice("MAIL_NEW_TICKETS", "open", typed.NEW_TICKETS),
        undo_seconds=reader.number("UNDO_SECONDS", 10, *typed.UNDO_SECONDS),
        storage_url=reader.url("STORAGE_URL", "file://var/attachments", ("file", "s3")),
        max_file_mb=reader.number("MAX_FILE_MB", 20, 1, 1024),
        max_message_mb=reader.number("MAX_MESSAGE_MB", 25, 1, 1024),
        free_disk_mb=reader.number("FREE_DISK_MB", 500, 0, 1_000_000),
        trusted_proxies=reader.networks("TRUSTED_PROXIES", ""),
        timezone=reader.checked("TIMEZONE", "UTC", lambda name: ZoneInfo(name).key, "Europe/Berlin"),
        plugins=tuple(reader.text("PLUGINS", "").split()),
        metrics_allow=reader.networks("METRICS_ALLOW", "127.0.0.0/8 ::1/128"),
        authserv_id=reader.text("AUTHSERV_ID", "").lower(),
        dns=reader.resolver("DNS", "system"),
        **reader.dkim(here),
        mail_plus=reader.choice("MAIL_PLUS", "1", ("0", "1")) == "1",
        mail_networks=reader.networks("MAIL_NETWORKS", ""),
        push=read_push_keys(reader, here, reader.text("MAIL_FROM", "")),
        demo=reader.choice("DEMO", "0", ("0", "1")) == "1",
        desk_name=reader.typed("DESK_NAME", "", typed.desk_name, "Aurora Travel"),
        colour=reader.typed("COLOUR", "", typed.colour, "#1a5276"),
        postal_address=reader.typed("POSTAL_ADDRESS", "", typed.postal_address, "Aurora Travel\\nLisbon"),
        legal_lines=reader.typed("LEGAL_LINES", "", typed.legal_lines, "VAT PT 123456789"),
        language=reader.typed("LANGUAGE", "en", typed.language, "en"),
        second_factor_for=reader.choice("SECOND_FACTOR_FOR", "nobody", typed.SECOND_FACTOR_FOR),
        release_after_min=reader.typed("RELEASE_AFTER_MIN", 0, typed.release_after_min, "30"),
        stranger_mails_per_hour=reader.number("STRANGER_MAILS_PER_HOUR", 3, *typed.STRANGER_MAILS["hour"]),
        stranger_mails_per_day=reader.number("STRANGER_MAILS_PER_DAY", 10, *typed.STRANGER_MAILS["day"]),
        stranger_mails_per_minute=reader.number("STRANGER_MAILS_PER_MINUTE", 60, *typed.STRANGER_MAILS["minute"]),
        raw_mail_days=reader.typed("RAW_MAIL_DAYS", 0, typed.raw_mail_days, "365"),
        figures_seen=reader.choice("FIGURES_SEEN", "own", typed.FIGURES_SEEN),
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
