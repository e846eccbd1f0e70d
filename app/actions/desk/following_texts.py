"""Every process of the desk says what administrators made of its texts, from the moment it is committed."""

from collections import defaultdict

from app.desk import Desk
from app.queries.desk.changed_texts import all_changed_texts, languages_added, texts_version
from app.text.catalogue import TextKey
from app.text.languages import kept_catalogues
from app.translations.changed_text import ChangedText

Laid = dict[str, dict[TextKey, tuple[str, ...]]]  # by language; an added one is there without texts too


async def follow_texts(desk: Desk) -> None:
    """Let this process say what the database has now; one short read if nothing has changed."""
    version = await texts_version(desk.db)
    if version == desk.texts_version:
        return
    laid = _by_language(await all_changed_texts(desk.db), await languages_added(desk.db))
    if version > desk.texts_version:  # else somebody here was faster, and read more
        _lay(laid, version)
        desk.texts_version = version


async def begin_with_texts(desk: Desk) -> None:
    """The same for a desk that is being opened: what the last desk of this process said goes."""
    desk.texts_version = await texts_version(desk.db)
    _lay(_by_language(await all_changed_texts(desk.db), await languages_added(desk.db)), desk.texts_version)


def _by_language(texts: list[ChangedText], added: list[str]) -> Laid:
    """Texts of a language that was removed wait for its return."""
    laid: Laid = defaultdict(dict, {language: {} for language in added})
    for one in texts:
        if one.language in added or kept_catalogues().is_shipped(one.language):
            laid[one.language][one.key] = one.forms
    return dict(laid)


def _lay(laid: Laid, version: int) -> None:
    for language in kept_catalogues().changed() - laid.keys():
        kept_catalogues().take_off(language)
    for language, texts in laid.items():
        kept_catalogues().lay_over(language, texts, version)
