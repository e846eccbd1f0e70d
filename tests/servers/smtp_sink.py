"""A mail server that keeps what it gets, and answers as a test wants it to.

It is real SMTP on a port (aiosmtpd), in a thread of the test's process.
"""

import asyncio
import threading
from collections import defaultdict, deque
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from tests.servers.certificates import Certificates
from tests.servers.process import HOST, free_port

STEPS = ("EHLO", "MAIL", "RCPT", "DATA", "DOT")  # DATA: to the command; DOT: after the content
HANG = "hang"  # never answers; ends when the client gives up
CLOSE = "close"  # closes the connection instead of an answer


@dataclass(frozen=True)
class Letter:
    """One mail as it came: envelope, bytes, and who had signed in."""

    mail_from: str
    rcpt_tos: list[str]
    content: bytes
    login: str | None

    @property
    def message(self) -> EmailMessage:
        """The content, parsed."""
        return BytesParser(policy=modern).parsebytes(self.content)


@dataclass
class Script:
    """What comes next at each step instead of the usual answer."""

    replies: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    always: dict[str, str] = field(default_factory=dict)
    about: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))  # an address, at RCPT

    def next(self, step: str) -> str | None:
        """The answer that was ordered, or None for the usual one."""
        if self.replies[step]:
            return self.replies[step].popleft()
        return self.always.get(step)


class SmtpSink:
    """The server. `scheme`: smtp, smtp+starttls or smtps; with `login` and `password` it wants these."""

    def __init__(
        self, scheme: str = "smtp", certificates: Certificates | None = None, login: str = "", password: str = ""
    ) -> None:
        self.scheme, self.login, self.password = scheme, login, password
        self.certificates = certificates
        self.letters: list[Letter] = []
        self.connections = 0
        self.script = Script()
        self.port = free_port()
        self.arrived = threading.Condition()
        self.controller: Controller | None = None

    @property
    def url(self) -> str:
        """Its address in the form of `DESKBELL_SMTP_URL`."""
        who = f"{self.login}:{self.password}@" if self.login else ""
        return f"{self.scheme}://{who}{HOST}:{self.port}"

    def start(self) -> "SmtpSink":
        """Listen (again, on the same port)."""
        context = self.certificates.server_context() if self.certificates else None
        self.controller = SinkController(
            Handler(self),
            hostname=HOST,
            port=self.port,
            ssl_context=context if self.scheme == "smtps" else None,
            tls_context=context if self.scheme == "smtp+starttls" else None,
            require_starttls=self.scheme == "smtp+starttls",
            authenticator=self._authenticate if self.login else None,
            auth_require_tls=self.scheme == "smtp+starttls",  # for smtps it would want STARTTLS inside
            enable_SMTPUTF8=True,
            data_size_limit=None,
        )
        self.controller.start()
        return self

    def stop(self) -> None:
        """Refuse all connections from now on; what was kept stays."""
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    def clear(self) -> None:
        """Forget letters and orders."""
        self.letters.clear()
        self.connections = 0
        self.script = Script()

    def reply(self, step: str, *answers: str) -> None:
        """Give these answers, one after the other, at one of STEPS; then again the usual one.

        An answer is `HANG`, `CLOSE` or SMTP such as `450 4.2.0 Later`. A letter is kept when DOT is answered with
        2xx, and with `CLOSE`: then the server has taken it and the sender cannot know.
        """
        self.script.replies[self._known(step)].extend(answers)

    def reply_about(self, address: str, *answers: str) -> None:
        """Give these answers to RCPT for this address, one after the other, whatever else is under way."""
        self.script.about[address].extend(answers)

    def always(self, step: str, answer: str) -> None:
        """Give this answer at one of STEPS every time, until `clear`."""
        self.script.always[self._known(step)] = answer

    async def wait_for(self, count: int, seconds: float = 20) -> list[Letter]:
        """Return the letters once there are so many; raise TimeoutError otherwise."""
        return await asyncio.to_thread(self._wait_for, count, seconds)

    def keep(self, letter: Letter) -> None:
        """A letter has come."""
        with self.arrived:
            self.letters.append(letter)
            self.arrived.notify_all()

    def _wait_for(self, count: int, seconds: float) -> list[Letter]:
        with self.arrived:
            if not self.arrived.wait_for(lambda: len(self.letters) >= count, seconds):
                raise TimeoutError(f"{len(self.letters)} of {count} letters came within {seconds} s")
            return list(self.letters)

    def _authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == (self.login, self.password), handled=False, auth_data=given[0])

    def _known(self, step: str) -> str:
        if step not in STEPS:
            raise ValueError(f"no such step: {step}; there are {', '.join(STEPS)}")
        return step


class Handler:
    """Asks the script at each step."""

    def __init__(self, sink: SmtpSink) -> None:
        self.sink = sink

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802  # aiosmtpd's name
        session.host_name = hostname
        self.sink.connections += 1
        answer = await self.answer("EHLO", server)
        return [answer] if answer else responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if answer := await self.answer("MAIL", server):
            return answer
        if self.sink.login and not session.authenticated:
            return "530 5.7.0 Sign in first"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if ordered := self.sink.script.about[address]:
            return await self.act(ordered.popleft(), server)
        if answer := await self.answer("RCPT", server):
            return answer
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        ordered = self.sink.script.next("DOT")
        if ordered is None or ordered == CLOSE or ordered.startswith("2"):
            login = session.auth_data if session.authenticated else None
            self.sink.keep(Letter(envelope.mail_from, list(envelope.rcpt_tos), envelope.content, login))
        return await self.act(ordered, server) or "250 2.0.0 Kept"

    async def answer(self, step: str, server: SMTP) -> str | None:
        """What was ordered for this step, done."""
        return await self.act(self.sink.script.next(step), server)

    async def act(self, ordered: str | None, server: SMTP) -> str | None:
        """Hang or close, where that was ordered; return what is to be said."""
        if ordered == HANG:
            await asyncio.Event().wait()  # ends by cancelling, when the connection does
        if ordered == CLOSE:
            server.transport.abort()
            await asyncio.Event().wait()
        return ordered


class SinkProtocol(SMTP):
    """aiosmtpd calls its handler only after the content; the script may speak before it too."""

    async def smtp_DATA(self, arg):  # noqa: N802  # aiosmtpd's name
        if answer := await self.event_handler.answer("DATA", self):
            await self.push(answer)
            return
        await super().smtp_DATA(arg)


class SinkController(Controller):
    """Serves that protocol."""

    def factory(self) -> SMTP:
        """One connection."""
        return SinkProtocol(self.handler, **self.SMTP_kwargs)
