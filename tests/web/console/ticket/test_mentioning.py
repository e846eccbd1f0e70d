"""@name in a note, over HTTP: whom it may name, and how those who are named find it."""

from tests.web.console.conftest import JSON


async def test_a_note_names_whoever_else_may_see_the_ticket_and_they_find_it_until_they_read_it(
    sign, maria, jonas, chief, ticket
):
    author, reader = await sign(maria), await sign(jonas)

    offered = (await author.get(f"/tickets/{ticket.id}/colleagues", headers=JSON)).json()["people"]
    part = (await author.get(f"/tickets/{ticket.id}/colleagues")).text
    html = f'<p><span data-mention="{jonas.id}">@{jonas.name}</span>, a cot?</p>'
    await author.post(f"/tickets/{ticket.id}/note", data={"html": html, "request_key": "k1"}, headers=JSON)
    counts = (await reader.get("/tickets/counts")).json()
    listed = (await reader.get("/tickets?view=mentions", headers=JSON)).json()["tickets"]
    event = (await reader.get("/events?after=0", headers=JSON)).json()["events"][-1]
    await reader.post(f"/tickets/{ticket.id}/read", data={"event": str(event["id"])}, headers=JSON)
    after = (await reader.get("/tickets/counts")).json()

    assert {one["id"] for one in offered} == {jonas.id, chief.id}
    assert f'data-person="{jonas.id}"' in part
    assert f'data-person="{maria.id}"' not in part
    assert event["mentions"] == [{"id": jonas.id, "name": jonas.name}]
    assert (counts["mentions"], counts["mentioned"]) == (1, [ticket.id])
    assert [one["id"] for one in listed] == [ticket.id]
    assert f'data-mention="{jonas.id}"' in (await reader.get(f"/tickets/{ticket.id}")).text
    assert (await reader.get("/tickets?view=mentions", headers=JSON)).json()["tickets"] == []
    assert (after["mentions"], after["mentioned"]) == (0, [])
