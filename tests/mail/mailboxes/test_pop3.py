import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from mail.mailboxes.account import Account, Security
from mail.mailboxes.errors import MailboxBroken, MailboxError, MailboxRefused, MailboxUnreachable, MessageUnfetchable
from mail.mailboxes.pop3 import DIGESTS_AT_ONCE, POP3Mailbox
from mail.mailboxes.session import MailboxMessage
from tests.mail.mailboxes.fake_pop3 import (
    FakePOP3,
    flooding,
    saying,
    saying_then_closing,
    saying_then_hanging,
    stuffed,
    trickling,
)
from tests.mail.mailboxes.scripted_server import BRISK, CALM, HASTY

LETTERS = {
    "a1": b"Subject: one\r\n\r\nfirst\r\n",
    "b2": b"Subject: two\r\n\r\nsecond\r\n",
    "c3": b"Subject: x\r\n\r\n3\r\n",
}


def mailbox(server, deadlines=CALM, **options):
    account = Account("127.0.0.1", server.port, "desk", "secret", security=Security.NONE)
    return POP3Mailbox(account, deadlines=deadlines, **options)


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


async def test_offers_name_each_message_by_its_uidl_with_its_size():
    async with FakePOP3(LETTERS) as server, mailbox(server).session() as session:
        assert session.offers() == [MailboxMessage(uid, len(raw)) for uid, raw in LETTERS.items()]


async def test_messages_come_byte_for_byte_with_dots_unstuffed():
    letters = {
        "dots": b".\r\n..\r\n.hidden\r\nx.\r\n",
        "bare": b"a\n.\nb\r\n",
        "8bit": bytes(range(1, 256)).replace(b"\n", b"").replace(b"\r", b"") + b"\r\n",
        "empty": b"",
        "one": b"\r\n",
    }
    async with FakePOP3(letters) as server:
        assert await fetched(mailbox(server)) == (letters, [])


@pytest.mark.parametrize("length", [2_049, 100_000, 10_000_000])
async def test_a_long_line_is_read_like_any_other(length):
    letters = {"long": b"Subject: long\r\n\r\n" + b"x" * length + b"\r\n", "next": b"short\r\n"}
    async with FakePOP3(letters) as server:
        assert await fetched(mailbox(server)) == (letters, [])


async def test_what_was_removed_is_gone_once_the_block_is_left():
    async with FakePOP3(LETTERS) as server:
        async with mailbox(server).session() as session:
            await session.remove(session.offers()[1])

        assert list(server.messages) == ["a1", "c3"]


async def test_an_exception_drops_the_line_without_quit_and_nothing_is_removed():
    async with FakePOP3(LETTERS) as server:
        with pytest.raises(KeyError):
            await fail_after_removing(mailbox(server))

        assert "QUIT" not in server.verbs
        assert list(server.messages) == ["a1", "b2", "c3"]


@pytest.mark.parametrize("quit_answer", [saying(b"-ERR disk full\r\n"), saying_then_hanging(b"")])
async def test_a_quit_that_is_refused_or_never_ends_is_an_error(quit_answer):
    async with FakePOP3(LETTERS, {"QUIT": quit_answer}) as server:
        with pytest.raises(MailboxError):
            await fetched(mailbox(server, HASTY))


@pytest.mark.parametrize("keep", [True, False])
async def test_a_server_that_closes_at_quit_without_an_answer_has_heard_it(keep):
    async with FakePOP3(LETTERS, {"QUIT": saying_then_closing(b"")}) as server:
        letters, failed = await fetched(mailbox(server), keep=keep)

        assert (len(letters), failed) == (len(LETTERS), [])
        assert server.verbs.count("DELE") == (0 if keep else len(LETTERS))


async def test_a_refused_dele_is_told_and_the_others_are_removed():
    async with FakePOP3(LETTERS, {"DELE 2": saying(b"-ERR locked\r\n")}) as server:
        with pytest.raises(MailboxError, match="locked"):
            await fetched(mailbox(server))

        assert list(server.messages) == ["b2"]


async def test_finishing_twice_is_finishing_once():
    async with FakePOP3(LETTERS) as server:
        async with mailbox(server).session() as session:
            await session.finish()

        assert server.verbs.count("QUIT") == 1


