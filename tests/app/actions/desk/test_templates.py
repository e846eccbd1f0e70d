"""Templates: kept by administrators, found by the ticket's group and language, put into answers."""

import pytest
from sqlalchemy import select

from app.actions.desk.erasing import sweep_uploads
from app.actions.desk.templates import (
    TemplateForm,
    add_template,
    change_template,
    delete_template,
    forget_deleted_templates,
    move_template,
    restore_template,
    use_template,
    with_own_pictures,
)
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.drafts import save_draft
from app.actions.message.uploading import keep_upload
from app.actions.people.deactivating import delete_person
from app.actions.people.people import add_group
from app.core.clock import DAY_MS
from app.core.errors import BadFields, Forbidden, NotFound
from app.files.kinds import Upload
from app.nouns.message import MessageKind
from app.queries.desk.events import events_after, may_hear
from app.queries.template.templates import all_templates, files_of_templates, pictures_of, template_for, templates_for
from app.queries.ticket.attachments import attachment_for
from app.queries.ticket.messages import messages_of
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
    assert await all_templates(desk, ada) == []


async def test_only_administrators_hear_of_it(desk, ada, anna):
    await keep(desk, ada)

    event = (await events_after(desk, 0))[-1]

    assert may_hear(ada, event)
    assert not may_hear(anna, event)


async def test_every_field_at_fault_is_named_and_nothing_kept(desk, ada):
    with pytest.raises(BadFields) as refused:
        await keep(desk, ada, " ", "<p> </p>", group_id=99)

    assert set(refused.value.faults) == {"name", "html", "group"}
    assert await all_templates(desk, ada) == []
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
    assert (await template_for(desk, ada, often.id)).uses == 1


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
    await forget_deleted_templates(desk, NOW + 31 * DAY_MS)
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
    async with refused(desk, BadFields, match="no longer available"):
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


async def test_a_deleted_template_comes_back_whole_and_is_forgotten_after_thirty_days(desk, anna, ada, ticket):
    file = await keep_upload(desk, ada, Upload("map.pdf", "application/pdf", b"%PDF-1.7"), NOW)
    made = await keep(desk, ada, files=(file.key,), folder="Arrival")
    await use_template(desk, anna, ticket.id, made.id, NOW)

    await delete_template(desk, ada, made.id, NOW)
    assert await names_for(desk, anna, ticket) == await all_templates(desk, ada) == []
    async with refused(desk, NotFound):
        await use_template(desk, anna, ticket.id, made.id, NOW)
    async with refused(desk, NotFound):
        await delete_template(desk, ada, made.id, NOW)
    back = await restore_template(desk, ada, made.id, NOW)

    assert (back.folder, back.uses, back.last_used_ms) == ("Arrival", 1, NOW)
    assert [one.name for one in (await files_of_templates(desk))[made.id]] == ["map.pdf"]
    assert (await told(desk))[-1] == ("template.restored", {"template": made.id, "name": "Cot confirmed"})
    async with refused(desk, NotFound):
        await restore_template(desk, ada, made.id, NOW)
    await delete_template(desk, ada, made.id, NOW)
    assert await forget_deleted_templates(desk, NOW + 30 * DAY_MS) == 0
    assert await forget_deleted_templates(desk, NOW + 31 * DAY_MS) == 1
    async with refused(desk, NotFound):
        await restore_template(desk, ada, made.id, NOW)


async def test_files_go_with_the_answer_each_time_as_copies(desk, anna, ada, ticket):
    file = await keep_upload(desk, ada, Upload("map.pdf", "application/pdf", b"%PDF-1.7"), NOW)
    made = await keep(desk, ada, files=(file.key, "0" * 32))

    first = await use_template(desk, anna, ticket.id, made.id, NOW)
    second = await use_template(desk, anna, ticket.id, made.id, NOW)
    await send_answer(
        desk,
        anna,
        ticket.id,
        AnswerForm(first.html, "key", taking=True, attachment_keys=(first.attachments[0].key,)),
        NOW,
    )

    assert [(one.name, one.inline) for one in first.attachments] == [("map.pdf", False)]
    assert first.attachments[0].key not in {file.key, second.attachments[0].key}
    assert [one.name for one in (await files_of_templates(desk))[made.id]] == ["map.pdf"]
    await sweep_uploads(desk, NOW + 2 * DAY_MS)
    assert (await use_template(desk, anna, ticket.id, made.id, NOW)).attachments

    await change_template(desk, ada, made.id, TemplateForm("Cot confirmed", "<p>Yes</p>"), NOW)
    assert await files_of_templates(desk) == {}
    assert (await told(desk))[-1][1]["changes"]["files"] == ["map.pdf", ""]


