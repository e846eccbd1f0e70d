"""Each server that the other tests lean on does what they expect."""

import imaplib
import poplib
import signal
import smtplib
import subprocess
import sys
from pathlib import Path

import pymysql
import pytest

from tests.servers.process import ServerFailed, ServerProcess, wait_until
from tests.servers.smtp_sink import CLOSE, HANG, SmtpSink

RAW = b"From: guest@example.org\r\nTo: desk@example.org\r\nSubject: Towels\r\n\r\nTwo, please.\r\n"


def test_mariadb_keeps_what_was_committed_through_a_power_cut(mariadb_alone):
    name = mariadb_alone.create_database().rsplit("/", 1)[1]
    mariadb_alone.execute(f"CREATE TABLE {name}.t (word VARCHAR(20)) ENGINE=InnoDB")
    mariadb_alone.execute(f"INSERT INTO {name}.t VALUES ('žluťoučký')")

    mariadb_alone.kill()
    mariadb_alone.restart()

    assert mariadb_alone.execute(f"SELECT word FROM {name}.t") == [("žluťoučký",)]


def test_a_dropped_mariadb_database_throws_out_who_is_connected(mariadb):
    url = mariadb.create_database()

    with mariadb.connect(url.rsplit("/", 1)[1]) as left_over:
        mariadb.drop_database(url)

        with pytest.raises(pymysql.err.OperationalError):
            left_over.ping(reconnect=False)


def test_redis_answers_and_starts_again_where_it_was(redis):
    redis.kill()
    assert not redis.process.running

    redis.restart()

    redis.empty()


@pytest.mark.parametrize("scheme", ["pop3", "pop3s", "starttls"])
def test_a_delivered_mail_is_read_and_removed_by_pop3(dovecot, mail_user, scheme):
    dovecot.deliver(mail_user, RAW)
    context = dovecot.certificates.client_context()

    if scheme == "pop3s":
        box = poplib.POP3_SSL("127.0.0.1", dovecot.ports["pop3s"], context=context, timeout=60)
    else:
        box = poplib.POP3("127.0.0.1", dovecot.ports["pop3"], timeout=60)
    if scheme == "starttls":
        box.stls(context)
    box.user(mail_user.name)
    box.pass_(mail_user.password)
    lines = box.retr(1)[1]
    box.dele(1)
    box.quit()

    assert b"\r\n".join(lines) + b"\r\n" == RAW
    assert dovecot.messages(mail_user) == []


def test_a_delivered_mail_is_found_by_imap(dovecot, mail_user):
    with imaplib.IMAP4("127.0.0.1", dovecot.ports["imap"], timeout=60) as box:
        box.starttls(dovecot.certificates.client_context())
        box.login(mail_user.name, mail_user.password)
        box.select("INBOX")
        dovecot.deliver(mail_user, RAW)
        box.noop()
        found = box.search(None, "SUBJECT", "Towels")

    assert found == ("OK", [b"1"])
    assert dovecot.messages(mail_user) == [RAW]


def test_dovecot_refuses_a_wrong_password(dovecot, mail_user):
    box = poplib.POP3("127.0.0.1", dovecot.ports["pop3"], timeout=60)
    box.user(mail_user.name)

    with pytest.raises(poplib.error_proto, match="AUTH"):
        box.pass_("wrong")
    box.close()


async def test_the_sink_keeps_envelope_and_bytes(smtp_sink):
    with smtplib.SMTP("127.0.0.1", smtp_sink.port, timeout=60) as client:
        client.sendmail("desk@example.org", ["guest@example.org"], RAW)

    (letter,) = await smtp_sink.wait_for(1)
    assert (letter.mail_from, letter.rcpt_tos, letter.content) == ("desk@example.org", ["guest@example.org"], RAW)
    assert letter.message["subject"] == "Towels"


