import asyncio

import pytest

from mail.mailboxes import imap_protocol
from mail.mailboxes.account import Account, Security
from mail.mailboxes.errors import MailboxBroken, MailboxError, MailboxRefused, MailboxUnreachable, MessageUnfetchable
from mail.mailboxes.imap import UIDS_AT_ONCE, IMAPMailbox
from mail.mailboxes.session import MailboxMessage
from tests.mail.mailboxes.fake_imap import FakeIMAP, answering, refusing
from tests.mail.mailboxes.fake_pop3 import (
    flooding,
    saying,
    saying_then_closing,
    saying_then_hanging,
    trickling,
)
from tests.mail.mailboxes.scripted_server import BRISK, CALM, HASTY

LETTERS = {2: b"Subject: (one\r\n\r\nfirst\r\n", 5: b"Subject: two\r\n\r\n) {9}\r\n", 9: b"Subject: x\r\n\r\n* BYE\r\n"}


def mailbox(server, deadlines=CALM, **options):
    account = Account("127.0.0.1", server.port, "desk user", 'se"cret', security=Security.NONE)
    return IMAPMailbox(account, deadlines=deadlines, pause_s=0.01, **options)


async def fail_after_removing(box):
    """A poll that fails for a reason of its own."""
    async with box.session() as session:
        await session.remove(session.offers()[0])
        raise KeyError


async def fetched(box, *, keep=False):
    """One poll: what could be fetched, by uid, and the uids of what could not."""
    letters, failed = {}, []
    async with box.session() as session:
        for offer in session.offers():
            try:
                letters[offer.uid] = await session.fetch(offer)
            except MessageUnfetchable as unfetchable:
                failed.append(unfetchable.uid)
            else:
                if not keep:
                    await session.remove(offer)
    return letters, failed


def named(letters, validity=7):
    return {f"{validity}:{uid}": raw for uid, raw in letters.items()}


async def test_offers_name_each_message_by_uidvalidity_and_uid():
    async with FakeIMAP(LETTERS) as server, mailbox(server).session() as session:
        assert session.offers() == [
            MailboxMessage("7:2", None),
            MailboxMessage("7:5", None),
            MailboxMessage("7:9", None),
        ]


async def test_messages_come_byte_for_byte_and_are_gone_afterwards():
    letters = {**LETTERS, 11: b"", 12: bytes(range(1, 256)) * 500}
    async with FakeIMAP(letters) as server:
        assert await fetched(mailbox(server)) == (named(letters), [])
        assert server.messages == {}


async def test_a_server_that_writes_in_small_letters_is_understood():
    async with FakeIMAP(LETTERS) as server:
        server.is_soft = True

        assert await fetched(mailbox(server)) == (named(LETTERS), [])
        assert server.messages == {}
        assert b"UID EXPUNGE" in b"".join(server.lines)  # its capabilities too


@pytest.mark.parametrize(
    "behind",
    [
        b" FLAGS (\\Seen $Forwarded)",
        b' INTERNALDATE "17-Jul-1996 02:44:25 -0700" RFC822.SIZE 9 MODSEQ (12)',
        b' X-GM-LABELS ("\\\\Inbox" "a (b) \\" c" Plain) X-GM-MSGID 1278455344230334865 flags ()',
        b" EMAILID (M6d99ac3275bb4e) THREADID NIL SAVEDATE NIL",
    ],
)
async def test_attributes_behind_a_message_are_no_fault(behind):
    async with FakeIMAP(LETTERS, behind=behind) as server:
        assert await fetched(mailbox(server)) == (named(LETTERS), [])


@pytest.mark.parametrize("behind", [b" and more of the text", b" FLAGS (", b' X-A "b', b"Subject: y FLAGS ()"])
async def test_text_behind_a_message_says_that_its_length_was_wrong(behind):
    async with FakeIMAP({2: LETTERS[2]}, behind=behind) as server:
        letters, _failed = await fetched(mailbox(server, HASTY, max_bytes=10_000), keep=True)

        assert letters == {}


@pytest.mark.parametrize("ending", [b"", b"* BYE\r\n", b"* bye see you\r\n"])
async def test_a_server_that_closes_at_logout_without_an_answer_has_done_all_it_was_asked(ending):
    async with FakeIMAP(LETTERS, {"LOGOUT": saying_then_closing(ending)}) as server:
        assert await fetched(mailbox(server)) == (named(LETTERS), [])
        assert server.messages == {}


