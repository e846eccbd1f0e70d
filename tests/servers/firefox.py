"""The Firefox of the machine, driven over WebDriver BiDi, for Playwright to connect to."""

import json
import os
import re
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from tests.servers.process import HOST, ServerProcess
from tests.servers.programs import need


class Firefox:
    """One Firefox, and the server by which Playwright drives it: it takes seconds to start, and an instant to connect to."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.process = ServerProcess("firefox", directory)

    @property
    def url(self) -> str:
        """What Playwright's `firefox.connect` takes; empty until it is there."""
        found = re.search(r"^ws://\S+$", self.process.log(), re.MULTILINE)
        return found.group() if found else ""

    def start(self) -> "Firefox":
        """Open no window; leave nothing in anybody's home, which must be the user's own for Firefox to start at all."""
        self.directory.mkdir(parents=True, exist_ok=True)
        settings = self.directory / "launch.json"
        # The channel is what tells Playwright to drive a Firefox as it is, not the patched one that it fetches.
        settings.write_text(json.dumps({"channel": "moz-firefox", "executablePath": need("firefox-esr"), "host": HOST}))
        # Its own node, not the wrapper around it: to that an order to stop would be no order to the Firefox.
        command = [*compute_driver_executable(), "launch-server", "--browser", "firefox", "--config", str(settings)]
        self.process.start(command, lambda: bool(self.url), env=os.environ | {"HOME": str(self.directory)})
        return self

    def stop(self) -> None:
        """End it in order."""
        self.process.stop()
