"""A POP3 server for tests: right by itself, wrong where a script says so."""

import ssl

from tests.mail.mailboxes.scripted_server import Script, ScriptedServer, Talk


class FakePOP3(ScriptedServer):
    """`messages` maps UIDLs to bytes; what was deleted is gone after QUIT only."""

    def __init__(
        self,
        messages: dict[str, bytes] | None = None,
        scripts: dict[str, Script] | None = None,
        tls: ssl.SSLContext | None = None,
        stls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(scripts, tls)
        self.messages = dict(messages or {})
        self._stls = stls

    @property
    def verbs(self) -> list[str]:
        """The commands that came, without their arguments."""
        return [line.decode("latin-1").split(" ")[0] for line in self.lines]

    async def answer(self, talk: Talk, line: bytes) -> None:
        word, _, argument = line.partition(b" ")
        await self._perform(word.decode("latin-1"), talk, argument)

    def _listed(self, talk: Talk) -> list[tuple[str, bytes]]:
        return talk.facts.setdefault("listed", list(self.messages.items()))

    async def do_greeting(self, talk, argument):
        await talk.say(b"+OK ready\r\n")

    async def do_user(self, talk, argument):
        await talk.say(b"+OK\r\n")

    async def do_pass(self, talk, argument):
        await talk.say(b"+OK\r\n")

    async def do_noop(self, talk, argument):
        await talk.say(b"+OK\r\n")

    async def do_stls(self, talk, argument):
        await talk.say(b"+OK begin\r\n")
        await talk.writer.start_tls(self._stls)

    async def do_list(self, talk, argument):
        sizes = [b"%d %d\r\n" % (n, len(raw)) for n, (_, raw) in enumerate(self._listed(talk), 1)]
        await talk.say(b"+OK\r\n", *sizes, b".\r\n")

    async def do_uidl(self, talk, argument):
        uids = [b"%d %s\r\n" % (n, uidl.encode()) for n, (uidl, _) in enumerate(self._listed(talk), 1)]
        await talk.say(b"+OK\r\n", *uids, b".\r\n")

    async def do_retr(self, talk, argument):
        await talk.say(b"+OK\r\n", stuffed(self._listed(talk)[int(argument) - 1][1]), b".\r\n")

    async def do_dele(self, talk, argument):
        talk.facts.setdefault("marked", []).append(self._listed(talk)[int(argument) - 1][0])
        await talk.say(b"+OK\r\n")

    async def do_quit(self, talk, argument):
        for uidl in talk.facts.get("marked", []):
            del self.messages[uidl]
        await talk.say(b"+OK\r\n")
        talk.close()

    async def do_unknown(self, talk, argument):
        await talk.say(b"-ERR unknown command\r\n")


def stuffed(raw: bytes) -> bytes:
    """The message as RETR sends it: a dot in front of each line that begins with one."""
    body = (b"\r\n" + raw).replace(b"\r\n.", b"\r\n..")[2:]
    return body if not body or body.endswith(b"\r\n") else body + b"\r\n"


def saying(*pieces: bytes) -> Script:
    """A script that sends these bytes."""

    async def script(talk: Talk, argument: bytes) -> None:
        await talk.say(*pieces)

    return script


def saying_then_closing(*pieces: bytes) -> Script:
    """A script that sends these bytes and ends the connection."""

    async def script(talk: Talk, argument: bytes) -> None:
        await talk.say(*pieces)
        talk.close()

    return script


def saying_then_hanging(*pieces: bytes) -> Script:
    """A script that sends these bytes and then nothing more."""

    async def script(talk: Talk, argument: bytes) -> None:
        await talk.say(*pieces)
        await talk.hang()

    return script


def trickling(start: bytes, byte: bytes = b"x") -> Script:
    """A script that sends a start and then one byte at a time, for ever."""

    async def script(talk: Talk, argument: bytes) -> None:
        await talk.say(start)
        await talk.trickle(byte)

    return script


def flooding(start: bytes, line: bytes) -> Script:
    """A script that sends a start and then the same line for ever."""

    async def script(talk: Talk, argument: bytes) -> None:
        await talk.say(start)
        await talk.flood(line)

    return script
