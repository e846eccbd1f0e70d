"""A long conversation in the browser: its newest page first, the rest when it is asked for, and nothing jumps."""

import sqlalchemy as sa
from playwright.async_api import expect

from sql.tables import messages
from tests.journeys.conftest import customer_writes_by_form
from tests.plugins.databases import engine

COUNT = 100
PAGE = 30
TOP = "(id) => document.getElementById(id).getBoundingClientRect().top"
FIRST = "() => document.querySelector('.entry, .thread .message').id"
LOADED = "() => [...document.querySelectorAll('.entry iframe')].filter((one) => one.contentDocument?.URL.endsWith('/frame')).length"


def lengthen(desk, ticket: int) -> list[int]:
    """Write a hundred messages to the ticket, every other an answer; return the numbers of all."""
    with engine(desk.served.env["DESKBELL_DATABASE_URL"]) as connected, connected.begin() as connection:
        own = messages.c.ticket_id == ticket
        begun = connection.scalar(sa.select(messages.c.created_ms).where(own))
        connection.execute(sa.insert(messages), [_message(ticket, at, begun + at) for at in range(1, COUNT)])
        return list(connection.scalars(sa.select(messages.c.id).where(own).order_by(messages.c.created_ms)))


def _message(ticket, at, moment):
    answers = at % 2 == 1
    text = f"Message {at}. " + "We arrive late, and would like a cot. " * (at % 7 + 1)
    return {
        "ticket_id": ticket,
        "kind": "answer" if answers else "customer",
        "source": "operator" if answers else "web",
        "operator_id": 1 if answers else None,
        "author_name": "Anna Lind" if answers else "Helena Brandt",
        "author_email": "anna@desk.example" if answers else "helena@guest.example",
        "text": text,
        "html": f"<p>{text}</p>" if answers else None,
        "shared": True,
        "created_ms": moment,
        "released_ms": moment,
        "size_bytes": 2 * len(text),
    }


async def test_a_customer_reads_back_page_by_page_and_nothing_moves(seat, hotel_desk):
    helena = await seat()
    number = await customer_writes_by_form(helena)
    ids = lengthen(hotel_desk, number)
    page = await helena.open(f"/t/{number}")
    entries = page.locator(".entry")
    await expect(entries).to_have_count(PAGE)
    await expect(page.locator(f"#message-{ids[-1]}")).to_be_attached()
    assert await page.evaluate(LOADED) < PAGE // 2  # only what is near the eye

    earlier = page.get_by_role("link", name="Show earlier messages")
    await earlier.focus()
    first = await page.evaluate(FIRST)
    before = await page.evaluate(TOP, first)
    await page.keyboard.press("Enter")
    await expect(entries).to_have_count(2 * PAGE)
    assert abs(await page.evaluate(TOP, first) - before) < 3
    await expect(earlier).to_be_focused()  # Enter again goes on
    await page.keyboard.press("Enter")
    await expect(entries).to_have_count(3 * PAGE)
    await page.keyboard.press("Enter")
    await expect(entries).to_have_count(COUNT)

    assert [await one.get_attribute("id") for one in await entries.all()] == [f"message-{one}" for one in ids]
    await expect(page.locator(".gap")).to_have_count(0)


async def test_a_link_to_an_old_message_brings_it_and_what_comes_live_is_at_the_end(seat, hotel_desk):
    anna, helena = await seat("anna"), await seat()
    number = await customer_writes_by_form(helena)
    ids = lengthen(hotel_desk, number)
    page = await helena.open(f"/t/{number}#message-{ids[20]}")
    old = page.locator(f"#message-{ids[20]}")
    await expect(old).to_be_in_viewport()
    await expect(page.locator(".gap")).to_have_count(2)
    shown = await page.locator(".entry").count()
    await page.fill("#message", "What I was about to write")

    await anna.open(f"/tickets/{number}")
    await anna.page.keyboard.press("r")
    await anna.page.keyboard.type("It is arranged.")
    await anna.page.keyboard.press("Control+Enter")
    await expect(page.locator(".entry").last.locator("iframe")).to_be_attached()
    await expect(page.locator(".entry")).to_have_count(shown + 1)
    await expect(old).to_be_attached()
    await expect(page.locator("#message")).to_have_value("What I was about to write")

    await page.get_by_role("link", name="Show later messages").click()
    await expect(page.locator(".entry")).to_have_count(shown + 1 + PAGE)
    here = [await one.get_attribute("id") for one in await page.locator(".entry").all()]
    assert here == sorted(here, key=lambda one: int(one.removeprefix("message-")))


