"""A mailbox in memory: what it holds, what it was asked, and the faults that a test orders."""

from email.message import EmailMessage
from email.policy import SMTP

from sqlalchemy import select

from mail.intake.polling import Poller
from mail.mailboxes.account import Account
from mail.mailboxes.errors import MailboxBroken, MessageUnfetchable
from mail.mailboxes.mailbox import Mailbox
from mail.mailboxes.patience import Patience
from mail.mailboxes.session import MailboxMessage, Session
from sql.tables import inbound, messages, outbox
from tests.plugins.desk import NOW


class FakeMailbox(Mailbox):
    """Messages by uid. `on_fetch` and `on_finish` are called with what is asked, and may raise."""

    def __init__(self):
        super().__init__(Account("mail.aurora.example", 110, "desk@aurora.example", "x"))
        self.messages: dict[str, bytes] = {}
        self.fetched: list[str] = []
        self.removed: list[str] = []
        self.on_open = self.on_fetch = self.on_finish = lambda *_given: None
        self._next = 1

    @property
    def name(self):
        return "pop3://desk@mail.aurora.example:110"

    def deliver(self, raw: bytes, uid: str = "") -> str:
        uid = uid or f"uid-{self._next}"
        self._next += 1
        self.messages[uid] = raw
        return uid

    def _new_session(self):
        return FakeSession(self)


class FakeSession(Session):
    def __init__(self, mailbox):
        super().__init__(Patience("mail.aurora.example", mailbox.deadlines), mailbox.max_bytes)
        self.mailbox = mailbox
        self.open_now = False

    @property
    def _connected(self):
        return self.open_now

    def offers(self):
        return [MailboxMessage(uid, len(raw)) for uid, raw in self.mailbox.messages.items()]

    async def open(self):
        self.mailbox.on_open()
        self.open_now = True

    def drop(self):
        self.open_now = False

    async def _fetch(self, offer):
        self.mailbox.fetched.append(offer.uid)
        self.mailbox.on_fetch(offer.uid)
        return self.mailbox.messages[offer.uid]

    async def _sign_off(self, removals):
        self.mailbox.on_finish()
        for offer in removals:
            self.mailbox.removed.append(offer.uid)
            del self.mailbox.messages[offer.uid]
        self.open_now = False


def breaks(*_given):
    raise MailboxBroken("the line broke")


def refuses(uid):
    raise MessageUnfetchable(uid, "the server says no")


def mail(sender="Helena Brandt <helena@guest.example>", subject="Hello", text="Is reception open?", **headers) -> bytes:
    """A plain mail; `headers` with `_` for `-`, None leaves one out, and `html` adds a page."""
    message = EmailMessage(policy=SMTP)
    html, attachments = headers.pop("html", None), headers.pop("attachments", ())
    given = {
        "From": sender,
        "To": "desk@aurora.example",
        "Subject": subject,
        "Message-ID": f"<{abs(hash((sender, subject, text, str(headers))))}@guest.example>",
        "Date": "Sun, 22 Nov 2026 10:12:00 +0000",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    for name, value in given.items():
        if value is not None:
            message[name] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, content_type, content, content_id in attachments:
        maintype, subtype = content_type.split("/")
        if content_id:
            message.add_attachment(
                content, maintype, subtype, filename=name, cid=f"<{content_id}>", disposition="inline"
            )
        else:
            message.add_attachment(content, maintype, subtype, filename=name)
    return message.as_bytes()


class Postman:
    """Brings mail, lets the desk poll, and looks what became of it."""

    def __init__(self, desk, mailbox):
        self.desk, self.mailbox = desk, mailbox
        self.now_ms = NOW + 1_000
        self.poller = Poller(desk, mailbox, lambda: self.now_ms)

    async def poll(self, *raws: bytes):
        for raw in raws:
            self.mailbox.deliver(raw)
        return await self.poller.poll()

    async def ledger(self):
        """Every row, oldest first."""
        return await self.desk.db.fetch_all(select(inbound).order_by(inbound.c.id))

    async def outcomes(self):
        return [row.outcome for row in await self.ledger()]

    async def messages(self, ticket_id):
        return await self.desk.db.fetch_all(
            select(messages).where(messages.c.ticket_id == ticket_id).order_by(messages.c.id)
        )

    async def mails_out(self, *kinds):
        query = select(outbox).order_by(outbox.c.id)
        return await self.desk.db.fetch_all(query.where(outbox.c.kind.in_(kinds)) if kinds else query)
