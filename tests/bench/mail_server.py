"""A mail server that takes everything and keeps nothing: `python -m tests.bench.mail_server PORT`."""

import signal
import sys
from typing import Any

from aiosmtpd.controller import Controller

from tests.servers.process import HOST


class Takes:
    """Takes every mail."""

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Forget it."""
        return "250 2.0.0 Taken"


if __name__ == "__main__":
    Controller(Takes(), hostname=HOST, port=int(sys.argv[1]), enable_SMTPUTF8=True).start()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
