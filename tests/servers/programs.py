"""Which server programs this machine has, and what brings the missing ones."""

import os
import shutil
from dataclasses import dataclass

# Servers live in sbin, which is not on everybody's path.
SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"])
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Need:
    """What a test's marker asks for: for each entry of `programs`, one of its names must exist."""

    title: str
    programs: tuple[tuple[str, ...], ...]
    packages: str

    @property
    def met(self) -> bool:
        """Whether this machine has it all."""
        return all(find(*names) for names in self.programs)


def find(*names: str) -> str | None:
    """The path of the first of these programs that exists."""
    for name in names:
        if path := shutil.which(name, path=SEARCH_PATH):
            return path
    return None


def need(*names: str) -> str:
    """The same, where it must exist."""
    if path := find(*names):
        return path
    raise FileNotFoundError(f"none of these programs is here: {', '.join(names)}")


NEEDS = {
    "mariadb": Need("MariaDB", (("mariadbd", "mysqld"), ("mariadb-install-db", "mysql_install_db")), "mariadb-server"),
    "redis": Need("Redis", (("redis-server",),), "redis-server"),
    "dovecot": Need("Dovecot", (("dovecot",),), "dovecot-core dovecot-pop3d dovecot-imapd"),
    "browser": Need("Chromium", (CHROMIUM_NAMES,), "chromium"),
}
