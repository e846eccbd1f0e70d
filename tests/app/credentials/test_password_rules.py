"""What a new password may be: long, not common, and not what everybody who knows the desk would try."""

import pytest

from app.core.errors import BadFields
from app.credentials.password_rules import check_new_password

OWN = ("anna.lindqvist@aurora.example", "Anna Lindqvist", "Aurora Travel", "desk.aurora.example")


@pytest.mark.parametrize("password", [
    "a bell rings thrice", "correct horse battery", "gT7#kk02_qLm", "summer dragon monkey", "zwölf Glocken im Foyer",
    "730184529906 x", "日本の朝は静かで美しい空",
])  # fmt: skip
def test_a_long_password_that_nobody_would_try_is_taken(password):
    check_new_password(password, OWN)


@pytest.mark.parametrize("password", [
    "password1234", "Password-2026", "P@ssw0rd1234!", "passwordpassword", "qwertyuiop12", "123456789012", "zyxwvutsrqpon",
    "administrator", "111111111111", "abababababab", "!!!summer2026!!!", "dragon monkey 1",
])  # fmt: skip
def test_a_common_password_is_refused_whatever_hangs_on_it(password):
    with pytest.raises(BadFields) as refused:
        check_new_password(password)

    assert "easy to guess" in refused.value.faults["password"]


@pytest.mark.parametrize("password", [
    "aurora travel", "AuroraAurora", "anna.lindqvist@aurora.example", "Lindqvist-2026", "desk.aurora.example", "Aurora password",
])  # fmt: skip
def test_the_persons_and_the_desks_own_words_are_refused(password):
    with pytest.raises(BadFields):
        check_new_password(password, OWN)


@pytest.mark.parametrize(
    ("password", "words"),
    [("eleven char", "at least 12"), ("x1 " * 43, "128 characters or fewer"), ("", "at least 12")],
)
def test_the_limits_are_said(password, words):
    with pytest.raises(BadFields) as refused:
        check_new_password(password)

    assert words in refused.value.faults["password"]
