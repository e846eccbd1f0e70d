"""Originals of mails are erased after the time that is set, and nothing that somebody still has to look at."""

import pytest
from sqlalchemy import select, update

from app.actions.desk.erasing_originals import erase_originals
from app.actions.desk.settings import change_settings
from app.actions.mail.receiving import keep_raw
from app.core.clock import DAY_MS
from app.core.errors import NotFound
from app.files.large_bytes import IN_ROW_BYTES, storage_key
from app.queries.desk.events import events_after, last_event_id
from app.queries.mail.inbound import raw_mail
from sql.tables import inbound
from tests.plugins.desk import NOW

SMALL, LARGE = b"From: a@guest.example\r\n\r\nHello", b"x" * (IN_ROW_BYTES + 1)


async def kept(desk, uid, raw, outcome, at_ms):
    number = await keep_raw(desk, "pop3://here", uid, raw, at_ms)
    await desk.db.execute(update(inbound).where(inbound.c.id == number).values(outcome=outcome))
    return number


async def test_an_original_goes_when_its_days_are_over_and_a_held_one_stays(desk, ada):
    old = await kept(desk, "1", SMALL, "appended", NOW - 31 * DAY_MS)
    large = await kept(desk, "2", LARGE, "opened", NOW - 31 * DAY_MS)
    held = await kept(desk, "3", SMALL, "held", NOW - 31 * DAY_MS)
    young = await kept(desk, "4", SMALL, "appended", NOW - 29 * DAY_MS)
    stored = storage_key(bytes(await desk.db.fetch_val(select(inbound.c.raw).where(inbound.c.id == large))))
    assert await erase_originals(desk, NOW) == 0
    await change_settings(desk, ada, {"raw_mail_days": "30"}, NOW)
    start = await last_event_id(desk)

    erased = await erase_originals(desk, NOW)

    assert erased == 2
    for number in (old, large):
        with pytest.raises(NotFound):
            await raw_mail(desk, number)
    with pytest.raises(NotFound):
        await desk.storage.get(stored)
    assert await raw_mail(desk, held) == await raw_mail(desk, young) == SMALL
    assert [(one.kind, one.details) for one in await events_after(desk, start)] == [
        ("mail.erased", {"mails": 2, "days": 30})
    ]
    assert await erase_originals(desk, NOW) == 0


async def test_more_than_a_batch_goes_in_one_sweep_and_the_rest_in_the_next(desk, ada, monkeypatch):
    monkeypatch.setattr("app.actions.desk.erasing_originals.BATCH", 2)
    monkeypatch.setattr("app.actions.desk.erasing_originals.BATCHES", 2)
    for number in range(5):
        await kept(desk, str(number), SMALL, "appended", NOW - 31 * DAY_MS - number // 2)
    await change_settings(desk, ada, {"raw_mail_days": "30"}, NOW)

    swept = [await erase_originals(desk, NOW) for _sweep in range(3)]

    assert swept == [4, 1, 0]
