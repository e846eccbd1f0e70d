"""Both loops of push notifications, turned by hand, and what makes something for them to do."""

import json

import sqlalchemy as sa

from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.people.push_devices import keep_device
from app.core.clock import HOUR_MS
from realtime.push.courier import Answer, Outcome
from realtime.push.loops import PushReader, PushSender
from tests.plugins.desk import NOW
from tests.servers.push_service import Device


class Clock:
    now_ms = NOW

    def __call__(self) -> int:
        return self.now_ms


class Courier:
    """Keeps what it is given; answers with `answer`."""

    def __init__(self) -> None:
        self.sent = []
        self.answer = Answer(Outcome.SENT, "HTTP 201")

    async def send(self, subscription, content, topic, now_ms):
        self.sent.append((subscription.endpoint, json.loads(content), topic))
        return self.answer


class Push:
    """Both loops, by hand."""

    def __init__(self, desk) -> None:
        self.desk, self.clock, self.courier = desk, Clock(), Courier()
        self.reader = PushReader(desk, self.clock)
        self.sender = PushSender(desk, self.courier, self.clock)

    async def read(self) -> None:
        while await self.reader.read_on():
            pass

    async def told(self) -> list:
        await self.read()
        await self.sender.send_due()
        told, self.courier.sent = self.courier.sent, []
        return told

    async def count(self, table) -> int:
        return await self.desk.db.fetch_val(sa.select(sa.func.count()).select_from(table))


async def subscribe(desk, operator, name: str = "phone", *, hides_text: bool = False) -> str:
    endpoint = f"https://push.example/{operator.name}/{name}"
    subscription = Device(endpoint).subscription
    await keep_device(desk, operator, f"session of {name}", subscription, NOW - HOUR_MS, hides_text=hides_text)
    return endpoint


async def reply(desk, ticket) -> None:
    await customer_writes(desk, ticket.id, CustomerMessage("Is there a cot?", "web"), NOW)
