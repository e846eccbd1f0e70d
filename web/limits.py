"""How large a request may be: one table."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.settings import Settings

TEXT_BYTES = 256 * 1024  # of a urlencoded or JSON body, and of all text fields of a form with files
FRAME_BYTES = 64 * 1024  # around the files: boundaries, part headers, names
MAX_FIELDS = 100
MAX_FILES = 10
MAX_FIELD_BYTES = TEXT_BYTES

# Who takes files: only there a body may be as large as a message with its attachments.
TAKES_FILES = re.compile(r"/new|/t/\d+(/.*)?|/tickets(/.*)?|/uploads|/forms/[^/]+|/api/v1/tickets(/.*)?")
FILES_IN_JSON = re.compile(r"/api/v1/tickets(/.*)?")


@dataclass(frozen=True)
class BodyLimits:
    """The limit of a request, in bytes, by its path and content type."""

    message_bytes: int

    @classmethod
    def of(cls, settings: Settings) -> "BodyLimits":
        """The limits of this desk."""
        return cls(settings.max_message_bytes)

    def limit(self, path: str, content_type: str) -> int:
        """How many bytes the body may have."""
        kind = content_type.partition(";")[0].strip().lower()
        if kind == "multipart/form-data" and TAKES_FILES.fullmatch(path):
            return self.message_bytes + TEXT_BYTES + FRAME_BYTES
        if kind == "application/json" and FILES_IN_JSON.fullmatch(path):
            return self.message_bytes * 4 // 3 + TEXT_BYTES  # base64 (RFC 4648) makes four bytes of three
        return TEXT_BYTES


LimitOf = Callable[[str, str], int]