async def test_an_empty_folder_is_no_trouble():
    async with FakeIMAP() as server:
        assert await fetched(mailbox(server)) == ({}, [])


async def test_an_exception_drops_the_line_and_nothing_is_marked_or_removed():
    async with FakeIMAP(LETTERS) as server:
        with pytest.raises(KeyError):
            await fail_after_removing(mailbox(server))

        assert server.messages == LETTERS
        assert server.marked == set()


async def test_without_uidplus_what_another_program_has_marked_is_not_expunged():
    async with FakeIMAP(LETTERS, capabilities=b"IMAP4rev1") as server:
        server.marked = {5}
        async with mailbox(server).session() as session:
            await session.remove(session.offers()[0])

        assert list(server.messages) == [5, 9]
        assert server.marked == {5}


async def test_many_removals_go_in_short_lines():
    letters = dict.fromkeys(range(1_000_000, 1_000_000 + 2 * UIDS_AT_ONCE + 1), b"x\r\n")
    async with FakeIMAP(letters) as server:
        async with mailbox(server).session() as session:
            for offer in session.offers():
                await session.remove(offer)

        assert server.messages == {}
        assert max(map(len, server.lines)) < 2000


@pytest.mark.parametrize("word", ["STORE", "EXPUNGE"])
async def test_a_removal_that_is_not_confirmed_is_an_error(word):
    async with FakeIMAP(LETTERS, {word: refusing(b"read-only")}) as server:
        with pytest.raises(MailboxError, match="read-only"):
            await fetched(mailbox(server))


async def test_a_folder_beyond_ascii_is_asked_for_in_modified_utf_7():
    async with FakeIMAP() as server:
        box = mailbox(server, folder='Eingänge & "mehr"')
        await fetched(box)

        assert any(line.endswith(rb'SELECT "Eing&AOQ-nge &- \"mehr\""') for line in server.lines)
        assert box.name == f"imap://desk%20user@127.0.0.1:{server.port}/Eing%C3%A4nge%20%26%20%22mehr%22"


async def test_a_missing_folder_is_told():
    async with FakeIMAP({}, {"SELECT": refusing(b"no such folder")}) as server:
        with pytest.raises(MailboxRefused, match="Check the folder"):
            await fetched(mailbox(server))


async def test_a_folder_without_uidvalidity_is_not_read():
    async with FakeIMAP(LETTERS, {"SELECT": answering(b"* 3 EXISTS\r\n")}) as server:
        with pytest.raises(MailboxBroken, match="UIDVALIDITY"):
            await fetched(mailbox(server))


@pytest.mark.parametrize(
    ("word", "script"),
    [
        ("greeting", saying_then_hanging(b"")),
        ("greeting", trickling(b"* OK ")),
        ("CAPABILITY", saying_then_hanging(b"")),
        ("LOGIN", trickling(b"* ")),
        ("SELECT", saying_then_hanging(b"* 3 EXISTS\r\n")),
        ("SEARCH", trickling(b"* SEARCH ", b"1")),
        ("STORE", saying_then_hanging(b"")),
    ],
)
async def test_a_server_that_hangs_or_trickles_is_left_at_the_deadline(word, script):
    async with FakeIMAP(LETTERS, {word: script}) as server:
        with pytest.raises(MailboxUnreachable, match="took too long"):
            await fetched(mailbox(server, HASTY))


@pytest.mark.parametrize("word", ["greeting", "CAPABILITY", "LOGIN", "SELECT", "SEARCH", "EXPUNGE"])
@pytest.mark.parametrize("ending", [b"", b"* BYE shutting down\r\n"])
async def test_a_server_that_ends_the_connection_is_unreachable(word, ending):
    async with FakeIMAP(LETTERS, {word: saying_then_closing(ending)}) as server:
        with pytest.raises(MailboxUnreachable):
            await fetched(mailbox(server))


