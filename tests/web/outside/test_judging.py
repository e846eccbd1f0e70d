"""What looks doubtful is asked about, what looks like spam is held for a look; a person's message passes."""

import dataclasses

import pytest

from app.nouns.fields import HONEYPOT
from app.site_forms.site_form import Proof, SiteForm, Suspicion
from tests.web.conftest import NOW
from tests.web.outside.conftest import FIELDS, SHOP
from web.outside.judging import Sending, is_to_be_held, suspicions

FORM = SiteForm(1, "f_" + "x" * 22, "Contact", None, "", "", (SHOP,), (), False, 0, NOW, None, None)
ASKING = dataclasses.replace(FORM, enforces=True)


def judged(form=FORM, origin=SHOP, proof=Proof.NONE, typing_ms=None, **typed):
    return suspicions(form, Sending({**FIELDS, **typed}, origin, proof, typing_ms))


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"message": "Is https://hotel.example or www.other.example better?"},
        {"message": "We found [1] on the urls page <a>"},
        {"origin": ""},
        {"origin": "null"},
    ],
)
def test_a_persons_message_is_not_doubted(typed):
    assert judged(**typed) == ()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({HONEYPOT: "x"}, Suspicion.TRAP),
        ({"message": "http://a.example http://b.example www.c.example"}, Suspicion.LINKS),
        ({"name": "WIN www.spam.example"}, Suspicion.LINKS),
        ({"subject": "https://spam.example"}, Suspicion.LINKS),
        ({"origin": "https://copied.example"}, Suspicion.ORIGIN),
    ],
)
def test_one_reason_for_doubt_is_asked_about(typed, why):
    found = judged(**typed)

    assert found == (why,)
    assert not is_to_be_held(found)


@pytest.mark.parametrize(
    "typed",
    [
        {"message": "[url=http://spam.example]buy[/url]"},
        {"message": "<a href='http://spam.example'>buy</a>"},
        {HONEYPOT: "x", "name": "http://spam.example"},
        {HONEYPOT: "x", "origin": "https://copied.example"},
    ],
)
def test_what_is_surely_spam_is_held_without_asking(typed):
    assert is_to_be_held(judged(**typed))


def test_a_form_that_names_no_site_doubts_none():
    assert judged(dataclasses.replace(FORM, origins=()), "https://any.example") == ()


@pytest.mark.parametrize(
    ("proof", "typing_ms", "found"),
    [
        (Proof.GOOD, 2000, ()),
        (Proof.GOOD, 1999, (Suspicion.HASTE,)),
        (Proof.NONE, None, (Suspicion.NO_PROOF,)),
        (Proof.BAD, None, (Suspicion.NO_PROOF,)),
    ],
)
def test_proof_and_time_count_only_where_the_form_asks_for_them(proof, typing_ms, found):
    assert judged(ASKING, proof=proof, typing_ms=typing_ms) == found
    assert judged(FORM, proof=proof, typing_ms=typing_ms) == ()