@pytest.mark.parametrize(
    ("word", "script"),
    [
        ("greeting", saying_then_hanging(b"")),
        ("greeting", trickling(b"+OK ")),
        ("USER", saying_then_hanging(b"")),
        ("PASS", trickling(b"+OK ")),
        ("LIST", saying_then_hanging(b"+OK\r\n1 100\r\n")),
        ("UIDL", trickling(b"+OK\r\n", b"1")),
        ("QUIT", saying_then_hanging(b"")),
    ],
)
async def test_a_server_that_hangs_or_trickles_is_left_at_the_deadline(word, script):
    async with FakePOP3({}, {word: script}) as server:
        with pytest.raises(MailboxUnreachable, match="took too long"):
            await fetched(mailbox(server, HASTY))


@pytest.mark.parametrize("word", ["greeting", "USER", "LIST", "UIDL"])
async def test_a_server_that_closes_in_mid_talk_is_unreachable(word):
    async with FakePOP3({}, {word: saying_then_closing(b"+O")}) as server:
        with pytest.raises(MailboxUnreachable, match="closed"):
            await fetched(mailbox(server))


async def test_nobody_listening_is_unreachable():
    async with FakePOP3() as server:
        pass

    with pytest.raises(MailboxUnreachable, match="refused the connection"):
        await fetched(mailbox(server))


@pytest.mark.parametrize(
    ("word", "script"),
    [
        ("greeting", saying(b"220 smtp.example.org ESMTP\r\n")),
        ("greeting", saying(b"\x00\xff\xfe\r\n")),
        ("greeting", flooding(b"", b"x")),
        ("USER", saying(b"\r\n")),
        ("LIST", flooding(b"+OK\r\n", b"7 7\r\n")),
        ("LIST", saying(b"-ERR no\r\n")),
    ],
)
async def test_garbage_and_answers_without_end_are_a_broken_mailbox(word, script):
    async with FakePOP3({}, {word: script}) as server:
        with pytest.raises(MailboxBroken):
            await fetched(mailbox(server))


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(saying(b"-ERR cannot read\r\n"), id="refused"),
        pytest.param(saying_then_closing(b"+OK\r\nSubject: half"), id="dropped in the middle"),
        pytest.param(saying_then_closing(b"+OK\r\nwhole\r\n"), id="closed without the final dot"),
        pytest.param(saying_then_hanging(b"+OK\r\nwhole\r\n"), id="hangs without the final dot"),
        pytest.param(trickling(b"+OK\r\n"), id="one byte at a time"),
        pytest.param(saying(b"+OK\r\nfirst half\r\n.\r\nsecond half\r\n.\r\n"), id="a bare dot early"),
        pytest.param(flooding(b"+OK 1024 octets\r\n", b"x" * 70 + b"\r\n"), id="announces little and sends no end"),
        pytest.param(saying(b"hello?\r\n"), id="garbage"),
    ],
)
async def test_one_message_that_cannot_be_read_does_not_stop_the_others(script):
    async with FakePOP3(LETTERS, {"RETR 2": script}) as server:
        letters, failed = await fetched(mailbox(server, BRISK, max_bytes=1_000_000))

        assert (letters, failed) == ({"a1": LETTERS["a1"], "c3": LETTERS["c3"]}, ["b2"])
        assert list(server.messages) == ["b2"]


async def test_too_many_messages_that_break_the_line_end_the_session():
    letters = {f"u{n}": b"x\r\n" for n in range(20)}
    async with FakePOP3(letters, {"RETR": saying_then_closing(b"+OK\r\nha")}) as server:
        with pytest.raises(MailboxBroken, match="lost the connection"):
            await fetched(mailbox(server))


async def test_a_message_of_exactly_the_limit_is_read_and_one_octet_more_is_not():
    letters = {"fits": b"x" * 998 + b"\r\n", "over": b"x" * 999 + b"\r\n"}
    async with FakePOP3(letters) as server:
        assert await fetched(mailbox(server, max_bytes=1000), keep=True) == ({"fits": letters["fits"]}, ["over"])
        assert "RETR 2" not in [line.decode() for line in server.lines]


