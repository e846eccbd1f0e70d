"""The desk's own signature on what it sends."""

import base64
import dataclasses

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from app.actions.message.answering import AnswerForm, send_answer
from app.config.settings import read_settings
from app.config.wrong_settings import WrongSettings
from app.nouns.reasons import readable
from mail.composing.signature import CannotSign, signed
from tests.mail.outgoing.clockwork import Clockwork
from tests.plugins.desk import NOW

MAIL = b"From: desk@aurora.example\r\nTo: h@guest.example\r\nSubject: S\r\n\r\nHello\r\n"


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def key_file(key, tmp_path):
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    (tmp_path / "dkim.pem").write_bytes(pem)
    return tmp_path / "dkim.pem"


@pytest.fixture
def dns(key):
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    return lambda name, timeout=5: record if name == b"desk._domainkey.aurora.example." else None


@pytest.fixture
def signing(desk, key_file):
    names = {"dkim_key_file": str(key_file), "dkim_selector": "desk", "dkim_domain": "aurora.example"}
    return dataclasses.replace(desk, settings=dataclasses.replace(desk.settings, **names))


@pytest.fixture
async def clockwork(signing):
    made = Clockwork(signing)
    yield made
    await made.outbox.close()


async def test_what_leaves_is_signed_by_the_desks_domain(signing, clockwork, anna, ticket, smtp_sink, dns):
    await send_answer(signing, anna, ticket.id, AnswerForm("<p>Good day, Zoë.</p>", "k", taking=True), NOW)

    await clockwork.turn(minutes=1)

    raw = next(one.content for one in smtp_sink.letters if b"Good day" in one.content)
    tampered = raw.replace(b"Good day", b"Bad day")
    second = raw.replace(b"\r\nSubject:", b"\r\nSubject: Another\r\nSubject:", 1)
    assert dkim.verify(raw, dnsfunc=dns)
    assert not dkim.verify(tampered, dnsfunc=dns)
    assert not dkim.verify(second, dnsfunc=dns)


async def test_a_key_that_cannot_be_used_makes_mail_wait_and_says_so(clockwork, anna, ticket, smtp_sink, key_file):
    key_file.write_text("no key")

    await clockwork.turn()

    row = await clockwork.row("confirmation")
    assert (row.state, smtp_sink.letters) == ("queued", [])
    assert "DESKBELL_DKIM_KEY_FILE" in readable(row.server_said)


async def test_without_a_key_a_mail_stays_as_it_is(desk):
    assert signed(desk.settings, b"From: a@b.example\r\n\r\nHello") == b"From: a@b.example\r\n\r\nHello"


async def test_a_key_file_that_is_gone_is_named(desk, tmp_path):
    names = {"dkim_key_file": str(tmp_path / "gone"), "dkim_selector": "desk", "dkim_domain": "aurora.example"}

    with pytest.raises(CannotSign, match="DESKBELL_DKIM_KEY_FILE"):
        signed(dataclasses.replace(desk.settings, **names), b"From: a@b.example\r\n\r\nHello")


def test_half_of_the_settings_stops_the_start_by_name(tmp_path):
    with pytest.raises(WrongSettings) as wrong:
        read_settings({"DESKBELL_DKIM_DOMAIN": "aurora.example", "DESKBELL_DKIM_KEY_FILE": "gone.pem"}, tmp_path)

    assert [fault.partition(":")[0] for fault in wrong.value.faults] == [
        "DESKBELL_DKIM_SELECTOR",
        "DESKBELL_DKIM_KEY_FILE",
    ]


def test_an_rsa_and_an_ed25519_key_sign_beside_each_other_and_either_alone_is_enough(desk, key, key_file, dns):
    young = ed25519.Ed25519PrivateKey.generate()
    pem = young.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key_file.write_bytes(key_file.read_bytes() + pem)
    public = base64.b64encode(young.public_key().public_bytes_raw())

    def both(name, timeout=5):
        return b"v=DKIM1; k=ed25519; p=" + public if name == b"young._domainkey.aurora.example." else dns(name)

    names = {"dkim_key_file": str(key_file), "dkim_selector": "desk young", "dkim_domain": "aurora.example"}
    mail = signed(dataclasses.replace(desk.settings, **names), MAIL)

    assert mail.count(b"DKIM-Signature:") == 2
    for number, algorithm in enumerate((b"rsa-sha256", b"ed25519-sha256")):
        checked = dkim.DKIM(mail)
        assert checked.verify(idx=number, dnsfunc=both)
        assert checked.signature_fields[b"a"] == algorithm
        with pytest.raises(dkim.ValidationError):
            dkim.DKIM(mail.replace(b"Hello", b"Hullo")).verify(idx=number, dnsfunc=both)


def test_as_many_selectors_as_keys_are_needed(desk, key_file):
    names = {"dkim_key_file": str(key_file), "dkim_selector": "desk young", "dkim_domain": "aurora.example"}

    with pytest.raises(CannotSign, match="There must be one name per key"):
        signed(dataclasses.replace(desk.settings, **names), MAIL)
