"""What holds whatever dies: no reply lost, no customer's mail lost, none in a ticket twice.

Each function reads the database beside the desk and returns what is wrong, in words; an empty list is good.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

import sqlalchemy

from app.nouns.reasons import reason
from mail.outgoing.outbox import CONCURRENT
from sql.tables import inbound, messages, outbox
from tests.plugins.databases import engine
from tests.servers.smtp_sink import Letter

CARRY_MAIL = ("answer", "to_third_party")
KEPT = reason("kept_here")  # what the demo's sender says
SEEN = frozenset({"held", "queued", "sending", "failed", "bounced", "recalled"})  # not sent, and shown as such


def lost_mails(database_url: str, offered: Iterable[bytes], on_server: Iterable[bytes]) -> list[str]:
    """Mails that the server once offered, and that are neither on it any more nor in the ledger, byte for byte."""
    with engine(database_url) as connected, connected.connect() as connection:
        kept = [bytes(row.raw) for row in connection.execute(sqlalchemy.select(inbound.c.raw))]
    found = {_digest(raw) for raw in [*kept, *on_server]}
    return [f"lost: {raw[:60]!r}" for raw in offered if _digest(raw) not in found]


def untrue_ledger(database_url: str, offered: Sequence[bytes]) -> list[str]:
    """Mails without exactly one row of the ledger and exactly one message of a ticket, each of the other's number."""
    with engine(database_url) as connected, connected.connect() as connection:
        rows = connection.execute(sqlalchemy.select(inbound)).all()
        said = Counter(connection.scalars(sqlalchemy.select(messages.c.inbound_id)))
    wrong = [f"mail {row.id} is {row.outcome}" for row in rows if row.outcome not in {"opened", "appended"}]
    wrong += [f"mail {row.id} is {said[row.id]} messages" for row in rows if said[row.id] != 1]
    counted = Counter(row.sha256 for row in rows)
    wrong += [f"{counted[_digest(raw)]} rows of {raw[:60]!r}" for raw in offered if counted[_digest(raw)] != 1]
    return wrong + [f"{len(rows)} rows for {len(offered)} mails"] * (len(rows) != len(offered))


def lost_answers(
    database_url: str, letters: Sequence[Letter], crashes: int, at_once: int = CONCURRENT, *, demo: bool = False
) -> list[str]:
    """Answers without a mail; mails that are neither sent, with a server's 250 and a letter there, nor seen to be unsent.

    A letter may have come twice, each at most once more for each crash, under the same Message-ID, and then marked.
    `at_once`: so many are on the wire together, and a crash may double them all. `demo`: they are kept on the machine.
    """
    with engine(database_url) as connected, connected.connect() as connection:
        rows = connection.execute(sqlalchemy.select(outbox)).all()
        answers = connection.scalars(sqlalchemy.select(messages.c.id).where(messages.c.kind.in_(CARRY_MAIL))).all()
    came = Counter(str(letter.message["Message-ID"]) for letter in letters)
    known, carried = {row.mime_message_id for row in rows}, {row.message_id for row in rows if row.kind in CARRY_MAIL}
    wrong = [f"a letter that is no mail of ours: {one}" for one in came if one not in known]
    wrong += [f"answer {one} has no mail" for one in answers if one not in carried]
    for row in rows:
        times = came[row.mime_message_id]
        left = row.server_said == KEPT if demo else row.server_said.startswith("250") and times
        if row.state == "sent" and not left:
            wrong.append(f"mail {row.id} is sent: {row.server_said!r}, {times} letters")
        if row.state != "sent" and row.state not in SEEN:
            wrong.append(f"mail {row.id} is {row.state}")
        if times > 1 and not row.maybe_twice:
            wrong.append(f"mail {row.id} came {times} times and is not marked")
        if times - 1 > crashes:
            wrong.append(f"mail {row.id} came {times} times after {crashes} crashes")
    more = sum(times - 1 for times in came.values())
    return wrong + [f"{more} letters too many after {crashes} crashes"] * (more > crashes * at_once)


def broken_file(database_url: str) -> list[str]:
    """What SQLite itself finds wrong with its file; nothing for a server."""
    if not database_url.startswith("sqlite"):
        return []
    with engine(database_url) as connected, connected.connect() as connection:
        said = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return [] if said == ["ok"] else list(said)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