async def test_the_limit_holds_where_the_announced_size_lies():
    letters = {"fits": b"x" * 998 + b"\r\n", "over": b"x" * 999 + b"\r\n"}
    async with FakePOP3(letters, {"LIST": saying(b"+OK\r\n1 5\r\n2 5\r\n.\r\n")}) as server:
        assert await fetched(mailbox(server, max_bytes=1000), keep=True) == ({"fits": letters["fits"]}, ["over"])


async def test_too_large_is_lasting_and_a_broken_line_is_not():
    scripts = {"RETR 1": saying_then_closing(b"+OK\r\n")}
    async with FakePOP3(LETTERS, scripts) as server, mailbox(server, max_bytes=23).session() as session:
        broken, large, _ = session.offers()
        with pytest.raises(MessageUnfetchable) as at_broken:
            await session.fetch(broken)
        with pytest.raises(MessageUnfetchable) as at_large:
            await session.fetch(large)

    assert (at_broken.value.lasting, at_large.value.lasting) == (False, True)


async def test_a_server_that_counts_sizes_in_its_own_way_is_believed_when_in_step():
    async with FakePOP3(LETTERS, {"LIST": saying(b"+OK\r\n1 1\r\n2 2\r\n3 3\r\n.\r\n")}) as server:
        assert await fetched(mailbox(server)) == (LETTERS, [])


async def test_a_server_that_ends_lines_by_line_feeds_alone_is_understood():
    scripts = {
        "greeting": saying(b"+OK\n"), "USER": saying(b"+OK\n"), "PASS": saying(b"+OK\n"), "QUIT": saying(b"+OK\n"),
        "NOOP": saying(b"+OK\n"), "DELE": saying(b"+OK\n"), "LIST": saying(b"+OK\n1 9\n.\n"),
        "UIDL": saying(b"+OK\n1 u\n.\n"), "RETR": saying(b"+OK\na\n..b\n.\n"),
    }  # fmt: skip
    async with FakePOP3({}, scripts) as server:
        assert await fetched(mailbox(server)) == ({"u": b"a\n.b\n"}, [])


@pytest.mark.parametrize(
    "uidl", [saying(b"-ERR what\r\n"), saying(b"+OK\r\n.\r\n"), saying(b"+OK\r\nx\r\n\xff\r\n.\r\n")]
)
async def test_without_uidl_messages_are_named_by_the_digest_of_their_bytes(uidl):
    async with FakePOP3(LETTERS, {"UIDL": uidl}) as server:
        letters, failed = await fetched(mailbox(server))

    assert list(letters.values()) == list(LETTERS.values())
    assert all(uid.startswith("sha256:") for uid in letters)
    assert failed == []
    assert server.messages == {}


async def test_two_messages_under_one_uidl_are_both_fetched():
    async with FakePOP3(LETTERS, {"UIDL": saying(b"+OK\r\n1 same\r\n2 same\r\n3 c3\r\n.\r\n")}) as server:
        letters, _ = await fetched(mailbox(server))

    assert sorted(letters.values()) == sorted(LETTERS.values())
    assert "c3" in letters
    assert "same" not in letters


async def test_a_message_without_a_name_that_breaks_the_line_does_not_stop_the_others():
    scripts = {"UIDL": saying(b"-ERR\r\n"), "RETR 2": saying_then_closing(b"+OK\r\nha")}
    async with FakePOP3(LETTERS, scripts) as server:
        letters, failed = await fetched(mailbox(server))

    assert sorted(letters.values()) == sorted([LETTERS["a1"], LETTERS["c3"]])
    assert len(failed) == 1


async def test_only_so_many_nameless_messages_are_read_while_listing():
    letters = {f"u{n}": b"%d\r\n" % n for n in range(DIGESTS_AT_ONCE + 5)}
    async with FakePOP3(letters, {"UIDL": saying(b"-ERR\r\n")}) as server, mailbox(server).session() as session:
        assert len(session.offers()) == DIGESTS_AT_ONCE


async def test_a_uidl_too_long_for_the_ledger_is_shortened_to_its_digest():
    async with FakePOP3({"u" * 5000: b"x\r\n"}) as server, mailbox(server).session() as session:
        (offer,) = session.offers()

        assert offer.uid.startswith("uidl-sha256:")
        assert await session.fetch(offer) == b"x\r\n"


