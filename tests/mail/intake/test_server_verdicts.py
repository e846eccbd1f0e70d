"""Which verdicts about a sender count: our own server's, above the hop from outside, about the domain in From."""

import pytest

from mail.intake.server_verdicts import dmarc_of, is_our_server
from mail.reader.letters import read_letter
from tests.plugins.desk import settings_for

OUTSIDE = "Received: from evil.example (evil.example [203.0.113.9]) by mx.aurora.example with ESMTPS; x\n"
WITHIN = "Received: from mx.aurora.example (mx.aurora.example [10.0.0.4]) by store.aurora.example with LMTP; x\n"
NAT = "Received: from evil.example (gateway [172.18.0.1]) by mx.aurora.example with ESMTPS; x\n"
FILTER = "Received: from localhost (localhost [127.0.0.1]) by mx.aurora.example with ESMTP; x\n"
FORGED = "Received: from guest.example (guest.example [10.0.0.9]) by mx.aurora.example with ESMTPS; x\n"
PASS = "Authentication-Results: mx.aurora.example; dmarc=pass header.from=guest.example\n"
FAIL = PASS.replace("=pass", "=fail")
FROM = "From: Helena <helena@guest.example>\n"


@pytest.fixture
def settings(tmp_path):
    return settings_for(tmp_path, mailbox_url="pop3://desk@mail.aurora.example", mail_from="desk@aurora.example")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (PASS + OUTSIDE, "pass"),
        (FAIL + OUTSIDE, "fail"),
        (WITHIN + PASS + OUTSIDE, "pass"),
        (OUTSIDE + PASS, ""),
        (OUTSIDE + FAIL, ""),
        (OUTSIDE + PASS + FORGED, ""),
        (OUTSIDE + FORGED + PASS, ""),
        (FAIL + OUTSIDE + PASS, "fail"),
        (PASS + OUTSIDE + FAIL, "pass"),
        (PASS + FAIL + OUTSIDE, "fail"),
        (PASS.rstrip() + "; dmarc=fail header.from=guest.example\n" + OUTSIDE, "fail"),
        (FAIL.rstrip() + "; dmarc=pass header.from=guest.example\n" + OUTSIDE, "fail"),
        (PASS.rstrip() + "; dmarc=none header.from=guest.example\n" + OUTSIDE, ""),
        (PASS.rstrip() + "; dmarc=pass header.from=evil.example\n" + OUTSIDE, ""),
        (PASS.replace(" header", " smtp.mailfrom=header") + OUTSIDE, ""),
        (WITHIN + PASS, ""),
        (NAT + PASS + OUTSIDE, ""),  # behind a container's network every sender comes from a private address
        (NAT + FORGED + PASS + OUTSIDE, ""),
        (PASS + NAT + OUTSIDE, "pass"),
        (FILTER + PASS + OUTSIDE, "pass"),
        (PASS, "pass"),
        (PASS.replace(" header.from=guest.example", "") + OUTSIDE, ""),
        (FAIL.replace(" header.from=guest.example", "") + OUTSIDE, ""),
        (PASS.replace("guest", "evil") + OUTSIDE, ""),
        (FAIL.replace("guest", "evil") + OUTSIDE, ""),
        (PASS.replace("=pass", "=permerror") + OUTSIDE, "fail"),
        (PASS.replace("=pass", "=temperror") + OUTSIDE, ""),
        (PASS.replace("=pass", "=none") + OUTSIDE, ""),
        (PASS.replace("mx.aurora", "mx.evil") + OUTSIDE, ""),
        (PASS.replace("mx.aurora.example", "mx.aurora.example.evil.example") + OUTSIDE, ""),
    ],
)
def test_s55_a_verdict_counts_only_above_the_hop_from_outside_and_for_the_domain_in_from(settings, head, said):
    assert dmarc_of(read_letter((head + FROM + "\nWords").encode()), settings) == said


@pytest.mark.parametrize(
    "greeting",
    [
        "from [10.0.0.1] (unknown [203.0.113.9]) by mx.aurora.example",
        "from unknown (HELO [10.0.0.1]) (203.0.113.9) by mx.aurora.example",
        "from [203.0.113.9] (helo=[10.0.0.1]) by mx.aurora.example",
        "from localhost (203.0.113.9) by mx.aurora.example (10.0.0.2) with Microsoft SMTP Server",
        "from [127.0.0.1] by mx.aurora.example",
        "from localhost by mx.aurora.example",
    ],
)
def test_s55_nobody_comes_from_within_by_the_name_they_greet_with(settings, greeting):
    raw = f"Received: {greeting}; x\n{FORGED}{PASS}{FROM}\nWords"

    assert dmarc_of(read_letter(raw.encode()), settings) == ""


@pytest.mark.parametrize("sender", ["Bücher <a@bücher.example>", "a@xn--bcher-kva.example"])
@pytest.mark.parametrize("named", ["xn--bcher-kva.example", "bücher.example"])
def test_a_domain_is_the_same_in_its_two_spellings(settings, sender, named):
    raw = f"{PASS.replace('guest.example', named)}{OUTSIDE}From: {sender}\n\nWords"

    assert dmarc_of(read_letter(raw.encode()), settings) == "pass"


def test_s52_no_verdict_is_about_two_senders(settings):
    raw = f"{PASS}{OUTSIDE}{FROM}From: Evil <x@evil.example>\n\nWords"

    assert dmarc_of(read_letter(raw.encode()), settings) == ""


@pytest.mark.parametrize(
    ("host", "server", "ours"),
    [
        ("mail.aurora.example", "mx1.aurora.example", True),
        ("mail.aurora.example", "in.mail.aurora.example", True),
        ("mail.aurora.example", "aurora.example", True),  # the domain of the desk's address
        ("example.org", "example.org", True),
        ("example.org", "mx.example.org", True),
        ("example.org", "evil.org", False),
        ("example.co.uk", "evil.co.uk", False),
        ("desk.github.io", "evil.github.io", False),
        ("mail.aurora.example", "mx.evil.example", False),
        ("mail.aurora.example", "evilaurora.example", False),
        ("mail.aurora.example", "", False),
    ],
)
def test_s55_beside_a_mail_host_of_two_labels_anybody_registers_a_name(tmp_path, host, server, ours):
    settings = settings_for(tmp_path, mailbox_url=f"imaps://desk@{host}", mail_from="desk@aurora.example")

    assert is_our_server(server, settings) is ours


def test_s55_where_a_server_is_named_it_alone_counts(tmp_path):
    settings = settings_for(tmp_path, mailbox_url="imaps://desk@mail.aurora.example", authserv_id="filter.example")

    assert is_our_server("filter.example", settings)
    assert not is_our_server("mx.aurora.example", settings)
