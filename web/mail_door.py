"""What the web asks of the mail room, which it does not know: the assembly hands it over."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from app.desk import Desk


@dataclass(frozen=True, slots=True)
class MailDoor:
    """Three calls into the mail room.

    `came(raw)`: what is read in a mail that came. `left(desk, outbox_id)`: a mail of ours as it was sent, or would be
    now. `simulate(desk, fields, now_ms)`: let a customer's mail come in (`name email subject text answers`); its number.
    """

    came: Callable[[bytes], Awaitable[dict[str, Any]]]
    left: Callable[[Desk, int], Awaitable[dict[str, Any]]]
    simulate: Callable[[Desk, Mapping[str, str], int], Awaitable[int]]


def mail_door_of(request: Request) -> MailDoor:
    """The door of this application."""
    door: MailDoor = request.app.state.mail_door
    return door
