import sqlalchemy as sa

from app.actions.change import by
from app.actions.people.deactivating import deactivate
from app.actions.people.push_devices import (
    MOST,
    SILENT_MS,
    forget_device,
    forget_silent_devices,
    keep_device,
    renew_device,
)
from app.actions.people.sessions import end_all_sessions, end_session
from app.actions.people.signing import sign_in, sign_out
from app.credentials.codes import digest_of
from app.credentials.push_subscription import Subscription
from app.queries.people.push import devices_of
from sql.tables import push_devices
from tests.plugins.desk import NOW, PASSWORD

LATER = NOW + 60_000


def subscription(name: str) -> Subscription:
    return Subscription(f"https://push.example/{name}", "B" + "A" * 86, "A" * 22)


async def keep(desk, operator, name: str, session: str = "a session", at_ms: int = NOW) -> None:
    await keep_device(desk, operator, session, subscription(name), at_ms, hides_text=False)


async def kept(desk) -> list[str]:
    rows = await desk.db.fetch_all(sa.select(push_devices.c.endpoint).order_by(push_devices.c.id))
    return [row.endpoint.rpartition("/")[2] for row in rows]


async def signed_in(desk, operator) -> str:
    token, _operator = await sign_in(desk, operator.email, PASSWORD, "192.0.2.1", "", NOW)
    return token


async def test_the_same_device_is_kept_once_and_is_whose_session_it_is(desk, anna, boris):
    await keep(desk, anna, "phone")
    await keep(desk, anna, "phone")
    await keep_device(desk, boris, "his", subscription("phone"), LATER, hides_text=True)

    assert await devices_of(desk, anna.id) == {}
    assert list((await devices_of(desk, boris.id)).values()) == [True]


async def test_the_device_seen_longest_ago_makes_room(desk, anna):
    for number in range(MOST + 1):
        await keep(desk, anna, f"phone{number}", at_ms=NOW + number)

    assert await kept(desk) == [f"phone{number}" for number in range(1, MOST + 1)]


async def test_signing_out_silences_this_device_and_no_other(desk, anna):
    token = await signed_in(desk, anna)
    await keep(desk, anna, "phone", digest_of(token))
    await keep(desk, anna, "tablet")

    await sign_out(desk, token, LATER)

    assert await kept(desk) == ["tablet"]


async def test_a_session_that_is_ended_elsewhere_takes_its_device_along(desk, anna):
    first, second = await signed_in(desk, anna), await signed_in(desk, anna)
    await keep(desk, anna, "phone", digest_of(first))
    await keep(desk, anna, "tablet", digest_of(second))
    await keep(desk, anna, "old")

    await end_session(desk, anna.id, digest_of(first), LATER, by(anna))
    assert await kept(desk) == ["tablet", "old"]
    await end_all_sessions(desk, anna.id, LATER, by(anna), but_session=digest_of(second))
    assert await kept(desk) == ["tablet"]


async def test_who_is_deactivated_is_notified_nowhere(desk, anna, ada):
    await keep(desk, anna, "phone")
    await keep(desk, ada, "tablet")

    await deactivate(desk, anna.id, LATER, by(ada))

    assert await kept(desk) == ["tablet"]


async def test_nobody_forgets_a_device_of_somebody_else(desk, anna, boris):
    await keep(desk, anna, "phone")

    await forget_device(desk, boris, "https://push.example/phone")
    await forget_device(desk, boris, "")
    assert not await renew_device(desk, boris, "his", "https://push.example/another", LATER)
    assert await kept(desk) == ["phone"]

    assert await renew_device(desk, anna, "another", "https://push.example/phone", LATER)
    await forget_device(desk, anna, "https://push.example/phone")
    assert await kept(desk) == []


async def test_a_device_on_which_somebody_else_signs_in_is_silent(desk, anna, boris):
    await keep(desk, anna, "phone")

    assert not await renew_device(desk, boris, "his", "https://push.example/phone", LATER)

    assert await kept(desk) == []


async def test_a_device_that_nobody_signs_in_on_goes_silent_after_thirty_days(desk, anna):
    await keep(desk, anna, "old", at_ms=NOW)
    await keep(desk, anna, "new", at_ms=NOW + 1)

    assert await forget_silent_devices(desk, NOW + SILENT_MS) == 1
    assert await kept(desk) == ["new"]


async def test_all_devices_are_forgotten_at_once(desk, anna):
    for name in ("phone", "tablet"):
        await keep(desk, anna, name)

    await forget_device(desk, anna, "")

    assert await kept(desk) == []
