"""`deskbell mail run` as a process of its own, which a test may kill; and time that passes while it is dead."""

from pathlib import Path

import sqlalchemy

from sql.tables import inbound, leases, outbox
from tests.plugins.databases import engine
from tests.servers.nursery import ForkedDesk, fork
from tests.servers.process import ServerProcess
from tests.servers.served_desk import COMMAND


class MailProcess:
    """One mail process on a migrated database. `settings` are named as in the environment, without `DESKBELL_`."""

    def __init__(self, directory: Path, database_url: str, **settings: str) -> None:
        keys = {"secret_key": "s" * 40, "password_key": "p" * 40, "mail_from": "desk@aurora.example"}
        self._desk = ForkedDesk(directory, database_url, **keys, mail_interval="1", **settings)
        self._url = database_url
        self.process = ServerProcess("mail", directory, popen=fork)

    def start(self) -> None:
        """Run it (again); return once it works."""
        said = self.process.log().count("Deskbell reads")
        self.process.start(
            [str(COMMAND), "mail", "run"],
            lambda: self.process.log().count("Deskbell reads") > said,
            env=self._desk.env,
            cwd=self._desk.directory,
        )

    def let_time_pass(self) -> None:
        """As after some minutes: what a dead process had claimed is free again."""
        with engine(self._url) as connected, connected.begin() as connection:
            connection.execute(sqlalchemy.update(leases).values(until_ms=0))
            connection.execute(sqlalchemy.update(inbound).where(inbound.c.outcome == "pending").values(due_ms=0))
            connection.execute(sqlalchemy.update(outbox).where(outbox.c.state == "sending").values(claimed_until_ms=0))
