"""What a person sets about themselves follows them; what a form makes up is refused by its field."""

import asyncio

import pytest

from app.actions.people.own_profile import change_profile, set_preferences
from app.core.errors import BadFields
from app.nouns.preferences import Preferences
from app.queries.desk.events import events_after, last_event_id
from app.queries.people.people import operator_by_id
from tests.app.actions.traces import refused
from tests.app.conftest import NOW


async def test_preferences_are_kept_and_only_those_that_came_change(desk, anna):
    await set_preferences(desk, anna, {"sound": "1", "theme": "dark"}, NOW)
    await set_preferences(desk, anna, {"tell_reply": "0"}, NOW)

    kept = (await operator_by_id(desk, anna.id)).preferences
    assert kept == Preferences(tell_reply=False, sound=True, theme="dark")


async def test_two_windows_that_choose_at_once_lose_neither(desk, anna):
    await asyncio.gather(*(set_preferences(desk, anna, {name: "1"}, NOW) for name in ("sound", "compact", "desktop")))

    kept = (await operator_by_id(desk, anna.id)).preferences
    assert (kept.sound, kept.compact, kept.desktop) == (True, True, True)


@pytest.mark.parametrize(
    "typed", [{"role": "administrator"}, {"sound": "yes"}, {"theme": "pink"}, {"__class__": "1"}, {"compact": ""}]
)
async def test_what_is_no_preference_is_refused_by_its_name(desk, anna, typed):
    async with refused(desk, BadFields) as refusal:
        await set_preferences(desk, anna, typed, NOW)

    assert list(refusal.value.faults) == list(typed)


@pytest.mark.parametrize("stored", ["", "[]", "not json", '{"sound": "loud", "theme": 7, "colour": true}', "null"])
def test_what_was_stored_by_another_version_is_as_at_first(stored):
    assert Preferences.read(stored) == Preferences()


async def test_name_language_and_signature_are_one_line_of_the_log_and_the_signature_is_made_safe(desk, anna):
    start = await last_event_id(desk)

    typed = {"name": "Anna Lind", "language": "de", "signature": "<p>Anna</p><script>alert(1)</script>"}
    await change_profile(desk, anna, typed, NOW)

    now = await operator_by_id(desk, anna.id)
    [event] = await events_after(desk, start)
    assert (now.name, now.language, now.signature) == ("Anna Lind", "de", "<p>Anna</p>")
    assert event.details["changes"] == {
        "name": ["Anna", "Anna Lind"],
        "language": ["", "de"],
        "signature": [None, None],
    }


async def test_the_same_again_is_no_news(desk, anna):
    start = await last_event_id(desk)

    await change_profile(desk, anna, {"name": "Anna"}, NOW)

    assert await last_event_id(desk) == start


@pytest.mark.parametrize(
    "typed", [{"name": " "}, {"language": "../etc"}, {"role": "administrator"}, {"signature": "x" * 20_001}]
)
async def test_a_person_cannot_become_what_they_may_not_be(desk, anna, typed):
    async with refused(desk, BadFields) as refusal:
        await change_profile(desk, anna, typed, NOW)

    assert list(refusal.value.faults) == list(typed)
