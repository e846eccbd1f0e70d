"""Why a call of the API is refused before anything is looked at."""

from typing import ClassVar

from app.core.errors import DeskError
from app.text.languages import _


class NoKey(DeskError):
    """No key came, or one that opens nothing."""

    status = 401
    slug = "no-key"
    headers: ClassVar = {"WWW-Authenticate": 'Bearer realm="Deskbell"'}

    def __init__(self) -> None:
        super().__init__(_("Send a valid API key: Authorization: Bearer KEY."))


class InsecureTransport(DeskError):
    """The key came in plain text over a network. It is refused and not redirected: the client has to be mended."""

    status = 403
    slug = "insecure-transport"

    def __init__(self) -> None:
        super().__init__(_("API keys are accepted over HTTPS only. Revoke this key: it was sent in plain text."))


class MissingScope(DeskError):
    """The key may not do this."""

    status = 403
    slug = "missing-scope"

    def __init__(self, scope: str) -> None:
        super().__init__(_("This key lacks the scope %(scope)s.") % {"scope": scope})
        self.scope = scope

    def extra(self) -> dict[str, object]:
        """The scope."""
        return {"scope": self.scope}


class WrongType(DeskError):
    """The body is of another type than the call takes."""

    status = 415
    slug = "unsupported-media-type"

    def __init__(self, wanted: str) -> None:
        super().__init__(_("Send the body as %(type)s.") % {"type": wanted})


class KeyReused(DeskError):
    """The Idempotency-Key came with another request first."""

    status = 422
    slug = "idempotency-key-reused"

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key was used for a different request. Use a new one."))
