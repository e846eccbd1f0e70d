"""Who may ask for what (S-20): every route, as every actor; a route without a row fails in `tests/test_house.py`."""

from tests.web.sweeps.matrix import read_matrix
from tests.web.sweeps.scene import ACTORS


async def test_s20_every_route_answers_every_actor_as_the_matrix_says(scene):
    wrong = []
    for row in read_matrix():
        for actor in ACTORS:
            async with scene.browser(actor) as browser:
                answer = await row.ask(browser, scene)
            if str(answer.status_code) != row.expected[actor]:
                wrong.append(f"{row} as {actor}: {answer.status_code} instead of {row.expected[actor]}")
            if not row.is_safe:
                scene.snapshot.bring_back()

    assert not wrong, "\n".join(wrong)


async def test_a_change_is_seen_and_taken_back_between_two_cells(scene):
    async with scene.browser("administrator") as browser:
        await browser.post(f"/tickets/{scene.names['held']}/take")

    assert scene.snapshot.changed() == ["counters", "events", "tickets"]
    scene.snapshot.bring_back()
    assert scene.snapshot.changed() == []
