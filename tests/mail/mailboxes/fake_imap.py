"""An IMAP server for tests: right by itself, wrong where a script says so."""

import asyncio
import ssl

from tests.mail.mailboxes.scripted_server import Script, ScriptedServer, Talk


class FakeIMAP(ScriptedServer):
    """`messages` maps UIDs to bytes. Scripts are found by "FETCH 2" (a UID), "LOGIN", "DONE" …, "BODY 2", "SIZE 2"."""

    def __init__(
        self,
        messages: dict[int, bytes] | None = None,
        scripts: dict[str, Script] | None = None,
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
        capabilities: bytes = b"IMAP4rev1 IDLE UIDPLUS",
        behind: bytes = b"",
    ) -> None:
        """`behind`: attributes that come behind a message's bytes."""
        super().__init__(scripts, tls)
        self.messages = dict(messages or {})
        self.marked: set[int] = set()
        self.validity = 7
        self.capabilities = capabilities
        self.idling: list[Talk] = []
        self.idle_began = asyncio.Event()
        self.behind = behind
        self.is_soft = False  # answers in small letters
        self._starttls = starttls

    @property
    def verbs(self) -> list[str]:
        """The commands that came, without tags and arguments."""
        return [b" ".join(line.split(b" ")[1:2]).decode() for line in self.lines]

    async def answer(self, talk: Talk, line: bytes) -> None:
        if line == b"DONE":
            await self._perform("DONE", talk, b"")
            return
        tag, _, rest = line.partition(b" ")
        talk.facts["tag"] = tag
        word, _, argument = rest.partition(b" ")
        if word == b"UID":
            word, _, argument = argument.partition(b" ")
        if word == b"FETCH":
            uid, _, what = argument.partition(b" ")
            word, argument = (b"BODY" if b"BODY" in what else b"SIZE"), uid
        await self._perform(word.decode(), talk, argument)

    async def ok(self, talk: Talk, *untagged: bytes) -> None:
        """Send these lines and the command's OK."""
        words = [*untagged, talk.facts["tag"], b" OK done\r\n"]
        await talk.say(*[self.softly(one) for one in words])

    def softly(self, words: bytes) -> bytes:
        """The words in small letters, where this server speaks so; a message as it is."""
        return words.lower() if self.is_soft and words not in self.messages.values() else words

    def number(self, uid: int) -> int:
        """The message's sequence number."""
        return sorted(self.messages).index(uid) + 1

    async def do_greeting(self, talk, argument):
        await talk.say(self.softly(b"* OK ready\r\n"))

    async def do_capability(self, talk, argument):
        await self.ok(talk, b"* CAPABILITY ", self.capabilities, b"\r\n")

    async def do_login(self, talk, argument):
        await self.ok(talk)

    async def do_authenticate(self, talk, argument):
        await self.ok(talk)

    async def do_starttls(self, talk, argument):
        await self.ok(talk)
        await talk.writer.start_tls(self._starttls)

    async def do_select(self, talk, argument):
        exists = b"* %d EXISTS\r\n" % len(self.messages)
        await self.ok(talk, exists, b"* OK [UIDVALIDITY %d] UIDs valid\r\n" % self.validity)

    async def do_search(self, talk, argument):
        uids = sorted(self.marked if argument == b"DELETED" else self.messages)
        if argument.startswith(b"UID "):
            first = int(argument[4:].split(b":")[0])
            uids = [uid for uid in uids if uid >= first] or uids[-1:]
        await self.ok(talk, b"* SEARCH", *[b" %d" % uid for uid in uids], b"\r\n")

    async def do_size(self, talk, argument):
        uid = int(argument)
        if uid not in self.messages:
            await self.ok(talk)
            return
        size = len(self.messages[uid])
        await self.ok(talk, b"* %d FETCH (UID %d RFC822.SIZE %d)\r\n" % (self.number(uid), uid, size))

    async def do_body(self, talk, argument):
        uid = int(argument)
        if uid not in self.messages:
            await self.ok(talk)
            return
        raw = self.messages[uid]
        head = b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (self.number(uid), uid, len(raw))
        await self.ok(talk, head, raw, self.behind + b")\r\n")

    async def do_store(self, talk, argument):
        uids, _, change = argument.partition(b" ")
        named = {int(uid) for uid in uids.split(b",")}
        self.marked = self.marked | named if change.startswith(b"+") else self.marked - named
        await self.ok(talk)

    async def do_expunge(self, talk, argument):
        gone = {int(uid) for uid in argument.split(b",")} & self.marked if argument else set(self.marked)
        for uid in gone:
            self.messages.pop(uid, None)
        self.marked -= gone
        await self.ok(talk)

    async def do_idle(self, talk, argument):
        await talk.say(b"+ idling\r\n")
        self.idling.append(talk)
        self.idle_began.set()

    async def do_done(self, talk, argument):
        self.idling.remove(talk)
        await self.ok(talk)

    async def do_logout(self, talk, argument):
        await self.ok(talk, b"* BYE\r\n")
        talk.close()

    async def do_unknown(self, talk, argument):
        await talk.say(talk.facts["tag"], b" BAD unknown\r\n")


def refusing(words: bytes) -> Script:
    """A script that answers NO."""

    async def script(talk: Talk, argument: bytes) -> None:
        await talk.say(talk.facts["tag"], b" NO ", words, b"\r\n")

    return script


def answering(*untagged: bytes) -> Script:
    """A script that sends these bytes and then the command's OK."""

    async def script(talk: Talk, argument: bytes) -> None:
        await talk.say(*untagged, talk.facts["tag"], b" OK done\r\n")

    return script
