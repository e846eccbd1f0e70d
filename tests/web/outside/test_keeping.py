"""Files of a doubtful message, which are kept while its writer is asked “Send this?”."""

import re

import pytest

from app.actions.api.forms import revoke_form
from app.actions.desk.erasing import KEPT_UPLOAD_MS, sweep_uploads
from app.core.clock import DAY_MS, now_ms
from app.core.errors import StorageFull
from app.nouns.event import SYSTEM
from app.queries.ticket.messages import messages_of
from tests.web.conftest import NOW, PAGE, forged
from tests.web.outside.conftest import FIELDS, count
from tests.web.outside.test_asking import LINKS, hidden_in

DOUBTFUL = {**FIELDS, "message": LINKS}
PLAN, BILL = [
    ("files", (name, content, "application/pdf"))
    for name, content in (("plan.pdf", b"%PDF-1"), ("bill.pdf", b"%PDF-2"))
]
GONE = "A file is no longer available. Attach it again."


@pytest.fixture
def send(visitor, form):
    """Sends the form as a browser does, from the other site or from a page of ours."""

    async def post(data, *files, where=form, headers=PAGE):
        return await visitor.post(f"/forms/{where.key}", data=data, files=list(files) or None, headers=headers)

    return post


async def attached(desk, ticket_id=1):
    """What hangs on the ticket's first message: names, with their bytes."""
    [message] = await messages_of(desk, ticket_id)
    return {file.name: await desk.storage.get(file.key) for file in message.attachments}


def boxes_in(page):
    """The boxes of a page that are ticked, as a browser sends them."""
    return dict(re.findall(r'<input type="checkbox" name="([^"]+)" value="([^"]*)" checked', page))


async def test_nothing_has_to_be_chosen_again_and_two_clicks_are_one_ticket(send, web_desk):
    asked = await send(DOUBTFUL, PLAN, BILL)

    sent = [await send(hidden_in(asked.text)) for _click in range(2)]

    assert asked.status_code == 409
    assert "plan.pdf and bill.pdf" in asked.text
    assert "Choose your files again" not in asked.text
    assert 'type="file"' not in asked.text
    assert [answer.status_code for answer in sent] == [303, 303]
    assert await count(web_desk, "tickets") == 1
    assert await attached(web_desk) == {"plan.pdf": b"%PDF-1", "bill.pdf": b"%PDF-2"}
    assert await web_desk.db.fetch_val("SELECT attachment_count FROM tickets") == 2


async def test_the_back_button_makes_no_second_ticket(send, web_desk):
    for _time in range(2):
        asked = await send(DOUBTFUL, PLAN)
        assert (await send(hidden_in(asked.text))).status_code == 303

    assert await count(web_desk, "tickets") == 1


async def test_the_same_words_with_another_file_are_another_ticket(send, web_desk):
    for file in (PLAN, BILL):
        await send(hidden_in((await send(DOUBTFUL, file)).text))

    assert [await attached(web_desk, number) for number in (1, 2)] == [{"plan.pdf": b"%PDF-1"}, {"bill.pdf": b"%PDF-2"}]


@pytest.mark.parametrize(("keeps", "names"), [(True, {"plan.pdf", "bill.pdf"}), (False, {"bill.pdf"})])
async def test_whoever_changes_something_keeps_the_files_or_lets_them_go(send, web_desk, keeps, names):
    asked = await send(DOUBTFUL, PLAN)
    again = await send({**hidden_in(asked.text), "edit": "1"})
    kept = boxes_in(again.text)

    await send({**FIELDS, **(kept if keeps else {})}, BILL)

    assert "Send these files too: plan.pdf" in again.text
    assert list(kept) == ["kept_files"]
    assert set(await attached(web_desk)) == names


async def test_they_are_kept_over_a_fault_and_a_second_question_too(send, web_desk):
    kept = boxes_in((await send({**hidden_in((await send(DOUBTFUL, PLAN)).text), "edit": "1"})).text)

    faulty = await send({**DOUBTFUL, "city": "", **kept})
    asked = await send({**DOUBTFUL, "message": LINKS + "!", **boxes_in(faulty.text)}, BILL)
    await send(hidden_in(asked.text))

    assert faulty.status_code == 422
    assert await attached(web_desk) == {"plan.pdf": b"%PDF-1", "bill.pdf": b"%PDF-2"}


