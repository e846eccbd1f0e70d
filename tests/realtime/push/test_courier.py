"""What a push service gets, and how its answers are taken."""

import base64
import dataclasses
import json
import re

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from app.credentials.push_subscription import Subscription
from realtime.push.courier import Answer, Outcome, PushCourier
from realtime.push.sealing import _sealed
from tests.plugins.desk import NOW


def from_text(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def claims_of(authorization: str, keys) -> dict:
    """What the desk says of itself, once its signature was found to be right (RFC 8292)."""
    token, key = re.fullmatch(r"vapid t=([\w.-]+), k=([\w-]+)", authorization).groups()
    assert key == keys.public
    head, claims, signature = token.split(".")
    halves = (int.from_bytes(from_text(signature)[place : place + 32], "big") for place in (0, 32))
    signed = f"{head}.{claims}".encode()
    keys.key.public_key().verify(encode_dss_signature(*halves), signed, ec.ECDSA(hashes.SHA256()))
    assert json.loads(from_text(head)) == {"typ": "JWT", "alg": "ES256"}
    return json.loads(from_text(claims))


def test_the_example_of_rfc_8291_is_sealed_as_it_says():
    secret = int.from_bytes(from_text("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    point = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    device = Subscription("https://push.example.net/push", point, "BTBZMqHH6r4Tts7J_aSIgg")
    key = ec.derive_private_key(secret, ec.SECP256R1())

    body = _sealed(device, b"When I grow up, I want to be a watermelon\2", key, from_text("DGv6ra1nlYgDCS1FRnbzlw"))

    assert body == from_text(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
        "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


async def test_the_device_reads_what_the_service_cannot(courier, service, device, push_keys):
    answer = await courier.send(device.subscription, "New reply on #7: Grüße".encode(), "ticket-7", NOW)

    assert answer == Answer(Outcome.SENT, "HTTP 201")
    [(path, headers, body)] = service.got
    assert path == "/send/one?two=3"
    assert device.opened(body).decode() == "New reply on #7: Grüße"
    assert b"reply" not in body
    assert (headers["content-encoding"], headers["ttl"]) == ("aes128gcm", "3600")
    assert headers["host"] == service.url.removeprefix("https://")
    assert claims_of(headers["authorization"], push_keys) == {
        "aud": service.url,
        "exp": NOW // 1000 + 12 * 3600,
        "sub": "mailto:it@desk.example",
    }


async def test_the_service_learns_neither_the_ticket_nor_how_much_is_said(courier, service, device):
    for content, about in ((b"a", "ticket-7"), (b"a" * 500, "ticket-8"), (b"b", "ticket-7")):
        await courier.send(device.subscription, content, about, NOW)

    first, other, again = (headers["topic"] for _path, headers, _body in service.got)
    assert first == again != other
    assert len(first) == 32
    assert len({len(body) for _path, _headers, body in service.got}) == 1


async def test_the_same_words_are_sealed_anew_each_time(courier, service, device):
    for _time in range(2):
        await courier.send(device.subscription, b"the same", "ticket-7", NOW)

    assert service.got[0][2] != service.got[1][2]


@pytest.mark.parametrize(
    ("status", "headers", "outcome", "wait_ms"),
    [
        (404, "", Outcome.GONE, 0),
        (410, "", Outcome.GONE, 0),
        (403, "", Outcome.REFUSED, 0),
        (413, "", Outcome.REFUSED, 0),
        (301, "Location: https://127.0.0.1/\r\n", Outcome.REFUSED, 0),
        (429, "Retry-After: 120\r\n", Outcome.LATER, 120_000),
        (503, "Retry-After: 999999999\r\n", Outcome.LATER, 3_600_000),
        (503, "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\n", Outcome.LATER, 0),
    ],
)
async def test_what_the_service_answers_is_taken_at_its_word(
    courier, service, device, status, headers, outcome, wait_ms
):
    service.status, service.headers = status, headers

    assert await courier.send(device.subscription, b"{}", "ticket-7", NOW) == Answer(outcome, f"HTTP {status}", wait_ms)
    assert len(service.got) == 1


async def test_s73_nothing_is_sent_to_an_address_that_is_not_on_the_internet(
    push_keys, push_certificates, service, device
):
    courier = PushCourier(push_keys, tls=push_certificates.client_context())

    answer = await courier.send(device.subscription, b"{}", "ticket-7", NOW)
    await courier.close()

    assert answer.outcome is Outcome.REFUSED
    assert service.got == []


async def test_a_service_with_a_certificate_of_somebody_else_gets_nothing(push_keys, service, device):
    courier = PushCourier(push_keys, may_dial=lambda address: address.is_loopback)

    answer = await courier.send(device.subscription, b"{}", "ticket-7", NOW)
    await courier.close()

    assert answer == Answer(Outcome.LATER, "ConnectError")
    assert service.got == []


async def test_a_device_whose_key_is_no_point_of_the_curve_is_gone(courier, device):
    odd = dataclasses.replace(device.subscription, p256dh="BA" + "A" * 85)

    assert (await courier.send(odd, b"{}", "ticket-7", NOW)).outcome is Outcome.GONE
