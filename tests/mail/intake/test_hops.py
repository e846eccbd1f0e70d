"""The customer's address is that of the first hop outside, however the servers write it."""

from ipaddress import ip_network

import pytest

from mail.intake.hops import client_ip

OUTSIDE = "from mx.guest.example (mx.guest.example [203.0.113.9]) by mx.aurora.example with ESMTPS; x"


@pytest.mark.parametrize(
    ("received", "address"),
    [
        ([OUTSIDE], "203.0.113.9"),
        (["from localhost ([127.0.0.1]) by mail", "from a ([10.0.0.4]) by b", OUTSIDE], "203.0.113.9"),
        (["from proxy ([192.0.2.7]) by mail", OUTSIDE], "203.0.113.9"),
        (["from x (x [IPv6:2001:db8:1::9]) by mail"], "2001:db8:1::9"),
        ([OUTSIDE, "from forged ([198.51.100.1]) by x"], "203.0.113.9"),
        (["by mail with local id [203.0.113.1]"], "unknown"),
        (["from a ([999.1.2.3]) by b"], "unknown"),
        (["from [10.0.0.1] (unknown [203.0.113.9]) by mail"], "203.0.113.9"),
        (["from [203.0.113.9] (helo=[198.51.100.1]) by mail"], "203.0.113.9"),
        (["from [203.0.113.9] by mail"], "203.0.113.9"),
        (["from unknown (HELO [198.51.100.1]) (203.0.113.9) by mail"], "203.0.113.9"),
        (["from x (2001:db8::9) by y (10.1.1.1) with Microsoft SMTP Server"], "2001:db8::9"),
        (["from mail by mail with LMTP", OUTSIDE], "203.0.113.9"),
        (["from forged by mail with ESMTP", OUTSIDE], "unknown"),
        (["nonsense"], "unknown"),
        ([], "unknown"),
    ],
)
def test_the_first_hop_outside_counts(received, address):
    assert client_ip(received, [ip_network("192.0.2.0/24")]) == address