@pytest.mark.parametrize(
    ("word", "script"),
    [
        ("greeting", saying(b"+OK pop3 here\r\n")),
        ("greeting", saying(b"* PREAUTH come in\r\n")),
        ("greeting", flooding(b"", b"x")),
        ("CAPABILITY", answering(b"* CAPABILITY IMAP2\r\n")),
        ("SEARCH", flooding(b"* SEARCH ", b"1 ")),
        ("SEARCH", saying(b"ZZZ OK who asked?\r\n")),
        ("SEARCH", refusing(b"no")),
    ],
)
async def test_garbage_and_answers_without_end_are_a_broken_mailbox(word, script):
    async with FakeIMAP(LETTERS, {word: script}) as server:
        with pytest.raises(MailboxBroken):
            await fetched(mailbox(server, max_bytes=1_000_000))


async def test_nobody_listening_is_unreachable():
    async with FakeIMAP() as server:
        pass

    with pytest.raises(MailboxUnreachable, match="refused the connection"):
        await fetched(mailbox(server))


HEAD = b"* 2 FETCH (UID 5 BODY[] "


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(refusing(b"cannot read"), id="refused"),
        pytest.param(answering(), id="no data"),
        pytest.param(answering(HEAD, b"NIL)\r\n"), id="NIL"),
        pytest.param(answering(HEAD, b"{10}\r\nSubject: two\r\n\r\nsecond\r\n)\r\n"), id="literal announced too short"),
        pytest.param(answering(HEAD, b"{18}\r\nSubject: two\r\n\r\nab\r\n)\r\n"), id="too short by its last line end"),
        pytest.param(answering(HEAD, b"{25}\r\nSubject: two\r\n\r\nab\r\n)\r\n"), id="too long by the closing"),
        pytest.param(answering(HEAD, b"{5000}\r\nSubject: two\r\n\r\nab\r\n)\r\n"), id="much too long"),
        pytest.param(saying(HEAD, b"{3}\r\n", b"line\r\n" * 50_000), id="too short by many lines"),
        pytest.param(saying_then_closing(HEAD, b"{500}\r\nhalf"), id="dropped in the middle"),
        pytest.param(saying_then_closing(HEAD, b"{4}\r\nhalf\r\n* BYE enough\r\n"), id="BYE"),
        pytest.param(saying(HEAD, b"{99999999999}\r\n"), id="announces more than the limit"),
        pytest.param(flooding(b"", b"* 3 EXISTS\r\n"), id="a storm of EXISTS endless"),
        pytest.param(flooding(HEAD, b"{9}\r\n"), id="literals endless"),
        pytest.param(flooding(b"", b"* 1 FETCH (FLAGS ())\r\n"), id="other messages endless"),
        pytest.param(trickling(HEAD + b"{5000}\r\n"), id="one byte at a time"),
    ],
)
async def test_one_message_that_cannot_be_read_does_not_stop_the_others(script):
    async with FakeIMAP(LETTERS, {"BODY 5": script}) as server:
        letters, failed = await fetched(mailbox(server, BRISK, max_bytes=1_000_000))

        assert (letters, failed) == (named({2: LETTERS[2], 9: LETTERS[9]}), ["7:5"])
        assert list(server.messages) == [5]
        assert sum(b"BODY" in line for line in server.lines) == 3


async def test_a_message_that_another_program_removed_is_unfetchable_and_no_trouble():
    async with FakeIMAP(LETTERS) as server, mailbox(server).session() as session:
        del server.messages[5]

        with pytest.raises(MessageUnfetchable, match="no longer"):
            await session.fetch(session.offers()[1])
        assert await session.fetch(session.offers()[2]) == LETTERS[9]


async def test_exists_storms_change_nothing():
    storm = b"* 4 EXISTS\r\n" * 20_000
    head = b"* 2 FETCH (UID 5 BODY[] {%d}\r\n" % len(LETTERS[5])
    scripts = {
        "BODY 5": answering(storm, head, LETTERS[5], b")\r\n", storm),
        "SEARCH": answering(storm, b"* SEARCH 2 5 9\r\n", storm),
    }
    async with FakeIMAP(LETTERS, scripts) as server:
        assert await fetched(mailbox(server)) == (named(LETTERS), [])
        assert sum(b"BODY" in line for line in server.lines) == 3


async def test_a_short_message_may_come_as_a_quoted_string():
    answer = answering(rb'* 1 FETCH (BODY[] "a \"b\" \\ (c" UID 2)', b"\r\n")
    async with FakeIMAP({2: b"x"}, {"BODY": answer}) as server:
        assert (await fetched(mailbox(server)))[0] == {"7:2": rb'a "b" \ (c'}


