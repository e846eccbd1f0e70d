"""DMARC checked by the desk itself: SPF from the hop into our server, DKIM, and what the domain in From asks for."""

import base64

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from mail.authenticity.dmarc import MailOrigin, dmarc_checked
from mail.authenticity.dns import Silent
from mail.authenticity.signatures import MAIL_BYTES
from tests.mail.authenticity.zone import asking

MAIL = b"From: Helena <helena@guest.example>\r\nTo: desk@aurora.example\r\nSubject: Hello\r\n\r\nWords\r\n"
GUEST, POLICY = "guest.example", ("_dmarc.guest.example", "TXT")
RECORDS = {POLICY: [b"v=DMARC1; p=reject"], (GUEST, "TXT"): [b"v=spf1 ip4:203.0.113.0/24 -all"]}
OURS, EVILS = "203.0.113.9", "198.51.100.7"
SENT = MailOrigin(GUEST, OURS, "helena@guest.example")


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(65537, 2048)


def record_of(key) -> bytes:
    der = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)


def signed(key, domain: str = GUEST, **more) -> bytes:
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    return dkim.sign(MAIL, b"s1", domain.encode(), pem, **more) + MAIL


def with_key(key, domain: str = GUEST, **more) -> dict:
    return {**RECORDS, (f"s1._domainkey.{domain}", "TXT"): [record_of(key)], **more}


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (SENT, "pass"),
        (MailOrigin(GUEST, EVILS, "helena@guest.example"), "fail"),
        (MailOrigin(GUEST, OURS, "bounce@mail.guest.example"), "fail"),  # aligned, but that name lets nobody send
        (MailOrigin(GUEST, EVILS, "x@evil.example"), "fail"),
        (MailOrigin(GUEST, "", ""), ""),  # nothing is known of the way here
        (MailOrigin(GUEST, OURS, ""), ""),
        (MailOrigin("evil.example", OURS, "x@evil.example"), ""),  # no policy: nothing is claimed
        (MailOrigin("sub.guest.example", OURS, "x@guest.example"), "pass"),  # the organisation's policy and SPF
    ],
)
def test_spf_of_the_hop_decides_where_there_is_no_signature(claim, said):
    assert dmarc_checked(MAIL, claim, asking(RECORDS)) == said


@pytest.mark.parametrize(
    ("record", "ip", "said"),
    [
        (b"v=spf1 a:mx.guest.example -all", OURS, "pass"),
        (b"v=spf1 mx -all", OURS, "pass"),
        (b"v=spf1 include:_spf.guest.example -all", OURS, "pass"),
        (b"v=spf1 redirect=_spf.guest.example", EVILS, "fail"),
        (b"v=spf1 ip6:2001:db8::/32 -all", "2001:db8::9", "pass"),
        (b"v=spf1 ?all", OURS, "fail"),
        (b"v=spf1 ~all", OURS, "fail"),
        (b"v=spf1 nonsense", OURS, "fail"),
        (b"v=spf1 include:guest.example -all", OURS, "fail"),  # itself, for ever
        (b"v=spf1 exists:%{i}.nowhere.example -all", OURS, "fail"),
        (b"\xff\xfe", OURS, "fail"),
    ],
)
def test_every_kind_of_spf_record_ends(record, ip, said):
    more = {
        (GUEST, "TXT"): [record],
        (GUEST, "MX"): [(10, "mx.guest.example")],
        ("mx.guest.example", "A"): [OURS],
        ("_spf.guest.example", "TXT"): [b"v=spf1 ip4:203.0.113.9 -all"],
    }

    assert dmarc_checked(MAIL, MailOrigin(GUEST, ip, "helena@guest.example"), asking({**RECORDS, **more})) == said


def test_a_signature_of_the_domain_passes_wherever_the_mail_came_along(key):
    forwarded = MailOrigin(GUEST, EVILS, "x@evil.example")

    assert dmarc_checked(signed(key), forwarded, asking(with_key(key))) == "pass"
    assert dmarc_checked(signed(key), MailOrigin(GUEST), asking(with_key(key))) == "pass"


