"""People and their sessions as the console's JSON, and as the pages draw them."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from app.core.errors import NotFound
from app.credentials.devices import device_words, is_handheld
from app.queries.lists.people_page import PersonRow, people
from app.queries.people.sessions import SignInSession, sessions_of
from web.requests.context import desk_of, moment_of


async def person_of(request: Request, number: int) -> PersonRow:
    """The person with this number. Raises NotFound."""
    found = await people(desk_of(request), moment_of(request))
    person = next((one for one in found if one.operator.id == number), None)
    if person is None:
        raise NotFound
    return person


@dataclass(frozen=True, slots=True)
class Device:
    """One session as a page lists it."""

    session: SignInSession
    words: str
    is_handheld: bool
    is_this: bool  # the one that asks


async def devices_of(request: Request, operator_id: int, this_session: str) -> list[Device]:
    """Where the person is signed in; `this_session` is the digest of the asking session's token."""
    found = await sessions_of(desk_of(request), operator_id, moment_of(request))
    return [
        Device(one, device_words(one.user_agent), is_handheld(one.user_agent), one.token_sha256 == this_session)
        for one in found
    ]


def person_json(person: PersonRow) -> dict[str, Any]:
    """Times are UTC milliseconds."""
    operator = person.operator
    return {
        "id": operator.id,
        "email": operator.email,
        "name": operator.name,
        "role": operator.role.value,
        "groups": sorted(operator.group_ids),
        "language": operator.language,
        "timezone": operator.timezone,
        "second_factor": operator.has_second_factor,
        "standing": person.standing.value,
        "invited_until_ms": person.invited_until_ms,
        "holds": person.holds,
        "created_ms": person.created_ms,
        "seen_ms": person.seen_ms,
    }


def device_json(device: Device) -> dict[str, Any]:
    """`id` names the session in addresses."""
    one = device.session
    return {
        "id": one.token_sha256,
        "device": device.words,
        "client_ip": one.client_ip,
        "created_ms": one.created_ms,
        "seen_ms": one.seen_ms,
        "this": device.is_this,
    }
