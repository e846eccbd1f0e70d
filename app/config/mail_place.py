"""Where a mail server is and who signs in there, as the console's settings have it: its password is kept apart, sealed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import parse_qs, quote, unquote, urlsplit

from app.config.setting_urls import MOST_PORT
from app.core.errors import BadFields
from app.text.languages import _
from app.text.limits import at_most_on_a_line

SECURITIES: Final = ("tls", "starttls", "none")
PORTS: Final = {
    "smtp": {"tls": 465, "starttls": 587, "none": 25},
    "imap": {"tls": 993, "starttls": 143, "none": 143},
    "pop3": {"tls": 995, "starttls": 110, "none": 110},
}
MAIL_PORTS: Final = frozenset({2525} | {port for ports in PORTS.values() for port in ports.values()})
HOST_CHARS, USER_CHARS, PASSWORD_CHARS, FOLDER_CHARS = 253, 254, 1000, 200
_SMTP_SCHEMES: Final = {"tls": "smtps", "starttls": "smtp+starttls", "none": "smtp"}
_HOST_MARKS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_")


@dataclass(frozen=True, slots=True)
class MailPlace:
    """A server with the account on it. `protocol` smtp, imap or pop3; `security` tls, starttls or none."""

    protocol: str
    host: str
    port: int
    security: str
    user: str = ""
    folder: str = ""  # of IMAP

    @property
    def name(self) -> str:
        """The account in a word: `desk@example.org`, or `desk on mail.example.org` where the user is no address."""
        if "@" in self.user:
            return self.user
        return f"{self.user} on {self.host}" if self.user else self.host

    @property
    def door(self) -> str:
        """What a password is for: with another of these it is typed again. Sealed passwords are bound to it."""
        return " ".join((self.protocol, self.security, self.host, str(self.port), self.user))

    @property
    def shown(self) -> str:
        """All of it as one text for a person and for the log: `imaps://desk@example.org@mail.example.org:993/INBOX`."""
        who, folder = (f"{self.user}@" if self.user else ""), (f"/{self.folder}" if self.folder else "")
        tls = " STARTTLS" if self.security == "starttls" else ""
        scheme = self.protocol + ("s" if self.security == "tls" else "")
        return f"{scheme}://{who}{self._authority}{folder}{tls}"

    def url(self, password: str) -> str:
        """The same in the form of DESKBELL_SMTP_URL or DESKBELL_MAILBOX_URL, for the drivers. It holds the password."""
        secret = f":{quote(password, safe='')}" if password else ""
        who = f"{quote(self.user, safe='')}{secret}@" if self.user else ""
        if self.protocol == "smtp":
            return f"{_SMTP_SCHEMES[self.security]}://{who}{self._authority}"
        scheme = self.protocol + ("s" if self.security == "tls" else "")
        options = [f"folder={quote(self.folder, safe='')}"] if self.folder else []
        options += ["starttls=1"] if self.security == "starttls" else []
        return f"{scheme}://{who}{self._authority}{'?' if options else ''}{'&'.join(options)}"

    def as_json(self) -> dict[str, Any]:
        """Its fields, as they are kept."""
        return asdict(self)

    @property
    def _authority(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class KeptMailbox:
    """A mailbox of the console's. `url` with its password; empty where that cannot be read with the desk's key."""

    id: int
    place: MailPlace
    is_enabled: bool
    group_id: int | None  # where a mail from it goes that opens a ticket; None: where mail goes
    sender_name: str  # of answers on tickets that came this way, unless their group has one
    sender_email: str
    url: str = field(repr=False, default="")

    @property
    def lease(self) -> str:
        """The name of its reader's lease, where its health is noted as well."""
        return f"mailbox:{self.id}"


def read_place(typed: Mapping[str, str], protocol: str, prefix: str = "") -> MailPlace:
    """The place that was typed as `host port security user folder`. Raises BadFields, each name with the prefix."""
    said = {name: typed.get(prefix + name, "").strip() for name in ("host", "port", "security", "user", "folder")}
    security, faults = said["security"] or "tls", {}
    if protocol not in PORTS:
        faults["protocol"] = _("Choose IMAP or POP3.")
    if security not in SECURITIES:
        faults["security"] = _("Choose one of the three options.")
    host = _host(said["host"])
    if not host:
        faults["host"] = _("Enter a host name such as mail.example.org, without a port or http://.")
    port = _port(said["port"], PORTS.get(protocol, PORTS["imap"]).get(security, 0))
    if port is None:
        faults["port"] = _("Enter a port from 1 to 65535, or leave this empty for the usual one.")
    user, folder = said["user"], said["folder"] if protocol == "imap" else ""
    if not user and protocol != "smtp":
        faults["user"] = _("Enter the user name; it is often the whole email address.")
    if len(user) > USER_CHARS or not user.isprintable():
        faults["user"] = at_most_on_a_line(USER_CHARS)
    if len(folder) > FOLDER_CHARS or not folder.isprintable():
        faults["folder"] = at_most_on_a_line(FOLDER_CHARS)
    if faults:
        raise BadFields({prefix + name: words for name, words in faults.items()})
    return MailPlace(protocol, host, port or 0, security, user, folder or ("INBOX" if protocol == "imap" else ""))


def read_password(typed: str, name: str = "password") -> str:
    """The password as typed, blanks and all. Raises BadFields: on the wire a line break would be a command of its own."""
    if len(typed) > PASSWORD_CHARS or any(character < " " or character == "\x7f" for character in typed):
        raise BadFields({name: at_most_on_a_line(PASSWORD_CHARS)})
    return typed


def place_from(kept: Mapping[str, Any]) -> MailPlace:
    """The place of a kept row or of `as_json`."""
    names = ("protocol", "host", "port", "security", "user", "folder")
    return MailPlace(**{name: kept[name] for name in names})


def place_of_url(url: str) -> MailPlace:
    """The place in DESKBELL_SMTP_URL or DESKBELL_MAILBOX_URL, to be shown; its password is left out."""
    parts, options = urlsplit(url), parse_qs(urlsplit(url).query)
    secure = parts.scheme in {"smtps", "imaps", "pop3s"}
    starttls = parts.scheme == "smtp+starttls" or options.get("starttls") == ["1"]
    security = "tls" if secure else "starttls" if starttls else "none"
    protocol = parts.scheme.partition("+")[0].removesuffix("s") if secure else parts.scheme.partition("+")[0]
    folder = options.get("folder", ["INBOX"])[0] if protocol == "imap" else ""
    port, user = parts.port or PORTS[protocol][security], unquote(parts.username or "")
    return MailPlace(protocol, unquote(parts.hostname or ""), port, security, user, folder)


def _host(typed: str) -> str:
    """The name in the DNS's letters, or the address; empty for what is neither."""
    bare = typed.removeprefix("[").removesuffix("]")
    try:
        return ip_address(bare).compressed if ":" in bare else _name(bare)
    except ValueError:
        return ""


def _name(typed: str) -> str:
    """Raises UnicodeError, a ValueError."""
    name = typed.rstrip(".").encode("idna").decode("ascii").lower()
    sound = bool(name) and len(name) <= HOST_CHARS and set(name) <= _HOST_MARKS and name[0] not in "-."
    return name if sound else ""


def _port(typed: str, usual: int) -> int | None:
    """The number, or the usual one where none came; None for what is no port."""
    if not typed:
        return usual
    is_number = typed.isascii() and typed.isdigit() and len(typed) < len(str(MOST_PORT)) + 1
    return int(typed) if is_number and 1 <= int(typed) <= MOST_PORT else None
