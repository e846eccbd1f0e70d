"""One JSON line for what somebody has to know of; no secret and no line break of a stranger's gets into it."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET_NAMES = re.compile(r"password|secret|token|access_code|authorization|cookie|(^|_)code$|(^|_)key$", re.IGNORECASE)
CODE_IN_PATH = re.compile(r"(/t/\d+/|/password/)[^/?\s]+(?=$|\?)")
NOT_CODES = ("/password/lost", "/messages", "/events", "/solved", "/details")


def configure_logs() -> None:
    """Let structlog write JSON lines to standard error, with secrets struck out."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            without_secrets,
            structlog.processors.JSONRenderer(ensure_ascii=True),  # U+2028 is a line break to some readers
        ],
        cache_logger_on_first_use=True,
    )


def without_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Strike out values whose name says that they are secret, and codes in addresses."""
    for name, value in event.items():
        if SECRET_NAMES.search(name):
            event[name] = "…"
        elif isinstance(value, str):
            event[name] = without_code(value)
    return event


def without_code(address: str) -> str:
    """The address of a ticket page without the access code, of a link that sets a password without its token."""
    return CODE_IN_PATH.sub(lambda found: found[0] if found[0].endswith(NOT_CODES) else found[1] + "…", address)