def test_a_signature_of_its_organisation_aligns_unless_the_policy_is_strict(key):
    raw, claim = signed(key, "mail.guest.example"), MailOrigin(GUEST, EVILS, "x@evil.example")
    zone = with_key(key, "mail.guest.example")

    assert dmarc_checked(raw, claim, asking(zone)) == "pass"
    assert dmarc_checked(raw, claim, asking({**zone, POLICY: [b"v=DMARC1; p=none; adkim=s"]})) == "fail"


def test_what_does_not_hold_is_no_signature(key):
    claim = MailOrigin(GUEST, EVILS, "x@evil.example")
    partial = signed(key, length=True) + b"and what somebody added"

    assert dmarc_checked(signed(key).replace(b"Words", b"Other"), claim, asking(with_key(key))) == "fail"
    assert dmarc_checked(partial, claim, asking(with_key(key))) == "fail"
    assert dmarc_checked(signed(key), claim, asking(RECORDS)) == "fail"  # no key
    assert dmarc_checked(signed(key, "evil.example"), claim, asking(with_key(key, "evil.example"))) == "fail"
    assert dmarc_checked(b"DKIM-Signature: d=guest.example; h=from\r\n" + MAIL, claim, asking(RECORDS)) == "fail"


@pytest.mark.parametrize("key_text", [b"v=DKIM1; p=", b"v=DKIM1; p=!!!", b"\xff", b"p=" + b"A" * 5000, b"v=DKIM1; k=ed25519; p=AAAA"])  # fmt: skip
def test_a_broken_key_ends_the_check(key, key_text):
    zone = {**with_key(key), ("s1._domainkey.guest.example", "TXT"): [key_text]}

    assert dmarc_checked(signed(key), MailOrigin(GUEST, EVILS, "x@evil.example"), asking(zone)) == "fail"


@pytest.mark.parametrize("silent", [POLICY, (GUEST, "TXT"), ("s1._domainkey.guest.example", "TXT")])
def test_without_an_answer_a_mail_is_not_checked_and_never_failed(key, silent):
    zone = {**with_key(key), silent: Silent}
    raw = signed(key).replace(b"Words", b"Other") if silent == (GUEST, "TXT") else signed(key)

    assert dmarc_checked(raw, MailOrigin(GUEST, EVILS, "helena@guest.example"), asking(zone)) == ""


@pytest.mark.parametrize(
    "policies",
    [[], [b"v=spf1 -all"], [b"v=DMARC1; p=reject", b"v=DMARC1; p=none"], [b"p=reject; v=DMARC1"], [b"v=DMARC1; p=maybe"]],
)  # fmt: skip
def test_without_one_valid_policy_nothing_is_said(policies):
    assert dmarc_checked(MAIL, SENT, asking({**RECORDS, POLICY: policies})) == ""


def test_only_the_first_signatures_of_the_domain_are_tried(key):
    asked: list = []
    forged = b"".join(
        b"DKIM-Signature: v=1; a=rsa-sha256; d=guest.example; s=x%d; h=from; bh=AAAA; b=AAAA\r\n" % number
        for number in range(200)
    )

    assert dmarc_checked(forged + MAIL, MailOrigin(GUEST, EVILS, "x@evil.example"), asking(RECORDS, asked)) == "fail"
    assert len(asked) <= 5


def test_a_mail_too_large_for_a_signatures_check_is_not_checked_and_never_failed(key):
    raw = signed(key) + b"x" * MAIL_BYTES

    assert dmarc_checked(raw, MailOrigin(GUEST, EVILS, "x@evil.example"), asking(with_key(key))) == ""
    assert dmarc_checked(raw, SENT, asking(with_key(key))) == "pass"  # SPF is enough