def test_the_sink_answers_as_ordered_and_then_as_usual(smtp_sink):
    smtp_sink.reply("RCPT", "450 4.2.0 Later")
    smtp_sink.reply("DATA", "451 4.3.0 Not now")
    smtp_sink.reply("DOT", "554 5.7.1 Looks like spam")

    with smtplib.SMTP("127.0.0.1", smtp_sink.port, timeout=60) as client:
        with pytest.raises(smtplib.SMTPRecipientsRefused, match=r"4\.2\.0"):
            client.sendmail("desk@example.org", ["guest@example.org"], RAW)
        with pytest.raises(smtplib.SMTPDataError, match=r"4\.3\.0"):
            client.sendmail("desk@example.org", ["guest@example.org"], RAW)
        client.rset()
        with pytest.raises(smtplib.SMTPDataError, match=r"5\.7\.1"):
            client.sendmail("desk@example.org", ["guest@example.org"], RAW)
        client.sendmail("desk@example.org", ["guest@example.org"], RAW)

    assert len(smtp_sink.letters) == 1


def test_the_sink_can_take_a_mail_and_never_say_so(smtp_sink):
    smtp_sink.reply("DOT", CLOSE)

    client = smtplib.SMTP("127.0.0.1", smtp_sink.port, timeout=60)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        client.sendmail("desk@example.org", ["guest@example.org"], RAW)
    client.close()

    assert len(smtp_sink.letters) == 1


def test_the_sink_can_hang(smtp_sink):
    smtp_sink.reply("MAIL", HANG)

    client = smtplib.SMTP("127.0.0.1", smtp_sink.port, timeout=0.2)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        client.sendmail("desk@example.org", ["guest@example.org"], RAW)
    client.close()

    assert smtp_sink.letters == []


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_the_sink_speaks_tls_and_wants_its_password(certificates, scheme):
    sink = SmtpSink(scheme, certificates, login="desk", password="tests-only").start()
    context = certificates.client_context()

    if scheme == "smtps":
        client = smtplib.SMTP_SSL("127.0.0.1", sink.port, timeout=60, context=context)
    else:
        client = smtplib.SMTP("127.0.0.1", sink.port, timeout=60)
        client.starttls(context=context)
    with client:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login("desk", "wrong")
        with pytest.raises(smtplib.SMTPSenderRefused):
            client.sendmail("desk@example.org", ["guest@example.org"], RAW)
        client.login("desk", "tests-only")
        client.sendmail("desk@example.org", ["guest@example.org"], RAW)
    sink.stop()

    assert [letter.login for letter in sink.letters] == ["desk"]


async def test_chromium_draws_a_page(browser):
    page = await browser.new_page()
    await page.set_content("<h1>Reception</h1><script>document.title = 1 + 1</script>")

    assert await page.inner_text("h1") == "Reception"
    assert await page.title() == "2"


def test_a_server_that_does_not_start_says_why(tmp_path):
    server = ServerProcess("broken", tmp_path)

    with pytest.raises(ServerFailed, match="no such desk"):
        server.start([sys.executable, "-c", "raise SystemExit('no such desk')"], lambda: False)


def test_a_server_ends_with_the_process_that_owns_it(tmp_path):
    owner = subprocess.Popen(["sleep", "60"])
    server = ServerProcess("sleeper", tmp_path, owner=owner.pid)
    server.start(["sleep", "60"], lambda: True)

    owner.kill()
    owner.wait()

    assert wait_until(lambda: not server.running, 10)
    assert server.child.returncode == -signal.SIGTERM
    server.kill()


def test_a_paused_server_hangs_until_it_goes_on(tmp_path):
    server = ServerProcess("clock", tmp_path)
    server.start(["sleep", "60"], lambda: True)

    server.pause()

    assert wait_until(lambda: state(server.pid) == "T", 10)
    server.resume()
    assert wait_until(lambda: state(server.pid) == "S", 10)
    server.stop()


def state(pid: int) -> str:
    """One letter, as in ps."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
