"""A push service of the test's own, and a device that can read what it gets."""

import asyncio
import base64
import secrets
import struct

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.credentials.push_subscription import Subscription

POINT = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


class Device:
    """A browser, as far as push goes: it opens what was sealed for it (RFC 8291 §3.4, RFC 8188 §2)."""

    def __init__(self, endpoint: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = secrets.token_bytes(16)
        point, secret = (base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in (self._point, self._secret))
        self.subscription = Subscription(endpoint, point, secret)

    @property
    def _point(self) -> bytes:
        return self._key.public_key().public_bytes(*POINT)

    def opened(self, body: bytes) -> bytes:
        salt, length = body[:16], body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self._key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        first = derived(shared, self._secret, b"WebPush: info\0" + self._point + sender, 32)
        key = derived(first, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = derived(first, salt, b"Content-Encoding: nonce\0", 12)
        assert struct.unpack("!L", body[16:20])[0] >= len(sealed)  # one record
        content = AESGCM(key).decrypt(nonce, sealed, None)
        content = content.rstrip(b"\0")
        assert content.endswith(b"\2")
        return content[:-1]


def derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


class PushService:
    """Answers with `status` and `headers`; `got` has the path, the headers and the body of each request."""

    def __init__(self) -> None:
        self.status, self.headers = 201, ""
        self.got = []

    async def start(self, context) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"https://localhost:{self.port}"

    async def stop(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader, writer) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in head[1:] if line)
        }
        body = await reader.readexactly(int(headers["content-length"]))
        self.got.append((head[0].split()[1], headers, body))
        writer.write(
            f"HTTP/1.1 {self.status} Said\r\n{self.headers}Content-Length: 0\r\nConnection: close\r\n\r\n".encode()
        )
        await writer.drain()
        writer.close()
