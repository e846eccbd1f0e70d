"""Brings one message to one push service, wherever its address leads on the internet, and nowhere else."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import httpx

from app.config.push_keys import PushKeys
from app.core.clock import HOUR_MS
from app.core.public_address import Address, is_public
from app.credentials.push_subscription import Subscription
from realtime.push.sealing import sealed, signed, topic_of

TIMEOUT_S: Final = 15  # for everything: looking up, TLS, the answer
TTL_S: Final = 3600  # so long a service keeps it for a device that is off
HTTPS_PORT: Final = 443
ALONE: Final = httpx.Limits(max_keepalive_connections=0)  # two names at one address share no connection


class Outcome(Enum):
    """What became of it."""

    SENT = auto()
    GONE = auto()  # the device is no longer known there
    REFUSED = auto()  # the same again would be refused again
    LATER = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome, what the service said in a few words, and how long it wants to be left alone."""

    outcome: Outcome
    said: str
    wait_ms: int = 0


class PushCourier:
    """Sends with these keys. `may_dial` and `tls` are the internet's; a test has a push service of its own."""

    def __init__(
        self, keys: PushKeys, *, may_dial: Callable[[Address], bool] = is_public, tls: ssl.SSLContext | None = None
    ) -> None:
        self._keys = keys
        self._may_dial = may_dial
        self._client = httpx.AsyncClient(
            verify=tls or ssl.create_default_context(), timeout=TIMEOUT_S, trust_env=False, limits=ALONE
        )

    async def close(self) -> None:
        """End the connections."""
        await self._client.aclose()

    async def send(self, subscription: Subscription, content: bytes, about: str, now_ms: int) -> Answer:
        """Give it to the service. What still waits there about the same is replaced."""
        try:
            body = await asyncio.to_thread(sealed, subscription, content)
        except ValueError:  # a point that is not on the curve
            return Answer(Outcome.GONE, "the key of the device is none")
        headers = {
            "Authorization": signed(self._keys, subscription.endpoint, now_ms),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(TTL_S),
            "Topic": topic_of(subscription, about),
            "Urgency": "high",
        }
        try:
            async with asyncio.timeout(TIMEOUT_S):
                return await self._post(subscription.endpoint, body, headers)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as fault:  # TimeoutError is an OSError too
            return Answer(Outcome.LATER, type(fault).__name__)

    async def _post(self, endpoint: str, body: bytes, headers: dict[str, str]) -> Answer:
        """To the address that was looked at: a name that changes its mind between two questions gains nothing."""
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port or HTTPS_PORT
        address = await self._address_of(host, port)
        if address is None:
            return Answer(Outcome.REFUSED, "its address is not on the internet")
        url = httpx.URL(endpoint).copy_with(host=str(address), port=port)
        request = self._client.build_request(
            "POST", url, content=body, headers={**headers, "Host": parts.netloc}, extensions={"sni_hostname": host}
        )
        response = await self._client.send(request, stream=True)  # whatever it says beside the status stays unread
        try:
            return _answer(response)
        finally:
            await response.aclose()

    async def _address_of(self, host: str, port: int) -> Address | None:
        """The first of the host's addresses that may be dialled."""
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [ip_address(str(place[0]).partition("%")[0]) for *_kind, place in found]
        return next((address for address in addresses if self._may_dial(address)), None)


def _answer(response: httpx.Response) -> Answer:
    status, said = response.status_code, f"HTTP {response.status_code}"
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Answer(Outcome.SENT, said)
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return Answer(Outcome.GONE, said)
    if (
        status in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
        or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    ):
        return Answer(Outcome.LATER, said, _wait_ms(response.headers.get("retry-after", "")))
    return Answer(Outcome.REFUSED, said)


def _wait_ms(seconds: str) -> int:
    is_number = seconds.isascii() and seconds.isdigit() and len(seconds) < 10  # noqa: PLR2004  a date is not waited for
    return min(int(seconds) * 1000, HOUR_MS) if is_number else 0
