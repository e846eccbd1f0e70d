"""One desk with everybody who may come to it, and a ticket in every state that a route asks for.

The tickets lie in a members-only group, so that for an operator outside of it they do not exist.
"""

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import select
from starlette.applications import Starlette

from app.actions.answering import AnswerForm, send_answer
from app.actions.assigning import ask
from app.actions.claiming import claim_mail, freeze
from app.actions.deleting import delete
from app.actions.delivering import mark_failed
from app.actions.merging import merge
from app.actions.moving import move_message
from app.actions.opening import NewTicket, open_ticket
from app.actions.people import add_group, add_operator
from app.actions.receiving import keep_raw
from app.actions.saved_searches import save_search
from app.actions.taking import take
from app.actions.templates import TemplateForm, add_template
from app.actions.trying import set_aside
from app.actions.writing import CustomerMessage, customer_writes
from app.clock import now_ms
from app.desk import Desk
from app.event import Actor
from app.files import Upload
from app.message import MessageKind
from app.operator import Operator, Role
from app.plugins.hotels.demo import make_demo_hotels
from app.plugins.loading import load_plugins
from app.queries.messages import messages_of
from app.queries.people import operator_by_id
from app.ticket import Customer, Ticket
from sql.tables import outbox
from tests.web.conftest import HERE, PASSWORD
from tests.web.sweeps.snapshot import Snapshot
from web.rates import Rates

HELENA = Customer("Helena Brandt", "helena@guest.example", "+49 40 5550", "", "Hamburg", "DE")
RUTH = Customer("Ruth Ober", "ruth@guest.example", "+43 1 5550", "", "Wien", "AT")
SECRET = "Boardroom-secret"  # in every subject and text of the closed group
HTML_MAIL = f"Subject: {SECRET}\r\nContent-Type: text/html\r\n\r\n<p>{SECRET}</p>".encode()
PROGRAM = {"Accept": "application/json", "Origin": HERE}
ACTORS = ("nobody", "customer", "other_customer", "member", "holder", "outsider", "administrator")


@dataclass
class Scene:
    """The desk, how to be each actor, and what the matrix calls its tickets, messages and files (`@held`)."""

    app: Starlette
    desk: Desk
    snapshot: Snapshot
    names: dict[str, object]
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def browser(self, actor: str, headers: dict[str, str] | None = None) -> httpx2.AsyncClient:
        """A program of this actor's; nobody's tries are counted against it."""
        self.app.state.rates = Rates.of(self.desk.settings)
        transport = httpx2.ASGITransport(app=self.app, client=("203.0.113.7", 50_000), raise_app_exceptions=False)
        asked = PROGRAM if headers is None else {**headers, "Accept": "application/json"}
        cookies = self.cookies.get(actor, {})
        return httpx2.AsyncClient(transport=transport, base_url=HERE, headers=asked, cookies=cookies)

    def value(self, written: str) -> str:
        """A value of the matrix: `@name` is the scene's."""
        return str(self.names[written[1:]]) if written.startswith("@") else written


async def make_scene(app: Starlette, desk: Desk, folder: Path, path: Path) -> Scene:
    """Fill the desk and let everybody sign in or open their ticket page."""
    app.state.desk = desk = _as_demo(desk, folder)
    people = await _people(desk)
    names = await _mails(desk) | {"jonas": people["member"].id, "maria": people["holder"].id}
    names |= await _tickets(desk, people, int(str(names["mail_in"])))
    form = TemplateForm("Arrival", f"<p>{SECRET}: arrive when you like.</p>", group_id=2)
    names["template"] = (await add_template(desk, people["administrator"], form, now_ms())).id
    names["saved"] = (await save_search(desk, people["holder"], "Cots", "cot", now_ms())).id
    names["newcomer"] = await add_operator(desk, "ines@desk.example", "Inês", Role.OPERATOR, (), None, now_ms())
    scene = Scene(app, desk, Snapshot(path), names)
    for actor in ("member", "holder", "outsider", "administrator"):
        scene.cookies[actor] = await _signed_in(scene, people[actor])
    for actor, which in (("customer", "held"), ("other_customer", "other")):
        scene.cookies[actor] = await _opened(scene, str(names[which]), str(names[f"{which}_code"]))
    scene.snapshot = Snapshot(path)
    return scene


def _as_demo(desk: Desk, folder: Path) -> Desk:
    """The same desk with hotels, where a customer's mail can be simulated."""
    make_demo_hotels(folder / "hotels.db")
    environ = {"DESKBELL_HOTELS_URL": f"sqlite:///{folder}/hotels.db"}
    demo = dataclasses.replace(desk, settings=dataclasses.replace(desk.settings, demo=True))
    demo.__dict__["passwords"] = desk.passwords
    demo.__dict__["plugins"] = load_plugins(["app.plugins.hotels"], environ, installed=(), deadline_s=5)
    return demo


