"""API keys: what is kept of one, whom it lets in, and when no more."""

import pytest
from sqlalchemy import select

from app.actions.api.keys import KeyForm, add_key, note_use, revoke_key
from app.actions.people.deactivating import deactivate
from app.actions.people.people import add_group
from app.core.clock import DAY_MS
from app.core.errors import BadFields, NotFound
from app.nouns.event import SYSTEM
from app.queries.api.keys import holder_of_key, keys_by_age
from app.queries.desk.events import events_after
from sql.tables import api_keys
from tests.app.conftest import NOW, person

READ = ("tickets:read",)


async def test_s35_the_table_holds_nothing_that_opens(desk):
    made = await add_key(desk, KeyForm("Shop", READ), SYSTEM, NOW)

    row = await desk.db.fetch_one(select(api_keys))
    kept = [str(value) for value in tuple(row)]
    assert made.secret.startswith(f"dbk_{made.key.id}_")
    assert not [value for value in kept if value in made.secret and len(value) > 10]
    for value in (*kept, f"dbk_{made.key.id}_{row.secret_sha256}", ""):
        assert await holder_of_key(desk, value, NOW) is None


async def test_a_key_lets_its_program_in_until_it_is_revoked(desk):
    made = await add_key(desk, KeyForm("Shop", READ), SYSTEM, NOW)
    assert (await holder_of_key(desk, made.secret, NOW)).key == made.key

    await revoke_key(desk, made.key.id, SYSTEM, NOW)
    await revoke_key(desk, made.key.id, SYSTEM, NOW)

    assert await holder_of_key(desk, made.secret, NOW) is None
    kinds = [event.kind for event in await events_after(desk, 0)]
    assert (kinds.count("key.added"), kinds.count("key.revoked")) == (1, 1)


async def test_a_key_with_an_end_opens_until_then(desk):
    made = await add_key(desk, KeyForm("Shop", READ, days=1), SYSTEM, NOW)

    assert await holder_of_key(desk, made.secret, NOW + DAY_MS - 1)
    assert await holder_of_key(desk, made.secret, NOW + DAY_MS) is None


async def test_the_key_of_someone_who_has_left_opens_nothing(desk):
    maria = await person(desk, "Maria")
    made = await add_key(desk, KeyForm("Bot", ("tickets:answer",), maria.id), SYSTEM, NOW)
    assert (await holder_of_key(desk, made.secret, NOW)).operator.id == maria.id

    await deactivate(desk, maria.id, NOW)

    assert await holder_of_key(desk, made.secret, NOW) is None


async def test_a_members_only_group_exists_for_a_key_that_names_it_alone(desk):
    board = await add_group(desk, "Board", NOW, members_only=True)
    without = await add_key(desk, KeyForm("Shop", READ), SYSTEM, NOW)
    with_it = await add_key(desk, KeyForm("Board bot", READ, group_ids=frozenset({board})), SYSTEM, NOW)

    assert not (await holder_of_key(desk, without.secret, NOW)).reader.may_see_group(board)
    assert (await holder_of_key(desk, with_it.secret, NOW)).reader.may_see_group(board)


async def test_a_key_sees_no_more_than_its_operator(desk):
    board = await add_group(desk, "Board", NOW, members_only=True)
    jonas = await person(desk, "Jonas")
    made = await add_key(desk, KeyForm("Bot", READ, jonas.id, frozenset({board})), SYSTEM, NOW)

    assert not (await holder_of_key(desk, made.secret, NOW)).reader.may_see_group(board)


async def test_every_fault_of_a_new_key_is_named(desk):
    with pytest.raises(BadFields) as refused:
        await add_key(desk, KeyForm(" ", ("tickets:eat",), 99, frozenset({7}), 0, 0), SYSTEM, NOW)

    assert set(refused.value.faults) == {"name", "scopes", "operator", "groups", "days", "per_minute"}
    with pytest.raises(BadFields, match="needs an operator"):
        await add_key(desk, KeyForm("Bot", ("tickets:answer",)), SYSTEM, NOW)
    assert await keys_by_age(desk) == []


async def test_the_last_use_is_noted_at_most_once_a_minute(desk):
    made = await add_key(desk, KeyForm("Shop", READ), SYSTEM, NOW)
    await note_use(desk, made.key, NOW)
    await note_use(desk, (await keys_by_age(desk))[0], NOW + 59_999)
    assert (await keys_by_age(desk))[0].used_ms == NOW

    await note_use(desk, (await keys_by_age(desk))[0], NOW + 60_000)
    assert (await keys_by_age(desk))[0].used_ms == NOW + 60_000


async def test_a_key_that_is_not_there_cannot_be_revoked(desk):
    with pytest.raises(NotFound):
        await revoke_key(desk, 5, SYSTEM, NOW)