async def test_a_message_of_exactly_the_limit_is_read_and_a_larger_one_is_never_asked_for():
    letters = {1: b"x" * 1000, 2: b"x" * 1001}
    async with FakeIMAP(letters) as server:
        assert await fetched(mailbox(server, max_bytes=1000), keep=True) == (named({1: letters[1]}), ["7:2"])
        assert sum(b"BODY" in line for line in server.lines) == 1


async def test_the_limit_holds_where_the_announced_size_lies():
    size = answering(b"* 1 FETCH (UID 1 RFC822.SIZE 5)\r\n")
    async with (
        FakeIMAP({1: b"x" * 1001}, {"SIZE": size}) as server,
        mailbox(server, max_bytes=1000).session() as session,
    ):
        with pytest.raises(MessageUnfetchable) as refused:
            await session.fetch(session.offers()[0])

    assert refused.value.lasting


async def test_a_new_uidvalidity_names_the_messages_anew():
    async with FakeIMAP(LETTERS) as server:
        await fetched(mailbox(server), keep=True)
        server.validity = 8

        assert (await fetched(mailbox(server), keep=True))[0] == named(LETTERS, validity=8)


async def test_a_new_uidvalidity_in_the_middle_of_a_session_ends_it():
    async with FakeIMAP(LETTERS) as server:

        async def renumber_and_close(talk, argument):
            server.validity = 8
            talk.close()

        server.scripts["BODY 2"] = renumber_and_close

        with pytest.raises(MailboxBroken, match="renumbered"):
            await fetched(mailbox(server))

        assert server.messages == LETTERS


async def test_a_refused_password_is_told_without_showing_it():
    async with FakeIMAP({}, {"LOGIN": refusing(b'[AUTHENTICATIONFAILED] se"cret is wrong')}) as server:
        with pytest.raises(MailboxRefused, match="Check the user name and password") as refused:
            await fetched(mailbox(server))

    assert 'se"cret' not in str(refused.value)
    assert server.lines[1].endswith(rb'LOGIN "desk user" "se\"cret"')


async def test_a_mailbox_in_use_is_tried_again_later():
    async with FakeIMAP({}, {"LOGIN": refusing(b"[UNAVAILABLE] come back")}) as server:
        with pytest.raises(MailboxUnreachable, match="busy"):
            await fetched(mailbox(server))


async def test_no_password_is_sent_to_a_server_that_wants_tls_first():
    async with FakeIMAP(capabilities=b"IMAP4rev1 LOGINDISABLED STARTTLS") as server:
        with pytest.raises(MailboxRefused, match="starttls=1"):
            await fetched(mailbox(server))

        assert "LOGIN" not in server.verbs


async def test_xoauth2_sends_the_token_and_no_password():
    async with FakeIMAP(LETTERS) as server:
        account = Account("127.0.0.1", server.port, "me@x", token_source=token, security=Security.NONE)
        await fetched(IMAPMailbox(account, deadlines=CALM))

        assert server.lines[1].endswith(b"AUTHENTICATE XOAUTH2 dXNlcj1tZUB4AWF1dGg9QmVhcmVyIHRvawEB")


async def test_a_refused_token_is_explained_after_an_empty_line():
    async def challenge(talk, argument):
        await talk.say(b"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n")
        assert await talk.reader.readline() == b"\r\n"
        await talk.say(talk.facts["tag"], b" NO bad token\r\n")

    async with FakeIMAP({}, {"AUTHENTICATE": challenge}) as server:
        account = Account("127.0.0.1", server.port, "me@x", token_source=token, security=Security.NONE)
        with pytest.raises(MailboxRefused, match="bad token"):
            await fetched(IMAPMailbox(account, deadlines=CALM))


async def token() -> str:
    return "tok"


async def listed(server, **options):
    """A mailbox that has been read once."""
    box = mailbox(server, **options)
    await fetched(box, keep=True)
    return box


async def test_wait_says_look_now_before_anybody_has_looked():
    async with FakeIMAP() as server:
        assert await mailbox(server).wait(30)


async def test_wait_says_look_now_when_a_message_came_before_it_began():
    async with FakeIMAP(LETTERS) as server:
        box = await listed(server)
        server.messages[10] = b"new\r\n"

        assert await box.wait(30)
        assert "IDLE" not in server.verbs


