"""Reads the values of settings, each as what it has to be, and collects what is wrong with them."""

import re
from collections.abc import Callable, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, TypeVar

from app.config.key_file import key_in_file
from app.config.setting_urls import redis_fault, url_fault
from app.config.wrong_settings import WrongSettings
from app.core.errors import BadFields

T = TypeVar("T")
KEY_LENGTH = 32
MOST_DIGITS = 18
WITHOUT_HOST = frozenset({"sqlite", "file", "s3", "unix"})  # a path or a name, and no password
DNS_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?")
_RESOLVER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?|[0-9A-Fa-f:]{2,45}")
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
    "STORAGE_URL": "file://var/attachments",
}


class SettingsReader:
    """Reads values and collects every fault, to report them all at once."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.faults: list[str] = []

    def text(self, name: str, default: str) -> str:
        """The value unchanged, or the default if it is missing or empty."""
        return self.given.get(f"DESKBELL_{name}", "").strip() or default

    def fault(self, name: str, words: str, example: str) -> None:
        """Keep what is wrong with a value, to be said by `finish`."""
        self.faults.append(f"DESKBELL_{name}: {words}, for example {example}")

    def url(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        """A URL with one of these schemes; empty where the default is."""
        value = self.text(name, default)
        scheme, mark, rest = value.partition("://")
        if value and (scheme not in schemes or not mark or not rest):
            wanted = ", ".join(f"{scheme}://" for scheme in schemes)
            self.fault(name, f"must start with one of {wanted}", EXAMPLES[name])
        elif any(character.isspace() or character == "\0" for character in value):
            self.fault(name, "must not hold spaces, line breaks or NUL", EXAMPLES[name])
        elif name == "BASE_URL" and "@" in rest:
            self.fault(name, "must not hold a user name or password: every mail names it", EXAMPLES[name])
        elif value and scheme not in WITHOUT_HOST and (fault := url_fault(value)):
            self.fault(name, fault, EXAMPLES[name])
        return value

    def redis_url(self) -> str | None:
        """The Redis URL; another machine must be reached over TLS."""
        before = len(self.faults)
        value = self.url("REDIS_URL", "", ("redis", "rediss", "unix"))
        is_plain_allowed = self.choice("ALLOW_PLAIN_REDIS", "0", ("0", "1")) == "1"
        if value and len(self.faults) == before and not is_plain_allowed and (fault := redis_fault(value)):
            example = "rediss://:password@redis.example.org:6379/0 (DESKBELL_ALLOW_PLAIN_REDIS=1 takes it as it is)"
            self.fault("REDIS_URL", fault, example)
        return value or None

    def key(self, name: str, path: Path) -> str:
        """A secret that the environment gives, or that the desk keeps in a file. A guessable one is a fault."""
        value = self.text(name, "") or key_in_file(path)
        if len(value) < KEY_LENGTH:
            self.fault(name, f"must have at least {KEY_LENGTH} characters", "the output of: openssl rand -base64 48")
        return value

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        value = self.text(name, str(default))
        is_number = value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS
        if not is_number or not least <= int(value) <= most:
            self.fault(name, f"must be a whole number from {least} to {most}", str(default))
            return default
        return int(value)

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """One of these words."""
        value = self.text(name, default)
        if value not in choices:
            self.fault(name, f"must be one of {', '.join(choices)}", default)
        return value

    def networks(self, name: str, default: str) -> tuple[IPv4Network | IPv6Network, ...]:
        """Addresses and networks, separated by spaces or commas."""
        values = self.text(name, default).replace(",", " ").split()
        try:
            return tuple(ip_network(value, strict=False) for value in values)
        except ValueError:
            self.fault(name, "must be addresses or networks, separated by spaces", "10.0.0.0/8 ::1")
            return ()

    def checked(self, name: str, default: str, check: Callable[[str], str], example: str) -> str:
        """What `check` makes of the value; it raises for one that is not known."""
        value = self.text(name, default)
        try:
            return check(value)
        except (ValueError, OSError, LookupError):
            self.fault(name, "is not known", example)
            return default

    def typed(self, name: str, default: T, read: Callable[[str], T], example: str) -> T:
        """What `read` makes of the value, as where the console sets it: it raises BadFields with what is wrong."""
        value = self.text(name, "").replace("\\n", "\n")
        try:
            return read(value) if value else default
        except BadFields as error:
            self.fault(name, " ".join(error.faults.values()).rstrip("."), example)
            return default

    def sender(self, name: str) -> str | None:
        """Whom a mail comes from: an address, with or without a name."""
        value = self.text(name, "")
        if value and ("@" not in value or not value.isprintable()):
            self.fault(name, "must hold a mail address", EXAMPLES[name])
        return value or None

    def resolver(self, name: str, default: str) -> str:
        """`system`, `off`, or a DNS server's address, with a port where that is not 53."""
        value = self.text(name, default)
        if value not in {"system", "off"} and not _RESOLVER.fullmatch(value):
            self.fault(name, "must be system, off, or the address of a DNS server", "system or 127.0.0.1:5353")
            return default
        return value

    def dkim(self, folder: Path) -> dict[str, Any]:
        """The three settings of the signature: all of them, or none."""
        names = ("DKIM_KEY_FILE", "DKIM_SELECTOR", "DKIM_DOMAIN")
        values = {name: self.text(name, "") for name in names}
        if not any(values.values()):
            return {}
        for name, value in values.items():
            if not value:
                self.fault(name, "is needed beside the other two of DKIM", EXAMPLES[name])
            elif name != "DKIM_KEY_FILE" and not all(DNS_NAME.fullmatch(one) for one in value.split()):
                self.fault(name, "must be a DNS name", EXAMPLES[name])
        path = folder / values["DKIM_KEY_FILE"]
        if values["DKIM_KEY_FILE"] and not _is_readable(path):
            self.fault("DKIM_KEY_FILE", "names no file that can be read", EXAMPLES["DKIM_KEY_FILE"])
        return {name.lower(): value for name, value in {**values, "DKIM_KEY_FILE": str(path)}.items()}

    def finish(self) -> None:
        """Raise WrongSettings if there was any fault."""
        if self.faults:
            raise WrongSettings(self.faults)


def _is_readable(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return bool(stream.read(1))
    except OSError:
        return False
