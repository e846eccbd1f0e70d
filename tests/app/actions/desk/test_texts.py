"""Texts as administrators want them: said at once by every process, kept over upgrades, undone."""

import pytest

from app.actions.desk.following_texts import begin_with_texts, follow_texts
from app.actions.desk.languages import add_language, remove_language
from app.actions.desk.text_import import RefusedText, import_texts
from app.actions.desk.texts import change_text, put_text_back, take_text_over, undo_text
from app.core.errors import BadFields, Conflict, NotFound
from app.queries.desk.events import events_after
from app.queries.desk.translated_texts import language_texts, progress_of_languages
from app.text import languages
from app.text.catalogue import TextKey
from app.text.languages import _, available, ngettext, speaking
from app.translations.text_id import text_id
from tests.app.actions.traces import refused
from tests.app.conftest import NOW
from tests.plugins.desk import make_desk

OPEN, LATE = TextKey("", "Open"), TextKey("", "Late since %(time)s")
TICKETS = TextKey("", "%(num)s ticket", "%(num)s tickets")


@pytest.fixture(autouse=True)
def first_version(version):
    version.ship(OPEN, LATE, TICKETS, de={OPEN: ("Offen",)})


async def change(desk, ada, key, *forms, language="de"):
    return await change_text(desk, ada, language, text_id(key), forms, NOW)


async def kinds(desk):
    return [event.kind for event in await events_after(desk, 0, 100) if event.kind.startswith(("text.", "language."))]


async def test_a_changed_text_is_said_at_once_and_by_the_other_processes(desk, ada, tmp_path):
    other = make_desk(desk.db, desk.settings, tmp_path)

    await change(desk, ada, OPEN, "Neu")
    await change(desk, ada, TICKETS, "%(num)s Anfrage", "%(num)s Anfragen")

    with speaking("de"):
        assert (_("Open"), ngettext("%(num)s ticket", "%(num)s tickets", 5)) == ("Neu", "%(num)s Anfragen")
    assert _("Open") == "Open"
    languages.catalogues.take_off("de")  # as another process that has not heard of it
    await follow_texts(other)
    with speaking("de"):
        assert _("Open") == "Neu"
    assert await kinds(desk) == ["text.changed", "text.changed"]


async def test_what_did_not_change_is_not_read_again(desk, ada, statements):
    await change(desk, ada, OPEN, "Neu")
    statements.clear()

    await follow_texts(desk)

    assert len(statements) == 1


async def test_a_desk_that_is_opened_says_what_was_kept_and_nothing_of_another(desk, ada):
    languages.catalogues.lay_over("de", {LATE: ("Zu spät seit %(time)s",)}, 7)
    await change(desk, ada, OPEN, "Neu")

    await begin_with_texts(desk)

    with speaking("de"):
        assert (_("Open"), _("Late since %(time)s")) == ("Neu", "Late since %(time)s")


async def test_a_text_that_cannot_be_filled_is_refused_and_nothing_of_it_stays(desk, ada):
    async with refused(desk, BadFields) as found:
        await change(desk, ada, LATE, "Spät")
    assert "“%(time)s” is missing" in found.value.faults["form0"]
    async with refused(desk, NotFound):
        await change_text(desk, ada, "de", "0" * 32, ("x",), NOW)
    async with refused(desk, NotFound):
        await change(desk, ada, OPEN, "Otevřeno", language="cs")


async def test_a_change_is_undone_unless_it_was_changed_again(desk, ada):
    first = await change(desk, ada, OPEN, "Neu")
    second = await change(desk, ada, OPEN, "Frisch")

    async with refused(desk, Conflict):
        await undo_text(desk, ada, first, NOW)
    await undo_text(desk, ada, second, NOW)

    with speaking("de"):
        assert _("Open") == "Neu"
    async with refused(desk, NotFound):
        await undo_text(desk, ada, 10**6, NOW)


async def test_a_text_put_back_or_typed_as_we_ship_it_is_ours_again(desk, ada):
    await change(desk, ada, OPEN, "Neu")
    await change(desk, ada, OPEN, "Offen")
    as_typed = (await language_texts(desk, "de")).by_id[text_id(OPEN)].changed
    await change(desk, ada, OPEN, "Neu")
    await put_text_back(desk, ada, "de", text_id(OPEN), NOW)

    with speaking("de"):
        assert _("Open") == "Offen"
    assert as_typed is None
    async with refused(desk, NotFound):
        await put_text_back(desk, ada, "de", text_id(OPEN), NOW)


