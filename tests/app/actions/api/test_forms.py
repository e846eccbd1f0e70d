"""Forms on other sites: made, changed, revoked, each with its event."""

import pytest

from app.actions.api.forms import TypedForm, add_form, change_form, revoke_form
from app.actions.people.people import add_group
from app.core.errors import BadFields, Conflict, NotFound
from app.nouns.event import SYSTEM
from app.queries.api.forms import form_by_key, forms_by_age
from app.queries.desk.events import events_after
from app.site_forms.site_form import WRITTEN, ExtraField
from tests.app.conftest import NOW

SHOP = "https://shop.example"


async def told(desk, kind):
    return [event.details for event in await events_after(desk, 0) if event.kind == kind]


async def test_a_form_has_a_key_and_what_was_typed(desk):
    typed = TypedForm(
        "  Contact page ", None, "en", f"{SHOP}/thanks", f"{SHOP} http://localhost:8080", "room = Room\narrival"
    )

    form = await add_form(desk, typed, SYSTEM, NOW)

    assert WRITTEN.fullmatch(form.key)
    assert (form.name, form.language, form.thanks_url) == ("Contact page", "en", f"{SHOP}/thanks")
    assert form.origins == (SHOP, "http://localhost:8080")
    assert form.extra == (ExtraField("room", "Room"), ExtraField("arrival", "arrival"))
    assert await form_by_key(desk, form.key) == form
    assert await forms_by_age(desk) == [form]
    [added] = await told(desk, "form.added")
    assert (added["form"], added["name"], added["origins"]) == (
        form.id,
        "Contact page",
        f"{SHOP}, http://localhost:8080",
    )


async def test_a_change_is_told_with_what_was_there_before(desk):
    form = await add_form(desk, TypedForm("Contact"), SYSTEM, NOW)
    support = await add_group(desk, "Support", NOW)

    await change_form(desk, form.id, TypedForm("Contact", support, extra="room = Room"), SYSTEM, NOW)
    await change_form(desk, form.id, TypedForm("Contact", support, extra="room = Room"), SYSTEM, NOW)

    [changed] = await told(desk, "form.changed")
    assert changed["changes"] == {"group_id": [None, support], "extra": ["", "room = Room"]}


async def test_a_revoked_form_takes_nothing_and_stays_as_it_is(desk):
    form = await add_form(desk, TypedForm("Contact"), SYSTEM, NOW)

    for _press in range(2):
        await revoke_form(desk, form.id, SYSTEM, NOW)

    assert not (await form_by_key(desk, form.key)).is_open
    assert await told(desk, "form.revoked") == [{"form": form.id, "name": "Contact"}]
    with pytest.raises(Conflict):
        await change_form(desk, form.id, TypedForm("Other"), SYSTEM, NOW)
    for act in (revoke_form(desk, 99, SYSTEM, NOW), change_form(desk, 99, TypedForm("Other"), SYSTEM, NOW)):
        with pytest.raises(NotFound):
            await act


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"group_id": 99}, "group"),
        ({"language": "xx"}, "language"),
        ({"extra": "message = Text"}, "extra"),
        ({"extra": "Website = Site"}, "extra"),
        ({"extra": "2nd = Second"}, "extra"),
        ({"extra": "\n".join(f"f{number}" for number in range(21))}, "extra"),
        ({"origins": " ".join(f"https://{number}.example" for number in range(21))}, "origins"),
        ({"thanks_url": "https://shop.example/" + "x" * 500}, "thanks_url"),
    ],
)
async def test_what_is_at_fault_is_named_and_nothing_is_made(desk, typed, field):
    with pytest.raises(BadFields) as refused:
        await add_form(desk, TypedForm(**{"name": "Contact", **typed}), SYSTEM, NOW)

    assert refused.value.faults.keys() == {field}
    assert await forms_by_age(desk) == []
    assert await told(desk, "form.added") == []


async def test_all_faults_are_named_at_once(desk):
    with pytest.raises(BadFields) as refused:
        await add_form(desk, TypedForm("", 99, "xx", "nowhere", "*", "?"), SYSTEM, NOW)

    assert refused.value.faults.keys() == {"name", "group", "language", "thanks_url", "origins", "extra"}
