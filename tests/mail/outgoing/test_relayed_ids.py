"""What a server's answer says of the Message-ID under which it sends our mail on."""

import pytest

from mail.outgoing.relayed_ids import names_of, relayed_id

SES = "010201900c0ffee1-1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d-000000"
EXCHANGE = "AM0PR01MB1234ABCD@AM0PR01MB1234.eurprd01.prod.exchangelabs.com"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (f"250 Ok {SES}", SES),
        (f"Ok {SES}", SES),
        (f"250 2.6.0 <{EXCHANGE}> [InternalId=1234, Hostname=AM0PR01MB1234] 9876 bytes in 0.2 KB/sec Queued mail for delivery", EXCHANGE),
        ("250 Ok: queued as 4Zyx1A2b3Cz5Kq", ""),
        ("250 2.0.0 OK  1795000000 a1-20020a05600c000000b0043.12 - gsmtp", ""),
        ("250 OK id=1tEXAMPLE-0001Ab-2C", ""),
        ("250 Requested mail action okay, completed: id=1M", ""),
        ("250 Ok", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_the_id_in_the_answer(said, name):
    assert relayed_id(said) == name


def test_a_short_local_part_names_no_mail():
    assert names_of(f"<{SES}@eu-west-1.amazonses.com>") == (f"{SES}@eu-west-1.amazonses.com", SES)
    assert names_of("<short@guest.example>") == ("short@guest.example",)
