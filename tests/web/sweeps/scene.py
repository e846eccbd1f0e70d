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

from app.actions.api.forms import TypedForm, add_form
from app.actions.api.keys import KeyForm, add_key
from app.actions.change import by
from app.actions.customer.merging import merge_customers
from app.actions.desk.settings import change_settings
from app.actions.desk.templates import TemplateForm, add_template, delete_template
from app.actions.mail.attempts import set_aside
from app.actions.mail.claiming import claim_mail, freeze
from app.actions.mail.delivering import mark_failed
from app.actions.mail.mailboxes import add_mailbox, read_mailbox
from app.actions.mail.outgoing_server import change_outgoing, read_outgoing
from app.actions.mail.receiving import keep_raw
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.moving import move_message
from app.actions.message.opening import NewTicket, open_ticket
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.people.people import add_group, add_operator
from app.actions.people.saved_searches import save_search
from app.actions.ticket.assigning import ask
from app.actions.ticket.deleting import delete
from app.actions.ticket.merging import merge
from app.actions.ticket.taking import take
from app.core.clock import now_ms
from app.credentials.codes import digest_of
from app.desk import Desk
from app.files.kinds import Upload
from app.nouns.event import Actor
from app.nouns.message import MessageKind
from app.nouns.operator import Operator, Role
from app.nouns.ticket import Customer, Ticket
from app.plugins.hotels.demo import make_demo_hotels
from app.plugins.loading import Plugins, load_plugins
from app.queries.customer.known import customer_id_of
from app.queries.people.people import operator_by_id
from app.queries.ticket.messages import messages_of
from sql.tables import outbox
from tests.plugins.pictures import png
from tests.web.conftest import HERE, PASSWORD
from tests.web.sweeps.snapshot import Snapshot
from web.requests.rates import Rates

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
    app.state.desk = desk = _as_demo(desk)
    app.state.plugins = _with_hotels(folder)
    people = await _people(desk)
    names = await _mails(desk) | {"jonas": people["member"].id, "maria": people["holder"].id}
    names |= await _tickets(desk, people, int(str(names["mail_in"])))
    form = TemplateForm("Arrival", f"<p>{SECRET}: arrive when you like.</p>", group_id=2)
    await change_settings(desk, people["administrator"], {}, now_ms(), Upload("logo.png", "image/png", png()))
    names["logo"] = desk.settings.logo.partition(" ")[0]
    [names["setting"]] = await change_settings(desk, people["administrator"], {"desk_name": "Other"}, now_ms())
    names["template"] = (await add_template(desk, people["administrator"], form, now_ms())).id
    names["deleted_template"] = (await add_template(desk, people["administrator"], form, now_ms())).id
    await delete_template(desk, people["administrator"], int(names["deleted_template"]), now_ms())
    names["mailbox"] = await _mail_servers(desk, people["administrator"])
    names |= await _customers(desk, people["administrator"])
    made = await add_key(desk, KeyForm("Shop", ("tickets:read",)), by(people["administrator"]), now_ms())
    names["api_key"] = made.key.id
    form = await add_form(desk, TypedForm("Shop", group_id=2), by(people["administrator"]), now_ms())
    names |= {"form": form.id, "form_key": form.key}
    names["saved"] = (await save_search(desk, people["holder"], "Cots", "cot", now_ms())).id
    names["newcomer"] = await add_operator(desk, "ines@desk.example", "Inês", Role.OPERATOR, (), None, now_ms())
    scene = Scene(app, desk, Snapshot(path), names)
    for actor in ("member", "holder", "outsider", "administrator"):
        scene.cookies[actor] = await _signed_in(scene, people[actor])
    names["jonas_session"] = digest_of(scene.cookies["member"]["deskbell_session"])
    for actor, which in (("customer", "held"), ("other_customer", "other")):
        scene.cookies[actor] = await _opened(scene, str(names[which]), str(names[f"{which}_code"]))
    scene.snapshot = Snapshot(path)
    return scene


async def _mail_servers(desk: Desk, administrator: Operator) -> int:
    """A server of the console's that takes mail away, and a mailbox; nothing connects to them."""
    typed = {"host": "mail.desk.example", "user": "desk", "password": "a bell"}
    await change_outgoing(desk, administrator, read_outgoing(desk.settings, typed), now_ms())
    return await add_mailbox(desk, administrator, read_mailbox({"protocol": "imap", **typed}), now_ms())


def _with_hotels(folder: Path) -> Plugins:
    make_demo_hotels(folder / "hotels.db")
    environ = {"DESKBELL_HOTELS_URL": f"sqlite:///{folder}/hotels.db"}
    return load_plugins(["app.plugins.hotels"], environ, installed=(), deadline_s=5)


def _as_demo(desk: Desk) -> Desk:
    """The same desk, where a customer's mail can be simulated."""
    demo = dataclasses.replace(desk, settings=dataclasses.replace(desk.settings, demo=True))
    demo.__dict__["passwords"] = desk.passwords
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


async def _customers(desk: Desk, chief: Operator) -> dict[str, object]:
    """Helena, Ruth, and a third who is two addresses."""
    merged = [Customer("Mira Vogel", f"mira{number}@guest.example", "+49 1", "", "Bonn", "DE") for number in (1, 2)]
    for customer in merged:
        await _ticket(desk, "merged", customer)
    keys = (HELENA.email_key, RUTH.email_key, *(customer.email_key for customer in merged))
    helena, ruth, first, second = [await customer_id_of(desk, key) for key in keys]
    assert first is not None
    assert second is not None
    await merge_customers(desk, chief, first, second, now_ms(), confirmed=True)
    found = {"helena": helena, "ruth": ruth, "merged": first, "merged_other": second}
    return {f"customer_{name}": number for name, number in found.items()}


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
