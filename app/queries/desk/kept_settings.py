"""What the console has changed of the settings, as the database keeps it."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from app.config.console_settings import StoredSetting, with_kept
from app.config.mail_place import MailPlace, place_from
from app.config.settings import Settings
from app.credentials.mail_secrets import OUTGOING, SENDER, with_mailboxes, with_outgoing, with_sender
from app.database import Database
from app.queries.desk.mailboxes import mailbox_rows
from sql.tables import settings as settings_table


async def kept_settings(db: Database) -> dict[str, StoredSetting]:
    """Every setting of the table, by name."""
    rows = await db.fetch_all(select(settings_table))
    return {row.name: StoredSetting(json.loads(row.value), row.changed_ms) for row in rows}


async def settings_now(db: Database, started_with: Settings) -> Settings:
    """The environment's settings with those that are kept, mail servers and their passwords among them."""
    kept = await kept_settings(db)
    settings = with_kept(started_with, kept)
    outgoing, sender = (kept[name].value if name in kept else None for name in (OUTGOING, SENDER))
    return with_mailboxes(with_sender(with_outgoing(settings, outgoing), sender), await mailbox_rows(db))


@dataclass(frozen=True, slots=True)
class KeptOutgoing:
    """The console's server that takes mail away."""

    place: MailPlace
    has_password: bool


async def kept_outgoing(db: Database) -> KeptOutgoing | None:
    """As the database has it; None without one."""
    kept = await db.fetch_val(select(settings_table.c.value).where(settings_table.c.name == OUTGOING))
    if not kept:
        return None
    value = json.loads(kept)
    return KeptOutgoing(place_from(value), bool(value["sealed"]))
