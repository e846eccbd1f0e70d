"""The texts that administrators changed, and the languages that they added."""

from sqlalchemy import bindparam, select

from app.database import Database
from app.translations.changed_text import ChangedText
from sql.tables import added_languages, changed_texts, counters

_VERSION = select(counters.c.value).where(counters.c.name == "texts")
_OF_LANGUAGE = select(changed_texts).where(changed_texts.c.language == bindparam("of_language"))


async def texts_version(db: Database) -> int:
    """Raised by every change of a text or a language."""
    return int(await db.fetch_val(_VERSION) or 0)


async def all_changed_texts(db: Database) -> list[ChangedText]:
    """Those of every language."""
    return [ChangedText.from_record(row) for row in await db.fetch_all(select(changed_texts))]


async def changed_texts_in(db: Database, language: str) -> dict[str, ChangedText]:
    """Those of one language, by the text's id."""
    rows = await db.fetch_all(_OF_LANGUAGE, {"of_language": language})
    return {row.text_id: ChangedText.from_record(row) for row in rows}


async def changed_text(db: Database, language: str, text_id: str) -> ChangedText | None:
    """One of them; None for a text that is as we ship it."""
    this = (changed_texts.c.language == language) & (changed_texts.c.text_id == text_id)
    row = await db.fetch_one(select(changed_texts).where(this))
    return ChangedText.from_record(row) if row else None


async def languages_added(db: Database) -> list[str]:
    """The languages that this desk has besides those that we ship, in the order of their codes."""
    rows = await db.fetch_all(select(added_languages.c.language).order_by(added_languages.c.language))
    return [row.language for row in rows]
