"""A device that shows notifications while the console is closed (Push API), and how a browser names it."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from app.core.errors import BadFields
from app.text.languages import _

LONGEST_ENDPOINT: Final = 1000
HTTPS_PORT: Final = 443
POINT_BYTES, SECRET_BYTES = 65, 16  # RFC 8291 §3.1, §3.2


@dataclass(frozen=True, slots=True, repr=False)
class Subscription:
    """Where to send, and with what to seal it: as a browser says it, in base64url. Nothing prints it by accident."""

    endpoint: str
    p256dh: str
    auth: str

    @classmethod
    def typed(cls, fields: Mapping[str, str]) -> "Subscription":
        """What a browser sent. Raises BadFields: of a browser's own making it is always right."""
        endpoint = fields.get("endpoint", "")
        faults = {} if _is_endpoint(endpoint) else {"endpoint": _("Unknown device")}
        if len(_bytes(fields.get("p256dh", ""))) != POINT_BYTES:
            faults["p256dh"] = _("Unknown device")
        if len(_bytes(fields.get("auth", ""))) != SECRET_BYTES:
            faults["auth"] = _("Unknown device")
        if faults:
            raise BadFields(faults)
        return cls(endpoint, fields["p256dh"], fields["auth"])

    @property
    def point(self) -> bytes:
        """The device's public key on P-256, uncompressed."""
        return _bytes(self.p256dh)

    @property
    def secret(self) -> bytes:
        """What only the device and the desk know."""
        return _bytes(self.auth)


@dataclass(frozen=True, slots=True)
class PushDevice:
    """One browser of a person's, signed in. `hides_text`: it shows numbers of tickets, and nothing else of them."""

    id: int
    operator_id: int
    subscription: Subscription
    hides_text: bool

    @classmethod
    def from_record(cls, record: Any) -> "PushDevice":
        """The device of a row of `push_devices`."""
        subscription = Subscription(record.endpoint, record.p256dh, record.auth)
        return cls(record.device_id, record.operator_id, subscription, bool(record.hides_text))


@dataclass(frozen=True, slots=True)
class PushNotice:
    """One event on its way to one device. `due_ms` is as it was read: whoever moves it first sends.

    `active_ms`: when the device's owner last had a console in view, anywhere.
    """

    id: int
    event_id: int
    device: PushDevice
    active_ms: int
    created_ms: int
    due_ms: int
    tries: int


def _is_endpoint(address: str) -> bool:
    """A public name over TLS; where it leads is looked at again whenever something is sent there."""
    if len(address) > LONGEST_ENDPOINT or not address.isascii() or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    if parts.scheme != "https" or parts.username is not None or port not in {None, HTTPS_PORT}:
        return False
    return "." in host.strip(".") and not _is_number(host)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host.rpartition(".")[2].isdigit()
    return True


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
