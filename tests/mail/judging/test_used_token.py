"""Of all the tokens that a mail can carry, the one that is used: by where it stands, whoever puts the others there."""

import pytest

from app.credentials.reply_tokens import ReplyTokens, TokenKind, kind_of_mail
from app.nouns.outbound_mail import MailKind
from mail.judging.used_token import RECIPIENT, used_token
from mail.letter.letter import Address, Letter
from mail.reader.letters import read_letter

TOKENS = ReplyTokens("secret")
CUSTOMERS = TOKENS.local_part(12, "0a1b")
HOTELS = TOKENS.local_part(12, "0a1c", TokenKind.THIRD_PARTY)
COPYS = TOKENS.local_part(12, "0a1d", TokenKind.COPY)
ANOTHERS = TOKENS.local_part(99, "0a1e")
JUNK = [f"<{number}@evil.example>" for number in range(99)]
FORGED = [f"<t12.{number:x}.{'0' * 32}@aurora.example>" for number in range(99)]


def plus(local: str) -> str:
    return f"desk+{local}@aurora.example"


def to(*locals_: str) -> list[Address]:
    return [Address("", plus(one)) for one in locals_]


def ids(*locals_: str) -> list[str]:
    return [f"<{one}@aurora.example>" for one in locals_]


CASES = {
    "none": ({}, None),
    "the parent's": ({"references": ids(CUSTOMERS)}, CUSTOMERS),
    "the nearest parent's": ({"references": ids(HOTELS, CUSTOMERS)}, HOTELS),
    "the nearest parent's, another ticket behind it": ({"references": ids(CUSTOMERS, ANOTHERS)}, CUSTOMERS),
    "a parent's behind a heap that is not ours": ({"references": [*JUNK, *ids(HOTELS)]}, HOTELS),
    "a parent's behind a heap that is forged": ({"references": [*FORGED, *ids(HOTELS)]}, HOTELS),
    "To, whatever its parents are": ({"to": to(HOTELS), "references": ids(CUSTOMERS)}, HOTELS),
    "Cc, whatever its parents are": ({"cc": to(COPYS), "references": ids(CUSTOMERS)}, COPYS),
    "To before Cc": ({"to": to(COPYS), "cc": to(CUSTOMERS)}, COPYS),
    "where it was delivered to before To": ({"delivered_to": [plus(HOTELS)], "to": to(CUSTOMERS)}, HOTELS),
    "a forged recipient is stepped over": ({"to": [Address("", FORGED[0].strip("<>"))], "cc": to(HOTELS)}, HOTELS),
    "in capitals": ({"to": to(HOTELS.upper())}, HOTELS),
}


@pytest.mark.parametrize(("carries", "used"), CASES.values(), ids=CASES.keys())
def test_s49_the_token_that_is_used(carries, used):
    found = used_token(Letter(**carries), TOKENS)

    assert (found.token.local_part if found else None) == used
    assert found is None or (found.place == RECIPIENT) is ("references" not in carries or len(carries) > 1)


def test_s49_a_heap_of_references_hides_no_nearer_token():
    raw = f"In-Reply-To: {ids(HOTELS)[0]}\nReferences: {' '.join([*JUNK * 9, *ids(CUSTOMERS), *JUNK * 9])}\n\nWords"

    found = used_token(read_letter(raw.encode()), TOKENS)

    assert found is not None
    assert found.token.kind is TokenKind.THIRD_PARTY


def test_a_token_of_one_kind_is_none_of_another():
    for kind in TokenKind:
        turned = kind + HOTELS[1:]
        assert (TOKENS.read(f"<{turned}@x>") is None) is (kind is not TokenKind.THIRD_PARTY)
    assert TOKENS.read(f"<z{HOTELS[1:]}@x>") is None


def test_a_mail_of_an_unknown_kind_never_speaks_for_the_customer():
    assert kind_of_mail(MailKind.ANSWER) is TokenKind.CUSTOMER
    assert kind_of_mail(MailKind.TO_THIRD_PARTY) is TokenKind.THIRD_PARTY
    assert kind_of_mail(MailKind("something new")) is TokenKind.STAFF
