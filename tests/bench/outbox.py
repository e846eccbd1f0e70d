"""What it costs to ask which mails are due, with a thousand of them waiting after an outage; on both databases.

Half of them are the second mail of their ticket, which waits for the first: the sender has to look past it.
"""

import sys
import time
from pathlib import Path

import sqlalchemy

from app.actions.desk.opening import open_desk
from app.config.settings import read_settings
from app.core.clock import now_ms
from app.queries.mail.outbox import due_mails
from sql.tables import outbox, tickets
from tests.bench import outbox_lines
from tests.bench.tables import spread, table
from tests.plugins.databases import engine
from tests.servers.mariadb import MariaDB
from tests.servers.served_desk import ServedDesk

WAITING = 1000
TICKETS = 10_000
ROUNDS = 100
AT_ONCE = 20  # as many as the sender asks for


async def run(folder: Path, mariadb: MariaDB) -> None:
    """Measure both and print one table."""
    rows = []
    for name, url in {"SQLite": f"sqlite:///{folder}/desk.db", "MariaDB": mariadb.create_database()}.items():
        desk = ServedDesk(folder / name, url, smtp_url="smtp://127.0.0.1:1", mail_from="desk@aurora.example")
        desk.run("demo")
        desk.run("seed", "--tickets", str(TICKETS))
        _let_wait(url)
        rows.append([name, *spread(await _times(desk))])
    title = f"Which mails are due, {WAITING} waiting ({ROUNDS} rounds)"
    sys.stdout.write(table(title, ("database", "p50 ms", "p95 ms", "worst ms"), rows))
    await outbox_lines.run(folder, mariadb)


def _let_wait(url: str) -> None:
    """Queue a confirmation and an answer for each of the newest tickets."""
    newest = sqlalchemy.select(tickets.c.id).order_by(tickets.c.id.desc()).limit(WAITING // 2)
    common = {"state": "queued", "language": "en", "recipients": '["guest@guest.example"]', "due_ms": now_ms() - 1000}
    with engine(url) as connected, connected.begin() as connection:
        mails = [
            {**common, "kind": kind, "ticket_id": ticket, "mime_message_id": f"<{kind}-{ticket}>", "created_ms": 0}
            for ticket in connection.scalars(newest).all()
            for kind in ("confirmation", "answer")
        ]
        connection.execute(sqlalchemy.insert(outbox), mails)


async def _times(served: ServedDesk) -> list[float]:
    times = []
    async with open_desk(read_settings(served.env, served.directory)) as desk:
        for _round in range(ROUNDS):
            begun = time.perf_counter()
            due = await due_mails(desk, now_ms(), AT_ONCE)
            times.append(time.perf_counter() - begun)
            if len(due) != AT_ONCE:
                raise AssertionError(f"{len(due)} mails are due")
    return times
