"""Templates: kept by administrators, found by the ticket's group and language, put into answers."""

import pytest
from sqlalchemy import select

from app.actions.answering import AnswerForm, send_answer
from app.actions.drafts import save_draft
from app.actions.erasing import sweep_uploads
from app.actions.people import add_group
from app.actions.templates import TemplateForm, add_template, change_template, delete_template, use_template
from app.actions.uploading import keep_upload
from app.clock import DAY_MS
from app.errors import BadFields, NotFound
from app.files import Upload
from app.message import MessageKind
from app.queries.attachments import attachment_for
from app.queries.events import events_after, may_hear
from app.queries.messages import messages_of
from app.queries.templates import all_templates, pictures_of, template_by_id, templates_for
from sql.tables import attachments, templates
from tests.app.actions.traces import refused
from tests.app.conftest import NOW, opened, person

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\2\0\0\0\3"


async def keep(desk, ada, name="Cot confirmed", html="<p>Dear {{customer.first_name}}</p>", **given):
    return await add_template(desk, ada, TemplateForm(name, html, **given), NOW)


async def names_for(desk, operator, ticket, typed=""):
    return [one.name for one in (await templates_for(desk, operator, ticket, typed)).fitting]


async def told(desk):
    return [(event.kind, event.details) for event in await events_after(desk, 0) if event.kind.startswith("template.")]


async def test_what_is_added_changed_and_deleted_stands_in_the_log(desk, ada, group):
    made = await keep(desk, ada)
    form = TemplateForm("Cot promised", "<p>Yes</p>", group, "de")
    await change_template(desk, ada, made.id, form, NOW)
    await change_template(desk, ada, made.id, form, NOW)
    await delete_template(desk, ada, made.id, NOW)

    added, changed, deleted = await told(desk)

    assert added == (
        "template.changed",
        {"template": made.id, "name": "Cot confirmed", "changes": {"name": [None, "Cot confirmed"]}},
    )
    assert changed[1]["changes"] == {
        "name": ["Cot confirmed", "Cot promised"],
        "group_id": [None, group],
        "language": ["", "de"],
        "html": [None, None],
    }
    assert deleted == ("template.deleted", {"template": made.id, "name": "Cot promised"})
    assert await all_templates(desk) == []


async def test_only_administrators_hear_of_it(desk, ada, anna):
    await keep(desk, ada)

    event = (await events_after(desk, 0))[-1]

    assert may_hear(ada, event)
    assert not may_hear(anna, event)


async def test_every_field_at_fault_is_named_and_nothing_kept(desk, ada):
    with pytest.raises(BadFields) as refused:
        await keep(desk, ada, " ", "<p> </p>", group_id=99)

    assert set(refused.value.faults) == {"name", "html", "group"}
    assert await all_templates(desk) == []
    assert await told(desk) == []


async def test_a_body_is_cleaned_as_answers_are(desk, ada):
    made = await keep(desk, ada, html="<p onclick='x()'>Hello<script>steal()</script></p>")

    assert made.html == "<p>Hello</p>"


async def test_there_must_be_such_a_template(desk, ada, ticket):
    with pytest.raises(NotFound):
        await change_template(desk, ada, 7, TemplateForm("x", "<p>x</p>"), NOW)
    with pytest.raises(NotFound):
        await delete_template(desk, ada, 7, NOW)
    with pytest.raises(NotFound):
        await use_template(desk, ada, ticket.id, 7, NOW)


async def test_the_language_and_then_the_group_of_the_ticket_come_first(desk, ada, anna, group):
    other = await add_group(desk, "Billing", NOW, position=5)
    await keep(desk, ada, "Other group", group_id=other, language="en")
    await keep(desk, ada, "German", group_id=group, language="de")
    await keep(desk, ada, "Every group", language="en")
    await keep(desk, ada, "Own group", group_id=group)
    ticket = await opened(desk, group_id=group)

    assert await names_for(desk, anna, ticket) == ["Own group", "Every group", "Other group", "German"]


async def test_typed_words_begin_words_of_the_name_or_of_the_text(desk, ada, anna, ticket):
    await keep(desk, ada, "Späte Anreise", "<p>Die Rezeption ist besetzt.</p>")
    await keep(desk, ada, "Reception at night", "<p>Ring the bell.</p>")

    assert await names_for(desk, anna, ticket, "spate anr") == ["Späte Anreise"]
    assert await names_for(desk, anna, ticket, "rec") == ["Reception at night"]
    assert await names_for(desk, anna, ticket, "re") == ["Reception at night", "Späte Anreise"]
    assert await names_for(desk, anna, ticket, "%") == ["Reception at night", "Späte Anreise"]
    assert await names_for(desk, anna, ticket, "ception") == []


