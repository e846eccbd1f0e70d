"""What a push service gets to carry: sealed for the device, signed by the desk. It learns neither words nor ticket."""

import base64
import hashlib
import hmac
import json
import secrets
import struct
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.config.push_keys import PushKeys
from app.credentials.push_subscription import Subscription

SIGNED_FOR_S: Final = 12 * 3600  # RFC 8292 §2: a day at most
RECORD_BYTES: Final = 4096  # RFC 8291 §4: one record, of which every service takes so much
PADDED_BYTES: Final = 2048  # the length tells nothing either
LAST_RECORD: Final = b"\2"  # RFC 8188 §2: then the padding
HALF_BYTES: Final = 32  # of a signature on P-256
TOPIC_BYTES: Final = 24  # 32 letters, as RFC 8030 §5.4 allows


def sealed(subscription: Subscription, content: bytes) -> bytes:
    """The content for this device alone (RFC 8291), each time by a new key. Raises ValueError for a key that is none."""
    record = content + LAST_RECORD + bytes(max(0, PADDED_BYTES - len(content)))
    return _sealed(subscription, record, ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16))


def _sealed(subscription: Subscription, record: bytes, key: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    device = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), subscription.point)
    own = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    both = b"WebPush: info\0" + subscription.point + own
    secret = _derived(key.exchange(ec.ECDH(), device), subscription.secret, both, 32)
    cipher = AESGCM(_derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16))
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    return salt + struct.pack("!LB", RECORD_BYTES, len(own)) + own + cipher.encrypt(nonce, record, None)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def topic_of(subscription: Subscription, about: str) -> str:
    """Under which name a service replaces what it still keeps for the device, without learning what it is about."""
    return _text(hmac.digest(subscription.secret, about.encode(), hashlib.sha256)[:TOPIC_BYTES])


def signed(keys: PushKeys, endpoint: str, now_ms: int) -> str:
    """The `Authorization` with which the desk says who sends, and to which service alone (RFC 8292)."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": now_ms // 1000 + SIGNED_FOR_S,
        "sub": f"mailto:{keys.contact}",
    }
    token = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
    halves = decode_dss_signature(keys.key.sign(token.encode(), ec.ECDSA(hashes.SHA256())))
    signature = b"".join(half.to_bytes(HALF_BYTES, "big") for half in halves)  # RFC 7518 §3.4
    return f"vapid t={token}.{_text(signature)}, k={keys.public}"


def _json(facts: dict[str, object]) -> str:
    return _text(json.dumps(facts, separators=(",", ":")).encode())


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
