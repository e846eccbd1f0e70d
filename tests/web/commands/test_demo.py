import asyncio
import socket
from dataclasses import replace
from random import Random
from types import SimpleNamespace

import pytest

from app.actions.desk.opening import DEMO_SENDER
from app.actions.message.opening import NewTicket, open_ticket
from app.core.clock import now_ms
from app.nouns.event import Actor
from app.nouns.message import MessageKind
from app.nouns.status import Shelf, Status
from app.nouns.ticket import Customer
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from app.seeding.demo import furnish_demo
from app.seeding.scenes import scenes
from app.seeding.stories import fill, stories, story_of
from mail.outgoing.outbox import Outbox
from mail.outgoing.senders import KeptSender
from web.commands.demo_play import DemoPlay
from web.commands.demo_stage import DemoStage
from web.commands.serve import listening_near

HOST = "127.0.0.1"


@pytest.fixture
async def demo(desk):
    """The desk, furnished as the demo is, without its older tickets; its stage after the scenes."""
    await furnish_demo(desk, "bell-of-the-demo", now_ms())
    desk.settings = replace(desk.settings, demo=True, mail_from=DEMO_SENDER)
    stage = DemoStage(desk, now_ms())
    await stage.play()
    return stage


class Watched:
    """What the play may know and tell of who is there."""

    def __init__(self) -> None:
        self.windows = [SimpleNamespace()]
        self.told = []

    def heard_from(self, _process, elsewhere):
        self.told.append(("here", len(elsewhere.people)))

    def learn(self, tickets):
        self.told.append(("learnt", [ticket.id for ticket in tickets]))

    def tell_typing(self, typing, _ticket):
        self.told.append(("typing", typing["ticket"]))

    def tell_customer(self, _typing):
        self.told.append(("customer", True))


async def test_the_demos_scenes_leave_what_a_desk_sees(demo):
    async def ticket(name):
        return await ticket_by_id(demo.desk, demo.tickets[name])

    kinds = {message.kind for message in await messages_of(demo.desk, demo.tickets["cot"])}
    assert demo.tickets.keys() == {scene.name for scene in scenes()}
    assert kinds == {
        MessageKind.CUSTOMER,
        MessageKind.ANSWER,
        MessageKind.NOTE,
        MessageKind.TO_THIRD_PARTY,
        MessageKind.THIRD_PARTY,
    }
    assert (await ticket("cot")).attachment_count == 1
    assert (await ticket("bounced")).trouble == "bounced"
    assert (await ticket("snoozed")).shelf is Shelf.SNOOZED
    assert (await ticket("spam")).shelf is Shelf.SPAM
    assert (await ticket("french again")).duplicate_of == demo.tickets["french"]
    assert (await ticket("invoice")).status is Status.SOLVED
    assert (await ticket("late")).answer_due_ms < now_ms()


async def test_the_colleagues_are_there_as_soon_as_someone_looks(desk, demo, monkeypatch):
    monkeypatch.setattr("web.commands.demo_play.LOOK_S", 0.01)
    play, seen, here = DemoPlay(Random(1)), Watched(), asyncio.Event()
    monkeypatch.setattr(seen, "heard_from", lambda _process, elsewhere: elsewhere.people and here.set())
    play.presence = seen
    playing = asyncio.create_task(play.run(desk))

    await asyncio.wait_for(here.wait(), 30)
    playing.cancel()

    assert seen.told == []  # nobody has typed yet


async def test_the_demo_plays_only_on_a_demo_that_someone_looks_at(desk, demo):
    play = DemoPlay(Random(1), keystroke_s=0)
    unseen = await play.is_watched(desk)
    play.presence = Watched()
    watched = await play.is_watched(desk)
    desk.settings = replace(desk.settings, demo=False)
    no_demo = await play.is_watched(desk)
    desk.settings = replace(desk.settings, demo=True)
    play.presence.windows = []

    assert [unseen, no_demo, watched, await play.is_watched(desk)] == [False, False, True, False]
    assert play.presence.told == [("here", 4), ("here", 0)]  # the colleagues come and go with the visitor


async def test_a_colleague_types_and_answers_a_customer_replies_and_a_mail_bounces(desk, demo):
    story = fill(next(plot for plot in stories() if plot.subject.startswith("Late arrival")), Random(5))
    customer = Customer("Ida Berg", "ida@guest.example", "+47 1", "", "Bergen", "NO")
    new = NewTicket(customer, story.subject, story.asks[0], "web", "", group_id=demo.groups[story.group])
    ticket = await open_ticket(desk, new, Actor("customer", customer.name), now_ms())
    play = DemoPlay(Random(1), keystroke_s=0)
    play.presence = Watched()
    await play.is_watched(desk)

    await play.colleague_answers(desk)
    answered = (await messages_of(desk, ticket.id))[-1]
    await Outbox(desk, KeptSender(), clock=lambda: now_ms() + 60_000).pass_once()
    await play.customer_replies(desk)
    replied = (await messages_of(desk, ticket.id))[-1]
    await play.mail_bounces(desk)
    await play.customer_writes(desk)

    assert (answered.kind, answered.text.split("\n")[0]) == (MessageKind.ANSWER, story.answers[0])
    assert ("typing", ticket.id) in play.presence.told
    assert (replied.kind, replied.text) == (MessageKind.CUSTOMER, story.asks[1])
    assert (await ticket_by_id(desk, ticket.id)).trouble == "bounced"
    assert await desk.db.fetch_val("SELECT count(*) FROM tickets") == len(demo.tickets) + 2


def test_a_taken_port_is_passed_over():
    with socket.create_server((HOST, 0)) as taken:
        wanted = taken.getsockname()[1]
        place, found = listening_near(HOST, wanted)
        place.close()

    assert found > wanted


def test_a_seeded_tickets_story_is_known_by_its_beginning():
    chance = Random(3)
    for plot in stories():
        story = fill(plot, chance)
        assert story_of(story.subject, story.asks[0]) in {story, None}
    told = [story for plot in stories() if (story := fill(plot, chance)) and story_of(story.subject, story.asks[0])]
    assert len(told) > len(stories()) / 2
    assert story_of("Something else", "Hello") is None