async def _people(desk: Desk) -> dict[str, Operator]:
    await add_group(desk, "Reservations", now_ms())
    await add_group(desk, "Board", now_ms(), members_only=True, position=1)
    wanted = {
        "member": ("Jonas Weber", Role.OPERATOR, ("Reservations", "Board")),
        "holder": ("Maria Conti", Role.OPERATOR, ("Reservations", "Board")),
        "outsider": ("Priya Raman", Role.OPERATOR, ("Reservations",)),
        "administrator": ("Anna Lindqvist", Role.ADMINISTRATOR, ()),
    }
    return {actor: await _person(desk, *facts) for actor, facts in wanted.items()}


async def _person(desk: Desk, name: str, role: Role, groups: tuple[str, ...]) -> Operator:
    email = f"{name.partition(' ')[0].lower()}@desk.example"
    operator = await operator_by_id(desk, await add_operator(desk, email, name, role, groups, PASSWORD, now_ms()))
    assert operator is not None
    return operator


async def _tickets(desk: Desk, people: dict[str, Operator], mail: int) -> dict[str, object]:
    holder, chief = people["holder"], people["administrator"]
    made = {name: await _ticket(desk, name) for name in ("held", "asked", "duplicate", "gone", "free", "stopped")}
    made["other"] = await _ticket(desk, "other", RUTH)
    for name in ("held", "asked", "duplicate", "stopped"):
        await take(desk, holder, made[name].id, now_ms())
    await ask(desk, people["member"], made["asked"].id, now_ms())
    await merge(desk, holder, made["duplicate"].id, made["free"].id, now_ms())
    await delete(desk, chief, made["gone"].id, None, now_ms())
    stray = await _ticket(desk, "stray", RUTH, warning=f"mentions:{made['held'].id}")
    names: dict[str, object] = {name: ticket.id for name, ticket in made.items()}
    names |= {f"{name}_code": ticket.access_code for name, ticket in made.items()}
    names |= {"stray": stray.id, "stray_message": (await messages_of(desk, stray.id))[0].id}
    names |= await _written(desk, holder, made["held"], mail)
    second = await customer_writes(desk, made["stopped"].id, CustomerMessage(f"{SECRET} again", "web"), now_ms())
    await move_message(desk, holder, second, made["asked"].id, now_ms())
    return names | {"moved": second} | await _failed_answer(desk, holder, made["stopped"])


async def _ticket(desk: Desk, name: str, customer: Customer = HELENA, **given: Any) -> Ticket:
    files = (Upload("voucher.pdf", "application/pdf", b"%PDF-1.4"),) if name == "held" else ()
    customer = dataclasses.replace(customer, phone="") if name == "held" else customer  # lacks what its page asks for
    new = NewTicket(customer, f"{SECRET} {name}", f"{SECRET} is our word.", "web", "198.51.100.4", attachments=files)
    facts = dataclasses.replace(new, group_id=2, **given)
    return await open_ticket(desk, facts, Actor("customer", customer.name), now_ms())


async def _written(desk: Desk, holder: Operator, ticket: Ticket, mail: int) -> dict[str, object]:
    """What stands on the held ticket: the first message with a file, a hotel's letter, an answer in its undo time."""
    first = (await messages_of(desk, ticket.id))[0]
    theirs = {"author_name": "Hotel", "author_email": "hotel@hotel.example", "kind": MessageKind.THIRD_PARTY}
    letter = CustomerMessage(f"{SECRET}: a cot is free.", "mail", shared=False, inbound_id=mail, **theirs)
    hotel = await customer_writes(desk, ticket.id, letter, now_ms())
    answer = await send_answer(desk, holder, ticket.id, AnswerForm(f"<p>{SECRET}: yes.</p>", "k1"), now_ms())
    return {"first": first.id, "file": first.attachments[0].key, "hotel": hotel, "answer": answer}


async def _failed_answer(desk: Desk, holder: Operator, ticket: Ticket) -> dict[str, object]:
    """An answer whose mail the server refused."""
    hasty = dataclasses.replace(desk, settings=dataclasses.replace(desk.settings, undo_seconds=0))
    message = await send_answer(hasty, holder, ticket.id, AnswerForm("<p>Hello.</p>", "k2"), now_ms())
    number = await desk.db.fetch_val(select(outbox.c.id).where(outbox.c.message_id == message))
    claimed = await claim_mail(desk, number, "sweep", now_ms())
    assert claimed is not None
    await freeze(desk, claimed.claim, HTML_MAIL)
    await mark_failed(desk, claimed.claim, "550 no such mailbox", now_ms())
    return {"failed": message, "mail_out": number}


async def _mails(desk: Desk) -> dict[str, object]:
    number = await keep_raw(desk, "pop3://desk@mail.example:110", "u1", HTML_MAIL, now_ms())
    await set_aside(desk, number, "odd", now_ms())
    return {"mail_in": number}


async def _signed_in(scene: Scene, person: Operator) -> dict[str, str]:
    async with scene.browser("nobody") as browser:
        await browser.post("/sign-in", data={"email": person.email, "password": PASSWORD})
        return dict(browser.cookies)


async def _opened(scene: Scene, number: str, code: str) -> dict[str, str]:
    async with scene.browser("nobody") as browser:
        await browser.post("/t", data={"number": number, "code": code})
        return dict(browser.cookies)
