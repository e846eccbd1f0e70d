"""Which server programs this machine has, and what brings the missing ones."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# Servers live in sbin, which is not on everybody's path.
SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"])
# The same engine without windows first: Debian's whole browser spends a second on the parts around each page.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Need:
    """What a test's marker asks for, how to see that it is here, and the packages that bring it."""

    title: str
    packages: str
    look: Callable[[], object]

    @property
    def met(self) -> bool:
        """Whether this machine has it all."""
        return bool(self.look())


def find(*names: str) -> str | None:
    """The path of the first of these programs that exists."""
    for name in names:
        if path := shutil.which(name, path=SEARCH_PATH):
            return path
    return None


def find_chromium() -> str | None:
    """The system's Chromium, or else the newest that `playwright install` has brought."""
    fetched = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    programs = sorted(fetched.glob("chromium-*/chrome-linux*/chrome"))
    return find(*CHROMIUM_NAMES) or (str(programs[-1]) if programs else None)


def need(*names: str) -> str:
    """The same, where it must exist."""
    if path := find(*names):
        return path
    raise FileNotFoundError(f"none of these programs is here: {', '.join(names)}")


def find_mariadb() -> str | None:
    """The server, where the program that makes its data directory is here too."""
    return find("mariadb-install-db", "mysql_install_db") and find("mariadbd", "mysqld")


def find_dovecot() -> str | None:
    """The server, where both its protocols are here too: Debian packs each by itself."""
    folders = [Path("/usr/lib/dovecot"), Path("/usr/libexec/dovecot")]
    both = all(any((folder / protocol).exists() for folder in folders) for protocol in ("pop3", "imap"))
    return find("dovecot") if both else None


NEEDS = {
    "mariadb": Need("MariaDB", "mariadb-server", find_mariadb),
    "redis": Need("Redis", "redis-server", lambda: find("redis-server")),
    "dovecot": Need("Dovecot", "dovecot-core dovecot-pop3d dovecot-imapd", find_dovecot),
    "browser": Need("Chromium", "chromium-headless-shell", find_chromium),
    "gettext": Need("gettext", "gettext", lambda: find("msgfmt")),
    "firefox": Need("Firefox ESR", "firefox-esr", lambda: find("firefox-esr")),
}


def main() -> None:
    """Print the packages that bring what is missing here, one a line (for `tools/system-packages`)."""
    for lacked in NEEDS.values():
        if not lacked.met:
            print("\n".join(lacked.packages.split()))  # noqa: T201  # its output is what it is for


if __name__ == "__main__":
    main()
