"""A browser that was cut off shows, once it is back, exactly what a fresh load shows."""

from playwright.async_api import expect

ROWS = "() => [...document.querySelectorAll('a.ticket-row')].map(row => [row.dataset.ticket, row.dataset.holder, row.dataset.status])"


async def act(seat, path, **form):
    """One act over HTTP, as a script does it."""
    headers = {"Accept": "application/json", "Origin": seat.url}
    answer = await seat.page.request.post(f"{seat.url}{path}", form=form, headers=headers)
    assert answer.ok, await answer.text()
    return await answer.json()


async def by_hand(seat, subject):
    """A ticket that an operator makes by hand; its number."""
    customer = {"name": "Helena", "email": "helena@guest.example", "phone": "+49 40 555", "city": "Hamburg"}
    made = await act(seat, "/tickets", subject=subject, message="By phone", confirm="0", **customer)
    return made["ticket"]["id"]


async def test_after_a_cut_with_fifty_changes_and_a_restart_the_view_is_as_a_fresh_load(seat, hotel_desk):
    anna, boris = await seat("anna"), await seat("boris")
    numbers = [await by_hand(anna, f"Question {number}") for number in range(12)]
    await boris.open("/tickets?view=all")
    await expect(boris.row(numbers[-1])).to_be_visible()

    await boris.context.set_offline(True)
    for number in numbers:
        await act(anna, f"/tickets/{number}/take")
        await act(anna, f"/tickets/{number}/note", html="<p>Looked into it</p>", request_key=f"n{number}")
        await act(anna, f"/tickets/{number}/status", status="waiting_for_operator")
        await act(anna, f"/tickets/{number}/drop")
    hotel_desk.served.kill()
    hotel_desk.served.restart()
    await act(anna, f"/tickets/{numbers[0]}/take")
    late = await by_hand(anna, "While nobody could hear")
    await boris.context.set_offline(False)

    await expect(boris.row(numbers[0])).to_have_attribute("data-status", "waiting_for_operator")
    await expect(boris.row(late)).to_be_visible()
    kept = await boris.page.evaluate(ROWS)
    await boris.page.reload()
    assert kept == await boris.page.evaluate(ROWS)
