import pytest

from tests.web.conftest import PASSWORD
from web.requests.local_paths import local_path

ELSEWHERE = [
    "//evil.example", "https:evil.example", "https://evil.example", "/\\evil.example", "%2f%2fevil.example", "/%2fevil.example",
    "/%5cevil.example", "javascript:alert(1)", "\\/evil", "/\tevil", "/ev\nil", " /x", "evil", "", None, "/" + "a" * 3000,
]  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_s47_what_could_lead_elsewhere_leads_home(wanted):
    assert local_path(wanted) == "/"


@pytest.mark.parametrize("wanted", ["/", "/tickets/7", "/tickets?q=a%20b&view=mine", "/t/1#message-2"])
def test_a_path_of_the_desk_is_kept(wanted):
    assert local_path(wanted) == wanted


@pytest.mark.parametrize("wanted", ["//evil.example", "/\\evil.example", "javascript:alert(1)"])
async def test_s47_signing_in_never_redirects_to_another_host(guest, anna, wanted):
    answer = await guest.post("/sign-in", data={"email": anna.email, "password": PASSWORD, "next": wanted})

    assert answer.headers["location"] == "/"
