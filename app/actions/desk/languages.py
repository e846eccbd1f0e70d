"""Languages that a desk has besides those that we ship: added, removed. What was translated waits for a language's return."""

from sqlalchemy import delete, insert

from app.actions.change import act, action, by
from app.actions.desk.following_texts import follow_texts
from app.actions.desk.texts import raise_texts_version
from app.core.errors import BadFields, Conflict, NotFound
from app.database import is_duplicate_key
from app.desk import Desk
from app.nouns.operator import Operator
from app.text.languages import _, available
from app.translations.addable import addable_codes
from sql.tables import added_languages


async def add_language(desk: Desk, operator: Operator, language: str, now_ms: int) -> None:
    """Let people choose this language; its texts are English until they are translated. Raises BadFields(language)."""
    if language not in addable_codes():
        raise BadFields({"language": _("Choose a language from the list.")})
    if language in available():
        raise BadFields({"language": _("This desk already has that language.")})
    await _add(desk, operator, language, now_ms)
    await follow_texts(desk)


async def remove_language(desk: Desk, operator: Operator, language: str, now_ms: int) -> None:
    """Let nobody choose it any more: whoever had chosen it reads the desk's. Raises NotFound for one that was not added, Conflict."""
    if language == desk.settings.language:
        raise Conflict(_("This is the desk's language. Choose another one in Settings first."))
    await _remove(desk, operator, language, now_ms)
    await follow_texts(desk)


@action
async def _add(desk: Desk, operator: Operator, language: str, now_ms: int) -> None:
    async with act(desk, now_ms) as tx:
        await raise_texts_version(tx)
        try:
            await tx.db.execute(insert(added_languages).values(language=language, added_ms=now_ms))
        except Exception as error:
            if is_duplicate_key(error):
                raise BadFields({"language": _("This desk already has that language.")}) from None
            raise
        tx.record("language.added", by(operator), language=language)


@action
async def _remove(desk: Desk, operator: Operator, language: str, now_ms: int) -> None:
    async with act(desk, now_ms) as tx:
        await raise_texts_version(tx)
        if not await tx.db.rowcount(delete(added_languages).where(added_languages.c.language == language)):
            raise NotFound
        tx.record("language.removed", by(operator), language=language)
