"""Authentication-Results as servers write them, and as senders would have them read."""

import pytest

from mail.reader.letters import read_letter
from mail.reading.headers.authentication import read_verdict

GMAIL = """mx.google.com; dkim=pass header.i=@guest.example header.s=s1 header.b=abc;
 spf=pass (google.com: domain of helena@guest.example designates 203.0.113.9 as permitted sender)
 smtp.mailfrom=helena@guest.example; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=guest.example"""


@pytest.mark.parametrize(
    ("value", "dmarc", "header_from"),
    [
        (GMAIL, "pass", "guest.example"),
        ("mx.a.example 1; dmarc = fail header.from = Guest.Example.", "fail", "guest.example"),
        ("mx.a.example; dmarc=pass header.from=helena@guest.example", "pass", "guest.example"),
        ('mx.a.example; dmarc=pass header.from="guest.example"', "pass", "guest.example"),
        ("mx.a.example; dmarc=pass", "pass", ""),
        ("mx.a.example; dmarc=pass; spf=pass header.from=guest.example", "pass", ""),
        ("mx.a.example; spf=fail smtp.mailfrom=dmarc=pass header.from=guest.example", "", ""),
        ('mx.a.example; spf=fail smtp.mailfrom="a; dmarc=pass header.from=guest.example"@evil.example', "", ""),
        ('mx.a.example; spf=fail smtp.mailfrom="a\\"; dmarc=pass header.from=guest.example"@evil.example', "", ""),
        ("mx.a.example; spf=fail (a (b) ; dmarc=pass header.from=guest.example)", "", ""),
        ("mx.a.example; spf=fail (a \\) ; dmarc=pass header.from=guest.example)", "", ""),
        ("mx.a.example; spf=fail (a ; dmarc=pass header.from=guest.example", "", ""),
        ("mx.a.example; dmarc=pass x-header.from=guest.example", "pass", ""),
        ("mx.a.example; dmarc=passed header.from=guest.example", "passed", "guest.example"),
        ("mx.a.example; dmarc=pass-not header.from=guest.example", "", ""),
        ("mx.a.example; none", "", ""),
        ("", "", ""),
    ],
)
def test_s55_a_senders_own_words_in_it_are_no_result(value, dmarc, header_from):
    verdict = read_verdict(" ".join(value.split()))

    assert ("".join(verdict.results_of("dmarc")), verdict.header_from) == (dmarc, header_from)


def test_each_verdict_knows_the_hops_above_it():
    raw = b"Authentication-Results: a; none\nReceived: x\nAuthentication-Results: b; none\nReceived: y\nX: z\nAuthentication-Results: c; none\n\n"

    assert [(one.authserv_id, one.hops_above) for one in read_letter(raw).authentication_results] == [
        ("a", 0),
        ("b", 1),
        ("c", 2),
    ]
