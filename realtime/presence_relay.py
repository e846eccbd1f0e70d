"""Presence across processes: each reports its people through Redis, again and again; one that falls silent is gone."""

import asyncio
import json
from typing import Any

import structlog

from app.desk import Desk
from app.queries.ticket.tickets import ticket_by_id
from realtime.presence import Elsewhere, Here, Presence, PresentPerson
from realtime.redis_channel import RedisChannel

CHANNEL = "deskbell:presence"
LOOK_EVERY_S = 0.3
SAY_EVERY_S = 10.0
SILENT_AFTER_S = 25.0

log = structlog.get_logger("realtime")


class PresenceRelay:
    """Joins the presence of this process (`process` is its random name) with those of the others."""

    def __init__(self, presence: Presence, url: str, process: str, channel: str = CHANNEL) -> None:
        self._presence = presence
        self._channel = RedisChannel(url, channel)
        self._process = process
        self._said: object = None  # what the others know of us; None: they should be told
        self._is_new = False  # the others are asked to say again who is with them
        self._typing: asyncio.Queue[dict[str, Any]] = asyncio.Queue(maxsize=100)

    async def run(self, desk: Desk) -> None:
        """Send and receive until cancelled."""
        self._presence.typing_told = self._typed
        try:
            async with asyncio.TaskGroup() as loops:
                loops.create_task(self._channel.listen(lambda words: self._heard(desk, words), self._joined))
                loops.create_task(self._say_who_is_here())
                loops.create_task(self._say_who_types())
        finally:
            self._presence.typing_told = None
            await self._channel.close()

    def _joined(self) -> None:
        self._said, self._is_new = None, True

    def _typed(self, typing: dict[str, Any]) -> None:
        if not self._typing.full():  # typing is worth nothing later
            self._typing.put_nowait(typing)

    async def _say_who_types(self) -> None:
        while True:
            typing = await self._typing.get()
            await self._channel.say(json.dumps({"process": self._process, "typing": typing}))

    async def _say_who_is_here(self) -> None:
        """At every change, and often enough to count as alive."""
        clock = asyncio.get_running_loop().time
        said_s = 0.0
        while True:
            here = self._presence.here()
            if here != self._said or clock() - said_s >= SAY_EVERY_S:
                self._said, said_s = here, clock()
                await self._say(here)
            self._presence.forget_silent(clock())
            await asyncio.sleep(LOOK_EVERY_S)

    async def _say(self, here: Here) -> None:
        people, watching = here
        facts = {"people": [person.as_json() for person in people], "watching": watching, "new": self._is_new}
        if await self._channel.say(json.dumps({"process": self._process, **facts})):
            self._is_new = False
        else:
            self._said = None

    async def _heard(self, desk: Desk, words: bytes) -> None:
        try:
            facts = json.loads(words)
            if facts["process"] == self._process:
                return
            if "typing" in facts:
                self._somebody_types(facts["typing"])
            else:
                self._presence.heard_from(facts["process"], self._elsewhere(facts))
                self._said = None if facts["new"] else self._said
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("another process said something odd", why=repr(error))
        found = [await ticket_by_id(desk, ticket_id) for ticket_id in self._presence.unknown_tickets()]
        self._presence.learn(ticket for ticket in found if ticket is not None)

    def _somebody_types(self, typing: dict[str, Any]) -> None:
        self._presence.tell_customer(typing)
        if ticket := self._presence.known(typing["ticket"]):
            self._presence.tell_typing(typing, ticket)

    @staticmethod
    def _elsewhere(facts: dict[str, Any]) -> Elsewhere:
        people = tuple(PresentPerson(**person) for person in facts["people"])
        watching = {int(ticket): tuple(ids) for ticket, ids in facts["watching"].items()}
        return Elsewhere(people, watching, asyncio.get_running_loop().time() + SILENT_AFTER_S)
