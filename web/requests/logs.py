"""One JSON line per log entry; no secret and no line break from a stranger gets into it."""

import logging
import re
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import structlog

SECRET_NAMES = re.compile(r"password|secret|token|access_code|authorization|cookie|(^|_)code$|(^|_)key$", re.IGNORECASE)
CODE_IN_PATH = re.compile(r"(/t/\d+/|/password/|/setup/)[^?\s]+")
PASSWORD_IN_ADDRESS = re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s/:@]*:)[^\s/]+@", re.IGNORECASE)
NOT_CODES = re.compile(r"/password/lost|/t/\d+/(events|solved|details|confirm|messages/\d+/frame)")


def configure_logs() -> None:
    """Write JSON lines to standard error, with secrets struck out: the desk's own and those of the libraries."""
    structlog.configure(processors=[*_PROCESSORS, *_IN_JSON], logger_factory=_ToStandardError)
    root = logging.getLogger()
    if not any(isinstance(handler, _LibraryLines) for handler in root.handlers):
        root.addHandler(_LibraryLines())


class _ToStandardError:
    """Where a line goes: the current standard error."""

    def __init__(self, *_names: str) -> None:
        """One for each logger; they are all alike."""

    @staticmethod
    def msg(line: str) -> None:
        """Write a line. Where that is not possible (disk full, pipe closed) the desk goes on without (F-28)."""
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    debug = info = warning = error = critical = exception = log = msg


class _LibraryLines(logging.Handler):
    """What a library warns of through Python's own logging, in the same form."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        steps = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_IN_JSON]
        self.setFormatter(
            structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_PROCESSORS, processors=steps, use_get_message=True)
        )

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        try:
            _ToStandardError.msg(self.format(record))
        except Exception:  # noqa: BLE001 - logging's own way: it says so on standard error
            self.handleError(record)


def without_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Strike out values whose name says that they are secret, and codes in addresses."""
    for name, value in event.items():
        if SECRET_NAMES.search(name):
            event[name] = "…"
        elif isinstance(value, str):
            event[name] = without_code(PASSWORD_IN_ADDRESS.sub(r"\1…@", value))
    return event


def without_code(address: str) -> str:
    """The address of a ticket page without the access code and a mail's proof, of a link for a password without its token."""
    return CODE_IN_PATH.sub(lambda found: found[0] if NOT_CODES.fullmatch(found[0]) else found[1] + "…", address)


def path_without_code(path: str) -> str:
    """The same of a request's path, as it came decoded: a blank or `?` within it ends nothing."""
    return without_code(quote(path))


_PROCESSORS: tuple[Any, ...] = (
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)
_IN_JSON: tuple[Any, ...] = (
    without_secrets,
    structlog.processors.JSONRenderer(ensure_ascii=True),  # U+2028 is a line break to some readers
)
