"""Dovecot with our own configuration: POP3 and IMAP, plain, STARTTLS and TLS, mail in Maildir."""

import contextlib
import getpass
import grp
import itertools
import os
import pwd
import secrets
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.servers.certificates import Certificates
from tests.servers.process import HOST, ServerProcess, answers, free_port
from tests.servers.programs import need

SERVICES = """
base_dir = {directory}/run
state_dir = {directory}/state
log_path = /dev/stderr
listen = 127.0.0.1
ssl = yes
mail_fsync = never
first_valid_uid = 1
mail_max_userip_connections = 100
auth_failure_delay = 0
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0  # or one wrong password delays everybody at this address
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = {pop3s}
    ssl = yes
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
"""

# A file of passwords for each person: Dovecot looks only once a second whether one that it has read is still the same.
UP_TO_2_3 = """
protocols = pop3 imap
disable_plaintext_auth = no
ssl_cert = <{chain}
ssl_key = <{key}
mail_location = maildir:{directory}/mail/%u
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {directory}/users/%u
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={directory}/mail/%u
}}
"""

FROM_2_4 = """dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
protocols {{
  pop3 = yes
  imap = yes
}}
auth_allow_cleartext = yes
ssl_server_cert_file = {chain}
ssl_server_key_file = {key}
mail_driver = maildir
mail_path = {directory}/mail/%{{user}}
passdb passwd-file {{
  passwd_file_path = {directory}/users/%{{user}}
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {gid}
    home = {directory}/mail/%{{user}}
  }}
}}
"""

# Dovecot separates its parts by users and cages, for which it must be root. Who is not is all users at once.
WITHOUT_ROOT = """
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
service anvil {{
  chroot =
}}
service pop3-login {{
  chroot =
}}
service imap-login {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class MailUser:
    """A person with a mailbox, and the addresses of that in the form of `DESKBELL_MAILBOX_URL`."""

    name: str
    password: str
    ports: dict[str, int]

    def url(self, scheme: str) -> str:
        """`scheme`: pop3, pop3s, imap, imaps."""
        return f"{scheme}://{self.name}:{self.password}@{HOST}:{self.ports[scheme]}"


class Dovecot:
    """One Dovecot. `directory` must be open to be passed through by others: root's mail belongs to nobody."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.process = ServerProcess("dovecot", directory)
        self.certificates = Certificates(directory / "certificates")
        self.ports = {scheme: free_port() for scheme in ("pop3", "pop3s", "imap", "imaps")}
        self.owner = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        self.names = itertools.count(1)

    def start(self) -> "Dovecot":
        """Serve, without users."""
        self._make_mail_directory(self.directory / "mail")
        (self.directory / "users").mkdir(exist_ok=True)
        (self.directory / "dovecot.conf").write_text(self._settings())
        self.restart()
        return self

    def restart(self) -> None:
        """Serve (again) on the same ports, with the same mail."""
        command = [need("dovecot"), "-F", "-c", str(self.directory / "dovecot.conf")]
        self.process.start(command, lambda: all(answers(port) for port in self.ports.values()))

    def stop(self) -> None:
        """End it in order."""
        self.process.stop()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()

    def add_user(self, name: str = "", password: str = "") -> MailUser:
        """A new person with an empty mailbox; named and given a password unless told how."""
        user = MailUser(name or f"user{next(self.names)}", password or secrets.token_hex(8), self.ports)
        (self.directory / "users" / user.name).write_text(f"{user.name}:{{PLAIN}}{user.password}\n")
        for part in ("", "tmp", "new", "cur"):
            self._make_mail_directory(self._maildir(user) / part)
        return user

    def deliver(self, user: MailUser, raw: bytes) -> None:
        """Put a mail into the mailbox as a delivery agent does: written aside, then moved to `new` at once."""
        name = f"{next(self.names):012d}.{secrets.token_hex(8)}.test"
        aside = self._maildir(user) / "tmp" / name
        aside.write_bytes(raw)
        self._give(aside)
        aside.rename(self._maildir(user) / "new" / name)

    def messages(self, user: MailUser) -> list[bytes]:
        """What is in the mailbox, in the order of delivery."""
        while True:
            files = [path for part in ("new", "cur") for path in (self._maildir(user) / part).iterdir()]
            with contextlib.suppress(FileNotFoundError):  # Dovecot moved one from `new` to `cur` meanwhile
                return [path.read_bytes() for path in sorted(files, key=lambda path: path.name)]

    def _settings(self) -> str:
        settings = ((FROM_2_4 if version() >= (2, 4) else UP_TO_2_3) + SERVICES).format(
            directory=self.directory,
            chain=self.certificates.chain_path,
            key=self.certificates.key_path,
            uid=self.owner.pw_uid,
            gid=self.owner.pw_gid,
            **self.ports,
        )
        if os.getuid() == 0:
            return settings
        return settings + WITHOUT_ROOT.format(user=getpass.getuser(), group=grp.getgrgid(os.getgid()).gr_name)

    def _maildir(self, user: MailUser) -> Path:
        return self.directory / "mail" / user.name

    def _make_mail_directory(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._give(path)

    def _give(self, path: Path) -> None:
        if os.getuid() == 0:
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)


def version() -> tuple[int, int]:
    """Dovecot's version: its configuration changed with 2.4."""
    said = subprocess.run([need("dovecot"), "--version"], capture_output=True, text=True, check=True).stdout
    major, minor = said.split()[0].split(".")[:2]
    return int(major), int(minor)
