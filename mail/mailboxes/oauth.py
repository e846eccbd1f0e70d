"""Access tokens for XOAUTH2, refreshed at the provider's token endpoint (RFC 6749 §6)."""

import asyncio
import json
import ssl
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from app.nouns.reasons import reason
from mail.mailboxes.account import reject_controls
from mail.mailboxes.errors import MailboxRefused, MailboxUnreachable, plain_words

EARLY_S: Final = 120
"""A token is renewed this long before it expires, so that it lasts through a sign-in."""

LIFETIME_S: Final = 300
"""Taken for a token whose lifetime the server does not tell (`expires_in` is only recommended)."""

ANSWER_BYTES: Final = 64 * 1024


class OAuthToken:
    """A source of access tokens: `await token()` returns one that is still valid, asking the endpoint when needed.

    `token_url` must be https. A refresh token replaced by the provider is used from then on, and kept in
    `refresh_token`. `clock` tells monotonic seconds. Raises MailboxRefused when the provider says no, and
    MailboxUnreachable when it cannot be asked.
    """

    def __init__(
        self,
        token_url: str,
        *,
        client_id: str,
        client_secret: str,
        refresh_token: str,
        scope: str | None = None,
        cafile: str | None = None,
        timeout_s: float = 30,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        reject_controls("token_url", token_url)
        found = urlsplit(token_url)
        if found.scheme != "https" or not found.hostname:
            raise ValueError("token_url= must start with https://")
        self.refresh_token = refresh_token
        self._url = token_url
        self._host = found.hostname
        self._client_id = client_id
        self._client_secret = client_secret
        self._scope = scope
        self._cafile = cafile
        self._timeout_s = timeout_s
        self._clock = clock
        self._token = ""
        self._renew_at = 0.0
        self._asking = asyncio.Lock()

    async def __call__(self) -> str:
        """Return an access token; one question at a time, however many callers wait."""
        async with self._asking:
            if not self._token or self._clock() >= self._renew_at:
                asked_at = self._clock()
                status, answer = await self._ask()
                self._keep(status, answer, asked_at)
            return self._token

    async def _ask(self) -> tuple[int, bytes]:
        """POST the refresh token; return status and body."""
        import httpx  # noqa: PLC0415  most mailboxes have a password

        form = {"grant_type": "refresh_token", "refresh_token": self.refresh_token, "client_id": self._client_id}
        if self._client_secret:
            form["client_secret"] = self._client_secret
        if self._scope:
            form["scope"] = self._scope
        try:
            async with (
                asyncio.timeout(self._timeout_s),
                httpx.AsyncClient(verify=ssl.create_default_context(cafile=self._cafile), timeout=None) as client,  # noqa: S113 - the block has a total deadline  # nosec B113
                client.stream("POST", self._url, data=form) as response,
            ):
                body = b""
                async for piece in response.aiter_bytes():
                    body += piece
                    if len(body) > ANSWER_BYTES:
                        break
                return response.status_code, body
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as fault:  # TimeoutError is an OSError too
            raise MailboxUnreachable(reason("token_unasked", host=self._host, why=type(fault).__name__)) from fault

    def _keep(self, status: int, body: bytes, asked_at: float) -> None:
        """Remember the token and how long it lasts."""
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            raise MailboxUnreachable(reason("token_later", host=self._host, status=status))
        answer = _json_object(body)
        token = answer.get("access_token")
        if status != HTTPStatus.OK or not isinstance(token, str) or not token:
            why = plain_words(str(answer.get("error", "no access_token in its answer")).encode(), *self._secrets())
            raise MailboxRefused(reason("token_refused", host=self._host, status=status, why=why))
        lifetime = answer.get("expires_in")
        lifetime_s = float(lifetime) if isinstance(lifetime, int | float) else LIFETIME_S
        self._token = token
        self._renew_at = asked_at + lifetime_s - min(EARLY_S, lifetime_s / 2)
        replaced = answer.get("refresh_token")
        if isinstance(replaced, str) and replaced:
            self.refresh_token = replaced

    def _secrets(self) -> tuple[str, str]:
        return self.refresh_token, self._client_secret


def _json_object(body: bytes) -> dict[str, Any]:
    """Read a JSON object; anything else is an empty one."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}