async def test_a_list_that_was_not_made_for_this_form_brings_no_files(send, make_form, web_desk):
    other = await make_form("Booking page")
    typed = hidden_in((await send(DOUBTFUL, PLAN)).text)

    refused = [
        await send({**FIELDS, "kept_files": forged(typed["kept_files"])}),
        await send({**FIELDS, "kept_files": typed["kept_files"]}, where=other),
        await send({**FIELDS, "kept_files": "x"}),
    ]

    assert [(answer.status_code, GONE in answer.text) for answer in refused] == [(422, True)] * 3
    assert await count(web_desk, "tickets") == 0


async def test_a_list_lasts_a_day_and_its_files_are_swept_then(send, web_desk, monkeypatch):
    typed = hidden_in((await send(DOUBTFUL, PLAN)).text)
    late = now_ms() + DAY_MS + 1000
    monkeypatch.setattr("web.outside.keeping.moment_of", lambda _request: late)

    refused = await send({**FIELDS, "kept_files": typed["kept_files"]})

    assert (refused.status_code, GONE in refused.text) == (422, True)
    assert await sweep_uploads(web_desk, now_ms() + KEPT_UPLOAD_MS + 1000) == 1
    assert await count(web_desk, "attachments") == 0


async def test_files_that_were_swept_are_missed_and_the_rest_goes_on(send, web_desk):
    typed = hidden_in((await send(DOUBTFUL, PLAN, BILL)).text)
    await web_desk.db.execute("DELETE FROM attachments WHERE name = 'plan.pdf'")

    refused = await send(typed)
    sent = await send({**FIELDS, **boxes_in(refused.text)})

    assert (refused.status_code, GONE in refused.text, sent.status_code) == (422, True, 303)
    assert await attached(web_desk) == {"bill.pdf": b"%PDF-2"}


async def test_what_is_kept_counts_among_the_files_of_the_message(send, web_desk):
    many = [("files", (f"{number}.txt", b"x", "text/plain")) for number in range(6)]
    kept = {"kept_files": hidden_in((await send(DOUBTFUL, *many)).text)["kept_files"]}

    refused = await send({**FIELDS, **kept}, *many)

    assert (refused.status_code, "You can send up to 10 files" in refused.text) == (422, True)
    assert await count(web_desk, "tickets") == 0


async def test_where_there_is_no_room_they_are_named_to_be_chosen_again(send, web_desk, monkeypatch):
    async def full(*_given):
        raise StorageFull

    monkeypatch.setattr("web.outside.keeping.keep_upload_of", full)
    asked = await send(DOUBTFUL, PLAN)
    monkeypatch.undo()
    await send(hidden_in(asked.text), PLAN)

    assert "Choose your files again: plan.pdf." in asked.text
    assert await attached(web_desk) == {"plan.pdf": b"%PDF-1"}


async def test_a_kept_file_is_nobodys_to_read_before_it_is_sent(send, web_desk, sign_chief):
    await send(DOUBTFUL, PLAN)
    key = await web_desk.db.fetch_val("SELECT attachments.key FROM attachments")

    assert (await (await sign_chief()).get(f"/attachments/{key}")).status_code == 404


async def test_a_script_keeps_its_files_itself(script, form, web_desk):
    asked = await script.post(f"/forms/{form.key}", data=DOUBTFUL, files=[PLAN])

    assert (asked.status_code, await count(web_desk, "attachments")) == (409, 0)


async def test_of_a_form_that_was_revoked_meanwhile_the_files_are_named_to_be_chosen_again(send, form, web_desk):
    typed = hidden_in((await send(DOUBTFUL, PLAN)).text)
    await revoke_form(web_desk, form.id, SYSTEM, NOW)

    answer = await send(typed)

    assert (answer.status_code, "Choose your files again: plan.pdf." in answer.text) == (410, True)
