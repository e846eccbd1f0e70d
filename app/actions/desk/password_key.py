"""Checks at every start, before anything is served, that this is the key the stored passwords were made with.

With another key nobody could sign in, and passwords set from then on would be lost once the right one is back.
"""

import json

from sqlalchemy import func, insert, select

from app.config.wrong_settings import WrongSettings
from app.credentials.passwords import BARE_MD5, PasswordBook
from app.database import Database, is_duplicate_key
from sql.tables import operators, settings

NAME = "password_key"
MD5_LENGTH = 32
WRONG_KEY = (
    "DESKBELL_PASSWORD_KEY: not the key that this desk's passwords were stored with. "
    "Restore the earlier key, here or in var/password.key."
)


class WrongPasswordKey(WrongSettings):
    """The key is not the one that the table was made with. One line for a person, with what to do."""


class BarePassword(WrongSettings):
    """A password in the table is a bare MD5 digest, which anyone who sees the table could reverse."""


async def check_passwords(db: Database, book: PasswordBook, now_ms: int) -> None:
    """Return if the key fits and no password is a bare MD5 digest; at the first start the desk learns its key.

    Raises WrongPasswordKey or BarePassword.
    """
    await _refuse_bare_md5(db)
    known = await _known_fingerprint(db)
    if known is None:
        known = await _remember(db, book.fingerprint, now_ms)
    if known != book.fingerprint:
        raise WrongPasswordKey([WRONG_KEY])


async def _known_fingerprint(db: Database) -> str | None:
    value = await db.fetch_val(select(settings.c.value).where(settings.c.name == NAME))
    return str(json.loads(value)) if value else None


async def _remember(db: Database, fingerprint: str, now_ms: int) -> str:
    """Keep the fingerprint; return the one that is kept, which another process may have written first."""
    row = {"name": NAME, "value": json.dumps(fingerprint), "changed_ms": now_ms}
    try:
        await db.execute(insert(settings).values(row))
    except Exception as error:
        if not is_duplicate_key(error):
            raise
    return await _known_fingerprint(db) or ""


async def _refuse_bare_md5(db: Database) -> None:
    short = select(operators.c.email, operators.c.password).where(func.length(operators.c.password) == MD5_LENGTH)
    bare = [row.email for row in await db.fetch_all(short) if BARE_MD5.fullmatch(row.password)]
    if bare:
        people = ", ".join(bare[:3])
        raise BarePassword(
            [f"The password of {people} is a bare MD5 digest. Remove it and run: deskbell user import-md5 FILE"]
        )
