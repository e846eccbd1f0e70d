"""A desk is opened: its database connected and found to be this version's, its settings as its console has left them."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.actions.desk.following_texts import begin_with_texts
from app.actions.desk.password_key import check_passwords
from app.config.settings import Settings
from app.core.bell import Bell
from app.core.clock import now_ms
from app.database import Database
from app.desk import Desk
from app.files.storage import storage_from_url
from app.queries.desk.kept_settings import kept_settings, settings_now
from app.queries.desk.schema_check import check_schema

DEMO_SENDER = "Aurora Travel <desk@aurora.example>"  # names the demo desk in its mails and on its pages


@asynccontextmanager
async def open_desk(settings: Settings, bell: Bell | None = None) -> AsyncIterator[Desk]:
    """The desk that these settings name, connected. Raises SchemaOutdated, WrongPasswordKey, BarePassword."""
    db = Database(settings.database_url)
    await db.connect()
    try:
        await check_schema(settings)
        desk = Desk(db, await _as_kept(db, settings), storage_from_url(settings.storage_url), bell or Bell())
        book = await asyncio.to_thread(lambda: desk.passwords)  # it hashes once, which takes a fifth of a second
        await check_passwords(db, book, now_ms())
        await begin_with_texts(desk)
        yield desk
    finally:
        await db.disconnect()


async def _as_kept(db: Database, settings: Settings) -> Settings:
    """The settings with what the desk itself knows: what its console changed, and that it is a demo."""
    demo = (await kept_settings(db)).get("demo")
    is_demo = settings.demo or (demo is not None and demo.value is True)
    known = dataclasses.replace(settings, demo=is_demo)
    if is_demo and not settings.mail_from:
        known = dataclasses.replace(known, mail_from=DEMO_SENDER)
    return await settings_now(db, known)
