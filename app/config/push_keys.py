"""What the desk's push messages are signed with (VAPID, RFC 8292): a private key in a file, and a contact for push services."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from email.utils import parseaddr
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    from app.config.settings_reader import SettingsReader

EXAMPLE = "var/push.pem (made by: deskbell push-keys)"


@dataclass(frozen=True, repr=False)  # nothing prints a secret by accident
class PushKeys:
    """The key that signs, and the address to which a push service may write about it."""

    key: EllipticCurvePrivateKey
    contact: str

    @property
    def public(self) -> str:
        """What browsers subscribe with: the point, uncompressed, as base64url."""
        from cryptography.hazmat.primitives import serialization as form  # noqa: PLC0415  most desks push nothing

        point = self.key.public_key().public_bytes(form.Encoding.X962, form.PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def read_push_keys(reader: SettingsReader, folder: Path, mail_from: str) -> PushKeys | None:
    """The two settings of push notifications; None without a key file: they are off."""
    name, contact = reader.text("PUSH_KEY_FILE", ""), parseaddr(reader.text("PUSH_CONTACT", mail_from))[1]
    if not name:
        return None
    if "@" not in contact or not contact.isprintable() or " " in contact:
        reader.fault("PUSH_CONTACT", "must be an email address at which push services can reach you", "it@example.org")
    try:
        return PushKeys(_key_in(folder / name), contact)
    except (OSError, ValueError, TypeError):
        reader.fault("PUSH_KEY_FILE", "names no file with a P-256 private key that can be read", EXAMPLE)
        return None


def make_push_keys(path: Path) -> None:
    """Write a new key to this file, readable by its owner alone. Raises FileExistsError: a key in use is never replaced."""
    from cryptography.hazmat.primitives import serialization as form  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    key = ec.generate_private_key(ec.SECP256R1())
    content = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)


def _key_in(path: Path) -> EllipticCurvePrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except UnsupportedAlgorithm as error:
        raise ValueError(path.name) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError(path.name)  # noqa: TRY004  it is what the file holds that is wrong
    return key