async def test_an_upgrade_that_changes_the_english_keeps_the_change_and_lists_it(desk, ada, version):
    await change(desk, ada, LATE, "Zu spät seit %(time)s")
    overdue = TextKey("", "Late for %(time)s")
    version.ship(OPEN, TICKETS, overdue, de={OPEN: ("Offen",)})
    await begin_with_texts(desk)

    [unused] = (await language_texts(desk, "de")).unused
    await take_text_over(desk, ada, "de", text_id(LATE), unused.near.id, NOW)

    assert (unused.changed.key, unused.near.key) == (LATE, overdue)
    assert (await language_texts(desk, "de")).unused == []
    with speaking("de"):
        assert _("Late for %(time)s") == "Zu spät seit %(time)s"


async def test_what_does_not_fit_the_new_text_is_not_taken_over(desk, ada, version):
    await change(desk, ada, LATE, "Zu spät seit %(time)s")
    version.ship(OPEN, TextKey("", "Late since %(clock)s"), de={})
    await begin_with_texts(desk)

    async with refused(desk, BadFields):
        await take_text_over(desk, ada, "de", text_id(LATE), text_id(TextKey("", "Late since %(clock)s")), NOW)
    await put_text_back(desk, ada, "de", text_id(LATE), NOW)

    assert (await language_texts(desk, "de")).unused == []


async def test_an_upgrade_that_changes_our_translation_keeps_theirs_to_be_checked(desk, ada, version):
    await change(desk, ada, OPEN, "Neu")
    version.ship(OPEN, LATE, TICKETS, de={OPEN: ("Unbeantwortet",)})
    await begin_with_texts(desk)

    before = (await language_texts(desk, "de")).progress
    await change(desk, ada, OPEN, "Neu")  # "keep mine"
    after = (await language_texts(desk, "de")).progress

    with speaking("de"):
        assert _("Open") == "Neu"
    assert (before.to_check, after.to_check) == (1, 0)


async def test_an_added_language_is_chosen_at_once_and_its_texts_wait_for_its_return(desk, ada):
    await add_language(desk, ada, "cs", NOW)
    await change(desk, ada, OPEN, "Otevřeno", language="cs")
    progress = (await progress_of_languages(desk))["cs"]
    added = available()
    await remove_language(desk, ada, "cs", NOW)
    removed = available()
    await add_language(desk, ada, "cs", NOW)

    assert (added, removed) == (["en", "de", "cs"], ["en", "de"])
    assert (progress.done, progress.missing, progress.percent) == (1, 2, 33)
    with speaking("cs"):
        assert _("Open") == "Otevřeno"
    assert await kinds(desk) == ["language.added", "text.changed", "language.removed", "language.added"]


async def test_a_language_that_is_here_unknown_or_ours_is_not_added_or_removed(desk, ada):
    for language in ("de", "tlh", "../etc"):
        async with refused(desk, BadFields):
            await add_language(desk, ada, language, NOW)
    async with refused(desk, NotFound):
        await remove_language(desk, ada, "de", NOW)
    async with refused(desk, Conflict):
        await remove_language(desk, ada, "en", NOW)  # the desk's own


FILE = """
msgid "Open"
msgstr "Neu"

msgid "Late since %(time)s"
msgstr "Spät"

#, fuzzy
msgid "%(num)s ticket"
msgid_plural "%(num)s tickets"
msgstr[0] "%(num)s Anfrage"
msgstr[1] "%(num)s Anfragen"

msgid "Of another version"
msgstr "Aus einer anderen Version"

msgid "Not translated"
msgstr ""
"""


async def test_a_file_brings_what_can_be_used_and_names_the_rest(desk, ada):
    report = await import_texts(desk, ada, "de", FILE.encode(), NOW)
    again = await import_texts(desk, ada, "de", FILE.encode(), NOW)

    assert (report.changed, report.same, again.changed, again.same) == (1, 0, 0, 1)
    assert report.refused == (
        RefusedText("Late since %(time)s", "The placeholder “%(time)s” is missing."),
        RefusedText("%(num)s ticket", "Marked as fuzzy. Check it and take the mark away."),
        RefusedText("Of another version", "Not a text of this version."),
    )
    with speaking("de"):
        assert _("Open") == "Neu"
    assert await kinds(desk) == ["language.imported"]
