"""Reads the values of settings, each as what it has to be, and collects what is wrong with them."""

import re
from collections.abc import Callable, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

DNS_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?")
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


class WrongSettings(Exception):
    """One line a fault: the setting's name, what is wrong with its value, an example. Never a secret."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Reader:
    """Reads values and collects every fault, so that one start says all of them."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.faults: list[str] = []

    def text(self, name: str, default: str) -> str:
        """The value as it stands, or the default where it is missing or empty."""
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
        return value

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
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
        """Addresses and networks, parted by spaces or commas."""
        values = self.text(name, default).replace(",", " ").split()
        try:
            return tuple(ip_network(value, strict=False) for value in values)
        except ValueError:
            self.fault(name, "must be addresses or networks, parted by spaces", "10.0.0.0/8 ::1")
            return ()

    def checked(self, name: str, default: str, check: Callable[[str], str], example: str) -> str:
        """What `check` makes of the value; it raises for one that is not known."""
        value = self.text(name, default)
        try:
            return check(value)
        except (ValueError, OSError, LookupError):
            self.fault(name, "is not known", example)
            return default

    def sender(self, name: str) -> str | None:
        """Whom a mail comes from: an address, with or without a name."""
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