async def test_templates_stand_in_folders_in_the_order_that_is_set_also_in_the_picker(desk, anna, ada, ticket):
    made = [await keep(desk, ada, name, folder=folder) for name, folder in (
        ("A", ""), ("B", ""), ("C", ""), ("Z", "Arrival"))]  # fmt: skip
    a, b, c, z = (one.id for one in made)

    await move_template(desk, ada, c, 0, NOW)
    await move_template(desk, ada, c, 0, NOW)
    new = await keep(desk, ada, "AA")

    assert [one.id for one in await all_templates(desk, ada)] == [c, a, b, new.id, z]
    assert [change["changes"] for kind, change in await told(desk) if "order" in change["changes"]] == [
        {"order": [2, 0]}
    ]
    assert (await names_for(desk, anna, ticket))[:3] == ["C", "A", "B"]
    async with refused(desk, NotFound):
        await move_template(desk, ada, 999, 0, NOW)


async def test_what_nobody_used_or_wrote_for_a_year_is_known(desk, anna, ada, ticket):
    made = await keep(desk, ada)
    year = 365 * DAY_MS

    assert not made.is_unused_for_a_year(NOW + year)
    assert made.is_unused_for_a_year(NOW + year + 1)
    await use_template(desk, anna, ticket.id, made.id, NOW + year)
    assert not (await template_for(desk, ada, made.id)).is_unused_for_a_year(NOW + 2 * year)


async def test_ones_own_template_is_nobody_elses(desk, ada, anna, boris, ticket):
    mine = await keep(desk, anna, "How I greet", own=True)
    await keep(desk, ada, "How we greet")

    assert await names_for(desk, anna, ticket) == ["How I greet", "How we greet"]
    assert await names_for(desk, boris, ticket) == await names_for(desk, ada, ticket) == ["How we greet"]
    assert [one.name for one in await all_templates(desk, anna)] == ["How we greet", "How I greet"]
    for colleague in (boris, ada):  # an administrator neither
        with pytest.raises(NotFound):
            await use_template(desk, colleague, ticket.id, mine.id, NOW)
        with pytest.raises(NotFound):
            await change_template(desk, colleague, mine.id, TemplateForm("Mine", "<p>x</p>"), NOW)
        with pytest.raises(NotFound):
            await delete_template(desk, colleague, mine.id, NOW)
    await delete_template(desk, anna, mine.id, NOW)
    with pytest.raises(NotFound):
        await restore_template(desk, ada, mine.id, NOW)
    assert (await restore_template(desk, anna, mine.id, NOW)).owner_id == anna.id


async def test_the_desks_templates_are_changed_by_administrators_alone(desk, ada, anna):
    shared = await keep(desk, ada)
    form = TemplateForm("Changed", "<p>x</p>")

    for act in (
        add_template(desk, anna, form, NOW),
        change_template(desk, anna, shared.id, form, NOW),
        delete_template(desk, anna, shared.id, NOW),
        move_template(desk, anna, shared.id, 0, NOW),
    ):
        with pytest.raises(Forbidden):
            await act

    assert [one.name for one in await all_templates(desk, anna)] == [shared.name]


async def test_a_text_kept_as_template_keeps_its_pictures_when_the_answer_has_left(desk, anna, ticket):
    upload = Upload("sign.png", "image/png", PNG, inline=True)
    picture = await keep_upload(desk, anna, upload, NOW)
    text = f'<p>This sign: <img src="/attachments/{picture.key}"></p>'

    own = await with_own_pictures(desk, anna, text, NOW)
    mine = await keep(desk, anna, "The sign", own, own=True)

    [kept] = await pictures_of(desk, mine.id)
    assert kept.key != picture.key
    assert kept.key in mine.html
    assert await attachment_for(desk, anna, kept.key)


async def test_ones_own_templates_and_their_pictures_are_seen_by_nobody_else_and_go_with_the_person(
    desk, ada, anna, boris
):
    picture = await keep_upload(desk, anna, Upload("sign.png", "image/png", PNG, inline=True), NOW)
    await keep(desk, anna, "The sign", f'<p><img src="/attachments/{picture.key}"></p>', own=True)

    for colleague in (boris, ada):
        with pytest.raises(NotFound):
            await attachment_for(desk, colleague, picture.key)

    await delete_person(desk, anna.id, NOW)
    assert await desk.db.fetch_all(select(templates)) == []
