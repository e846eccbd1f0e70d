"""The desk's courier, a push service of the test's own, and a device that can read what it gets."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from app.config.push_keys import PushKeys
from realtime.push.courier import PushCourier
from tests.realtime.push.hands import Push
from tests.servers.certificates import Certificates
from tests.servers.push_service import Device, PushService


@pytest.fixture(scope="session")
def push_certificates(tmp_path_factory):
    return Certificates(tmp_path_factory.mktemp("push"))


@pytest.fixture
async def service(push_certificates):
    service = PushService()
    await service.start(push_certificates.server_context())
    yield service
    await service.stop()


@pytest.fixture(scope="session")
def push_keys():
    return PushKeys(ec.generate_private_key(ec.SECP256R1()), "it@desk.example")


@pytest.fixture
async def courier(push_keys, push_certificates):
    courier = PushCourier(
        push_keys, may_dial=lambda address: address.is_loopback, tls=push_certificates.client_context()
    )
    yield courier
    await courier.close()


@pytest.fixture
def device(service):
    return Device(f"{service.url}/send/one?two=3")


@pytest.fixture
async def push(desk):
    push = Push(desk)
    await push.read()
    return push
