"""Which spellings are one address."""

import pytest

from app.text.address_keys import address_key, spellings_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Helena@Guest.example", " helena@guest.example "),
        ("a@bücher.example", "A@xn--bcher-kva.example"),
        ("a@BÜCHER.example", "a@bücher.example."),
        ("иван@пример.рф", "иван@xn--e1afmkfd.xn--p1ai"),
        ("guest@gmail.com", "Guest@GoogleMail.com"),
    ],
)
def test_two_spellings_are_one_address(one, other):
    assert address_key(one) == address_key(other)
    assert spellings_of(one) & spellings_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a@guest.example", "b@guest.example"),
        ("a@gmail.com", "a@gmail.com.evil.example"),
        ("a@googlemail.com", "a@notgooglemail.com"),
        ("a.b@gmail.com", "a@gmail.com"),
        ("a@bücher.example", "a@bucher.example"),
    ],
)
def test_two_addresses_stay_two(one, other):
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize(
    "odd", ["", "@", "nobody", "a@", "@b", "a@b@c", "a@" + "ü" * 300, "a@xn--ü", "a@xn--\x00", "a@xn--99zz99"]
)
def test_what_is_no_address_has_a_key_too(odd):
    assert len(address_key(odd)) <= 254
    assert address_key(odd) == address_key(odd.upper())
    assert address_key(odd) in spellings_of(odd)