async def test_wait_says_look_now_when_a_message_is_announced():
    async with FakeIMAP(LETTERS) as server:
        waiting = asyncio.create_task((await listed(server)).wait(30))
        await server.idle_began.wait()
        server.messages[10] = b"new\r\n"
        await server.idling[0].say(b"* OK still here\r\n* 4 EXISTS\r\n")

        assert await waiting


async def test_wait_is_not_fooled_by_an_announcement_of_nothing():
    async with FakeIMAP(LETTERS) as server:
        waiting = asyncio.create_task((await listed(server)).wait(0.5))
        await server.idle_began.wait()
        await server.idling[0].say(b"* 3 EXISTS\r\n" * 5000)

        assert not await waiting


async def test_wait_is_over_at_its_time_through_several_idles():
    async with FakeIMAP(LETTERS) as server:
        assert not await (await listed(server, idle_s=0.05)).wait(0.3)
        assert server.verbs.count("IDLE") > 1


async def test_wait_says_look_now_when_the_connection_is_lost():
    async with FakeIMAP(LETTERS) as server:
        waiting = asyncio.create_task((await listed(server)).wait(30))
        await server.idle_began.wait()
        server.idling[0].close()

        assert await waiting


async def test_wait_lasts_its_whole_time_where_the_server_has_no_idle():
    async with FakeIMAP(LETTERS, capabilities=b"IMAP4rev1") as server:
        assert not await (await listed(server)).wait(0.05)


async def test_wait_ends_where_the_server_stops_answering():
    async with FakeIMAP(LETTERS, {"DONE": saying_then_hanging(b"")}) as server:
        assert await (await listed(server, deadlines=HASTY)).wait(0.2)


async def test_wait_cannot_begin_without_a_connection():
    async with FakeIMAP() as server:
        pass

    with pytest.raises(MailboxUnreachable):
        await mailbox(server).wait(30)


async def test_a_message_is_put_together_from_single_bytes():
    head = b"* 2 FETCH (UID 5 BODY[] {%d}\r\n" % len(LETTERS[5])

    async def byte_by_byte(talk, argument):
        for byte in head + LETTERS[5] + b")\r\n" + talk.facts["tag"] + b" OK done\r\n":
            await talk.say(bytes([byte]))
            await asyncio.sleep(0)

    async with FakeIMAP(LETTERS, {"BODY 5": byte_by_byte}) as server:
        assert await fetched(mailbox(server)) == (named(LETTERS), [])


async def test_another_message_than_the_one_asked_for_is_not_taken():
    answer = answering(b"* 1 FETCH (UID 2 BODY[] {3}\r\n", b"two", b")\r\n")
    async with FakeIMAP(LETTERS, {"BODY 5": answer}) as server:
        assert (await fetched(mailbox(server)))[1] == ["7:5"]


async def test_capabilities_in_the_greetings_packet_are_no_second_greeting():
    greeting = saying(b"* OK ready\r\n* CAPABILITY IMAP4rev1\r\n")
    async with FakeIMAP(LETTERS, {"greeting": greeting}) as server:
        assert await fetched(mailbox(server)) == (named(LETTERS), [])


async def test_an_answer_of_endless_short_lines_is_cut_off(monkeypatch):
    monkeypatch.setattr(imap_protocol, "LINE_BYTES", 100_000)
    async with FakeIMAP(LETTERS, {"SELECT": flooding(b"", b"* 3 EXISTS\r\n")}) as server:
        with pytest.raises(MailboxBroken, match="endless"):
            await fetched(mailbox(server, max_bytes=100_000))


async def test_a_bye_is_noticed_before_the_connection_is_closed():
    async with FakeIMAP(LETTERS, {"SEARCH": saying_then_hanging(b"* BYE maintenance\r\n")}) as server:
        with pytest.raises(MailboxUnreachable, match="ended the connection: “maintenance”"):
            await fetched(mailbox(server))


async def test_with_uidplus_exactly_the_removed_messages_are_expunged():
    async with FakeIMAP(LETTERS) as server:
        server.marked = {5}
        async with mailbox(server).session() as session:
            await session.remove(session.offers()[0])

        assert any(line.endswith(b" UID EXPUNGE 2") for line in server.lines)
        assert (list(server.messages), server.marked) == ([5, 9], {5})
