"""How long an answer takes to the mail server once its undo time is over, while thousands of notices wait; on both databases."""

import asyncio
import sys
import time
from pathlib import Path

import sqlalchemy

from app.actions.desk.opening import open_desk
from app.actions.message.answering import AnswerForm, send_answer
from app.config.settings import read_settings
from app.core.clock import now_ms
from app.desk import Desk
from app.queries.people.people import operators
from mail.outgoing.outbox import run_outbox
from sql.tables import messages, outbox, tickets
from tests.bench.tables import spread, table
from tests.plugins.databases import engine
from tests.servers.mariadb import MariaDB
from tests.servers.served_desk import ServedDesk
from tests.servers.smtp_sink import SmtpSink

NOTICES = 5000
TICKETS = 2000
ANSWERS = 20
UNDO_S = 1
LATEST_S = 2.0  # what a person should wait at most


async def run(folder: Path, mariadb: MariaDB) -> None:
    """Measure both and print one table."""
    rows = []
    for name, url in {"SQLite": f"sqlite:///{folder}/lines.db", "MariaDB": mariadb.create_database()}.items():
        sink = Timed().start()
        settings = {"smtp_url": sink.url, "mail_from": "desk@aurora.example", "undo_seconds": str(UNDO_S)}
        served = ServedDesk(folder / f"lines-{name}", url, **settings)
        served.run("demo")
        served.run("seed", "--tickets", str(TICKETS))
        _let_notices_wait(url)
        try:
            times = await _times(served, sink)
        finally:
            sink.stop()
        if max(times) > LATEST_S:
            raise AssertionError(f"an answer left {max(times):.1f} s after its undo time")
        rows.append([name, *spread(times)])
    title = f"From the end of the undo time to the mail server, {NOTICES} notices waiting ({ANSWERS} answers)"
    sys.stdout.write(table(title, ("database", "p50 ms", "p95 ms", "worst ms"), rows))


class Timed(SmtpSink):
    """Knows when the first mail to each address came."""

    def __init__(self) -> None:
        super().__init__()
        self.came_s: dict[str, float] = {}

    def keep(self, letter: object) -> None:
        """Note the moment."""
        self.came_s.setdefault(letter.rcpt_tos[0], time.time())
        super().keep(letter)

    def wait_for_all(self, addresses: set[str]) -> None:
        """Return once each of these has got a mail; raise TimeoutError after a minute."""
        with self.arrived:
            if not self.arrived.wait_for(lambda: addresses <= self.came_s.keys(), 60):
                raise TimeoutError(f"{len(addresses - self.came_s.keys())} answers did not come")


def _let_notices_wait(url: str) -> None:
    """Queue notices to an operator about messages that are there."""
    told = sqlalchemy.select(messages.c.id, messages.c.ticket_id).limit(NOTICES)
    common = {"kind": "new_message", "operator_id": 1, "state": "queued", "language": "en", "created_ms": now_ms()}
    with engine(url) as connected, connected.begin() as connection:
        known = connection.execute(told).all()
        notices = [
            {**common, "message_id": message, "ticket_id": ticket, "recipients": '["staff@desk.example"]',
             "mime_message_id": f"<notice-{number}@desk.example>", "due_ms": now_ms() - 1000}
            for number in range(NOTICES)
            for message, ticket in [known[number % len(known)]]
        ]  # fmt: skip
        connection.execute(sqlalchemy.insert(outbox), notices)


async def _times(served: ServedDesk, sink: Timed) -> list[float]:
    async with open_desk(read_settings(served.env, served.directory)) as desk:
        sending = asyncio.create_task(run_outbox(desk))
        try:
            due_s = await _answer_some(desk)
            await asyncio.to_thread(sink.wait_for_all, set(due_s))
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
    return [sink.came_s[address] - due for address, due in due_s.items()]


async def _answer_some(desk: Desk) -> dict[str, float]:
    """Answer tickets one after the other, as people do; when the undo time of each is over, by its customer's address."""
    administrator = next(one for one in await operators(desk) if one.is_administrator)
    newest = sqlalchemy.select(tickets.c.id).where(tickets.c.shelf == "active").order_by(tickets.c.id.desc())
    due_s = {}
    for number, row in enumerate(await desk.db.fetch_all(newest.limit(ANSWERS))):
        address = f"guest-{number}@answered.example"
        where = tickets.c.id == row.id
        await desk.db.execute(sqlalchemy.update(tickets).where(where).values(email=address, email_key=address))
        sent_s = time.time()
        form = AnswerForm("<p>Your room is ready.</p>", f"bench-{number}", taking=True)
        await send_answer(desk, administrator, row.id, form, now_ms())
        due_s[address] = sent_s + UNDO_S
        await asyncio.sleep(0.25)
    return due_s
