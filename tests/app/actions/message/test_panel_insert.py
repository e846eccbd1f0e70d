"""What is pasted: HTML with its pictures kept, and the pictures on the message that is sent with them."""

import pytest
from sqlalchemy import select

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.noting import add_note
from app.actions.message.panel_insert import paste_cards
from app.actions.message.uploading import keep_upload
from app.core.errors import NotFound
from app.files.kinds import Upload
from app.plugins.hotels import demo
from app.plugins.hotels.houses import picture_of
from app.plugins.loading import load_plugins
from app.plugins.panel import Form
from sql.tables import attachments

NOW = 1_795_000_100_000


@pytest.fixture
def hotels(tmp_path):
    """The panel of the demo's hotels."""
    demo.make_demo_hotels(tmp_path / "hotels.db")
    environ = {"DESKBELL_HOTELS_URL": f"sqlite:///{tmp_path}/hotels.db"}
    plugins = load_plugins(["app.plugins.hotels"], environ, installed=())
    yield plugins.panel("hotels")
    plugins.close()


async def rows(desk):
    return await desk.db.fetch_all(select(attachments).order_by(attachments.c.id))


async def test_a_card_is_pasted_with_its_picture_kept_at_the_desk(desk, hotels, anna, ticket):
    pasted = await paste_cards(desk, anna, ticket.id, hotels, ["1"], Form.CARD, NOW)

    [kept] = pasted.attachments
    assert f'<img src="/attachments/{kept.key}" alt="Casa do Largo" width="100" height="100">' in pasted.html
    assert await desk.storage.get(kept.key) == picture_of(0)
    [row] = await rows(desk)
    assert (row.name, row.inline, row.operator_id, row.message_id) == ("hotel-1.png", True, anna.id, None)


async def test_pasting_takes_no_ticket_and_is_no_event(desk, hotels, anna, boris, ticket):
    await paste_cards(desk, boris, ticket.id, hotels, ["1"], Form.TEXT, NOW)

    assert await rows(desk) == []


async def test_who_may_not_see_the_ticket_cannot_paste(desk, hotels, anna):
    with pytest.raises(NotFound):
        await paste_cards(desk, anna, 999, hotels, ["1"], Form.CARD, NOW)


async def test_the_pictures_of_an_answer_go_with_it(desk, hotels, anna, ticket):
    pasted = await paste_cards(desk, anna, ticket.id, hotels, ["1"], Form.CARD, NOW)
    undone = await paste_cards(desk, anna, ticket.id, hotels, ["2"], Form.CARD, NOW)

    message_id = await send_answer(desk, anna, ticket.id, AnswerForm(pasted.html, "k1", taking=True), NOW)

    owners = {row.key: row.message_id for row in await rows(desk)}
    assert owners == {pasted.attachments[0].key: message_id, undone.attachments[0].key: None}


async def test_a_picture_that_is_somebody_elses_stays_with_them(desk, anna, boris, ticket):
    upload = Upload("secret.png", "image/png", picture_of(3))
    theirs = await keep_upload(desk, boris, upload, NOW)

    html = f'<p>Look</p><img src="/attachments/{theirs.key}">'
    await send_answer(desk, anna, ticket.id, AnswerForm(html, "k1", taking=True), NOW)

    assert [row.message_id for row in await rows(desk)] == [None]


async def test_the_pictures_of_a_note_stay_with_the_note(desk, hotels, anna, ticket):
    pasted = await paste_cards(desk, anna, ticket.id, hotels, ["1"], Form.CARD, NOW)

    message_id = (await add_note(desk, anna, ticket.id, pasted.html, "k2", (), NOW)).message.id

    assert [row.message_id for row in await rows(desk)] == [message_id]