async def test_where_little_is_found_what_is_used_often_is_offered_too(desk, ada, anna, ticket):
    await keep(desk, ada, "Cot confirmed")
    often = await keep(desk, ada, "Late arrival noted")
    await use_template(desk, anna, ticket.id, often.id, NOW)

    found = await templates_for(desk, anna, ticket, "cot")

    assert [one.name for one in found.often] == ["Late arrival noted"]
    assert (await template_by_id(desk, often.id)).uses == 1


async def test_templates_of_a_closed_group_do_not_exist_for_others(desk, ada, anna, ticket):
    board = await add_group(desk, "Board", NOW, members_only=True)
    secret = await keep(desk, ada, "Merger", group_id=board)
    boris = await person(desk, "Carla", groups=("Board",))

    assert await names_for(desk, await person(desk, "Dora"), ticket) == []
    assert await names_for(desk, boris, ticket) == ["Merger"]
    with pytest.raises(NotFound):
        await use_template(desk, await person(desk, "Emil"), ticket.id, secret.id, NOW)


async def test_a_used_template_is_filled_for_the_ticket(desk, ada, anna, ticket):
    made = await keep(desk, ada, html="<p>Dear {{customer.first_name}}, on {{arrival date}}. {{operator.name}}</p>")

    used = await use_template(desk, anna, ticket.id, made.id, NOW)

    assert used.html == "<p>Dear Helena, on {{arrival date}}. Anna</p>"


async def test_an_answer_with_an_open_placeholder_is_not_sent_and_leaves_no_trace(desk, anna, ticket):
    form = AnswerForm("<p>On {{arrival date}} and {{hotel}}</p>", "k", taking=True)

    with pytest.raises(BadFields, match=r"\{\{arrival date\}\}, \{\{hotel\}\}"):
        await send_answer(desk, anna, ticket.id, form, NOW)

    assert [message.kind for message in await messages_of(desk, ticket.id)] == [MessageKind.CUSTOMER]


async def test_a_picture_stays_with_its_template_and_is_copied_into_each_answer(desk, ada, anna, ticket):
    kept = await keep_upload(desk, ada, Upload("map.png", "image/png", PNG, inline=True), NOW)
    made = await keep(desk, ada, html=f'<p>The way:</p><img src="/attachments/{kept.key}">')

    await sweep_uploads(desk, NOW + 2 * DAY_MS)
    used = await use_template(desk, anna, ticket.id, made.id, NOW)
    await send_answer(desk, anna, ticket.id, AnswerForm(used.html, "k", taking=True), NOW)

    [copy] = (await messages_of(desk, ticket.id))[-1].attachments
    assert copy.key != kept.key
    assert (copy.width_px, copy.height_px) == (2, 3)
    assert (await attachment_for(desk, anna, kept.key)).key == kept.key

    await delete_template(desk, ada, made.id, NOW)
    await sweep_uploads(desk, NOW + 2 * DAY_MS)
    assert await desk.db.fetch_val(select(attachments.c.id).where(attachments.c.key == kept.key)) is None


async def test_a_picture_goes_with_no_message_of_who_wrote_the_template(desk, ada, ticket):
    kept = await keep_upload(desk, ada, Upload("map.png", "image/png", PNG, inline=True), NOW)
    html = f'<p>The way:</p><img src="/attachments/{kept.key}">'
    made = await keep(desk, ada, html=html)

    await send_answer(desk, ada, ticket.id, AnswerForm(html, "k", taking=True), NOW)

    assert (await messages_of(desk, ticket.id))[-1].attachments == ()
    assert [picture.key for picture in await pictures_of(desk, made.id)] == [kept.key]
    named = AnswerForm(html, "k2", attachment_keys=(kept.key,))
    async with refused(desk, BadFields, match="no longer there"):
        await send_answer(desk, ada, ticket.id, named, NOW)


async def test_a_picture_that_stands_in_a_draft_is_not_swept(desk, anna, ticket):
    kept = await keep_upload(desk, anna, Upload("map.png", "image/png", PNG, inline=True), NOW)
    html = f'<p>Look:</p><img src="/attachments/{kept.key}">'
    await save_draft(desk, anna, ticket.id, MessageKind.ANSWER, html, "{}", NOW)

    assert await sweep_uploads(desk, NOW + 2 * DAY_MS) == 0


async def test_two_who_use_one_template_are_both_counted(desk, ada, anna, boris, ticket):
    made = await keep(desk, ada)

    for operator in (anna, boris):
        await use_template(desk, operator, ticket.id, made.id, NOW)

    assert await desk.db.fetch_val(select(templates.c.uses)) == 2
