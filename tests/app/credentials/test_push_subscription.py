import pytest

from app.core.errors import BadFields
from app.credentials.push_subscription import Subscription

GOOD = {"endpoint": "https://push.example/send/a-1_b?c=d", "p256dh": "B" + "A" * 86, "auth": "A" * 22}


def test_what_a_browser_says_is_taken_with_padding_and_without():
    assert Subscription.typed(GOOD).secret == bytes(16)
    assert len(Subscription.typed({**GOOD, "p256dh": GOOD["p256dh"] + "="}).point) == 65


@pytest.mark.parametrize(
    "endpoint",
    [
        *("", "http://push.example/", "ftp://push.example/", "//push.example/", "https://"),
        *(
            "https://localhost/",
            "https://intranet/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://0x7f.1/",
            "https://2130706433/",
        ),
        *(
            "https://push.example:8443/",
            "https://push.example:99999/",
            "https://me:it@push.example/",
            "https://push.example/ x",
        ),
        *(
            "https://pusch.example/ü",
            "https://push.example/\n",
            f"https://push.example/{'a' * 1000}",
            "https://[push.example/",
        ),
    ],
)
def test_s73_an_address_that_is_no_push_services_is_refused(endpoint):
    with pytest.raises(BadFields) as refused:
        Subscription.typed({**GOOD, "endpoint": endpoint})

    assert list(refused.value.faults) == ["endpoint"]


def test_keys_of_another_length_are_refused_each_by_its_name():
    with pytest.raises(BadFields) as refused:
        Subscription.typed({"endpoint": GOOD["endpoint"], "p256dh": "A" * 80, "auth": "ä"})

    assert list(refused.value.faults) == ["p256dh", "auth"]