async def test_a_uidl_cannot_pass_for_a_name_of_ours():
    async with FakePOP3({"sha256:00": b"x\r\n", "unread:1:3": b"y\r\n"}) as server:
        assert sorted((await fetched(mailbox(server)))[0].values()) == [b"x\r\n", b"y\r\n"]


async def test_a_hundred_thousand_messages_can_be_listed():
    count = 100_000
    sizes = b"".join(b"%d 7\r\n" % n for n in range(1, count + 1))
    uids = b"".join(b"%d UID-%d\r\n" % (n, n) for n in range(1, count + 1))
    scripts = {"LIST": saying(b"+OK\r\n", sizes, b".\r\n"), "UIDL": saying(b"+OK\r\n", uids, b".\r\n")}
    async with FakePOP3({}, scripts) as server, mailbox(server, None).session() as session:
        assert len(session.offers()) == count


async def test_the_session_ends_at_its_own_deadline_however_lively_the_server():
    letters = {f"u{n}": b"x\r\n" for n in range(3)}
    async with FakePOP3(letters, {"RETR": trickling(b"+OK\r\n")}) as server:
        with pytest.raises(MailboxUnreachable, match="took too long"):
            await fetched(mailbox(server, HASTY))


async def test_a_refused_password_is_told_without_showing_it():
    async with FakePOP3({}, {"PASS": saying(b"-ERR [AUTH] secret is wrong\r\n")}) as server:
        with pytest.raises(MailboxRefused, match="Check the user name and password") as refused:
            await fetched(mailbox(server))

    assert "secret" not in str(refused.value)
    assert "***" in str(refused.value)


async def test_a_mailbox_in_use_is_tried_again_later():
    async with FakePOP3({}, {"PASS": saying(b"-ERR [IN-USE] locked\r\n")}) as server:
        with pytest.raises(MailboxUnreachable, match="busy"):
            await fetched(mailbox(server))


async def test_xoauth2_sends_the_token_and_no_password():
    async def token() -> str:
        return "tok"

    async with FakePOP3({}, {"AUTH": saying(b"+ \r\n"), B64: saying(b"+OK\r\n")}) as server:
        account = Account("127.0.0.1", server.port, "me@x", token_source=token, security=Security.NONE)
        await fetched(POP3Mailbox(account, deadlines=CALM))

        assert server.lines[:2] == [b"AUTH XOAUTH2", B64.encode()]


async def test_a_refused_token_is_explained_after_an_empty_line():
    async def token() -> str:
        return "tok"

    scripts = {
        "AUTH": saying(b"+ \r\n"),
        B64: saying(b"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n"),
        "": saying(b"-ERR bad token\r\n"),
    }
    async with FakePOP3({}, scripts) as server:
        account = Account("127.0.0.1", server.port, "me@x", token_source=token, security=Security.NONE)
        with pytest.raises(MailboxRefused, match="bad token"):
            await fetched(POP3Mailbox(account, deadlines=CALM))


B64 = "dXNlcj1tZUB4AWF1dGg9QmVhcmVyIHRvawEB"


async def test_a_message_is_put_together_from_single_bytes():
    async def byte_by_byte(talk, argument):
        for byte in b"+OK\r\n" + stuffed(b"a\r\n.b\r\n") + b".\r\n":
            await talk.say(bytes([byte]))
            await asyncio.sleep(0)

    async with FakePOP3({"u": b"a\r\n.b\r\n"}, {"RETR": byte_by_byte}) as server:
        assert await fetched(mailbox(server)) == ({"u": b"a\r\n.b\r\n"}, [])


async def test_a_session_whose_time_is_over_dials_no_more():
    async with FakePOP3(LETTERS, {"RETR 1": trickling(b"+OK\r\n")}) as server, ended_session(server) as session:
        with pytest.raises(MailboxUnreachable, match="took too long"):
            await session.fetch(session.offers()[1])

        assert session.seconds_left == 0
        assert server.connections == 1


@asynccontextmanager
async def ended_session(server):
    """A session that has spent all its time on its first message."""
    session = mailbox(server, replace(HASTY, exchange_s=10))._new_session()
    await session.open()
    with pytest.raises(MailboxUnreachable):
        await session.fetch(session.offers()[0])
    yield session