async def test_two_operators_work_in_a_thread_that_is_partly_here(seat, hotel_desk):
    anna, boris, helena = await seat("anna"), await seat("boris"), await seat()
    number = await customer_writes_by_form(helena)
    lengthen(hotel_desk, number)
    for one in (anna, boris):
        await one.open(f"/tickets/{number}")
        await expect(one.page.locator(".thread .message")).to_have_count(PAGE)
    page = anna.page
    await page.locator("button[data-act=take]").click()
    await expect(page.locator(".banner--mine")).to_be_visible()
    await page.keyboard.press("r")
    await page.keyboard.type("Half an ans")

    earlier = page.get_by_role("link", name="Show earlier messages")
    await earlier.scroll_into_view_if_needed()
    first = await page.evaluate(FIRST)
    before = await page.evaluate(TOP, first)
    await earlier.click()
    await expect(page.locator(".thread .message")).to_have_count(2 * PAGE)
    assert abs(await page.evaluate(TOP, first) - before) < 3

    await helena.open(f"/t/{number}")
    await helena.page.fill("#message", "And one thing more.")
    before = await page.evaluate(TOP, first)
    await helena.page.get_by_role("button", name="Send reply").click()
    for one, count in ((anna, 2 * PAGE + 1), (boris, PAGE + 1)):
        await expect(one.page.locator(".thread .message")).to_have_count(count)
        await expect(one.page.locator(".thread .message").last).to_contain_text("one thing more")
    assert abs(await page.evaluate(TOP, first) - before) < 3
    await expect(page.locator(".thread-pill")).to_be_visible()
    await expect(page.locator(".composer__text[data-kind=answer]").first).to_contain_text("Half an ans")


async def at_rest(page, message: str) -> float:
    """Where a message is once what was scrolled into view has its height: the browser lays it out a few frames later."""
    return await page.evaluate(
        """async (id) => {
          const top = () => document.getElementById(id).getBoundingClientRect().top;
          const frame = () => new Promise(requestAnimationFrame);
          for (let still = 0, at = top(); still < 10; ) {
            await frame();
            still = top() === at ? still + 1 : 0;
            at = top();
          }
          return top();
        }""",
        message,
    )


async def test_a_search_result_opens_at_the_message_that_was_found(seat, hotel_desk):
    boris, helena = await seat("boris"), await seat()
    number = await customer_writes_by_form(helena, message="The bathysphere must be ready.")
    ids = lengthen(hotel_desk, number)

    await boris.open("/tickets?q=bathysphere")
    await boris.row(number).click()
    await expect(boris.page.locator(f"#message-{ids[0]}")).to_be_in_viewport()
    await expect(boris.page.locator(f"#message-{ids[-1]}")).to_be_attached()
    assert boris.page.url.endswith(f"#message-{ids[0]}")
    await boris.page.reload()
    await expect(boris.page.locator(f"#message-{ids[0]}")).to_be_in_viewport()
    following = boris.page.get_by_role("link", name="Show later messages")
    await following.scroll_into_view_if_needed()
    last = await boris.page.evaluate("() => document.querySelector('.gap').previousElementSibling.id")
    before = await at_rest(boris.page, last)
    await following.click()
    await expect(boris.page.locator(f"#message-{ids[40]}")).to_be_attached()
    assert abs(await at_rest(boris.page, last) - before) < 3


async def test_without_scripts_the_link_opens_a_page_with_what_is_earlier(seat, hotel_desk):
    helena = await seat(java_script_enabled=False)
    number = await customer_writes_by_form(helena)
    ids = lengthen(hotel_desk, number)
    page = await helena.open(f"/t/{number}")

    await page.get_by_role("link", name="Show earlier messages").click()

    await expect(page.locator(".entry")).to_have_count(2 * PAGE)
    await expect(page.locator(f"#message-{ids[-1]}")).to_be_attached()
    await expect(page.locator(f"#message-{ids[-PAGE]}")).to_be_in_viewport()
