"""How large a request may be: one table."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.config.settings import Settings

TEXT_BYTES = 256 * 1024  # of a urlencoded or JSON body, and of all text fields of a form with files
FRAME_BYTES = 64 * 1024  # around the files: boundaries, part headers, names
MAX_FIELDS = 100
MAX_FILES = 10
MAX_FIELD_BYTES = TEXT_BYTES
API_BYTES = 5 * 256 * 1024  # of JSON, in which a character may take twelve bytes: an emoji as two escapes
IMPORT_BYTES = 1024 * 1024  # of a table of people
TEXTS_BYTES = 2 * 1024 * 1024  # of a translator's file
READ_ON = 3  # times what is taken: so far a customer's form is read for its text, and the files in it are let go

# Who takes files: only there a body may be as large as a message with its attachments.
TAKES_FILES = re.compile(r"/new|/t/\d+(/.*)?|/tickets(/.*)?|/uploads|/forms/[^/]+|/api/v1/attachments")
IMPORTS = re.compile(r"/people/import")
TEXTS = re.compile(r"/languages/\w+/import")
CUSTOMERS = re.compile(r"/new|/t/\d+(/.*)?|/forms/[^/]+")


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
            files = self.message_bytes * (READ_ON if CUSTOMERS.fullmatch(path) else 1)
            return files + TEXT_BYTES + FRAME_BYTES
        if IMPORTS.fullmatch(path):
            return IMPORT_BYTES + FRAME_BYTES
        if TEXTS.fullmatch(path):
            return TEXTS_BYTES + FRAME_BYTES
        if path.startswith("/api/v1/tickets"):
            return API_BYTES
        return TEXT_BYTES


LimitOf = Callable[[str, str], int]
