"""What the kind of a mail of the desk says of it."""

from app.credentials.reply_tokens import TokenKind, kind_of_mail
from app.nouns.outbound_mail import MailKind


def test_a_kind_of_mail_that_this_version_does_not_know_is_itself_and_speaks_for_nobody():
    kind = MailKind("postcard")

    assert (kind, str(kind), kind.value) == ("postcard", "postcard", "postcard")
    assert kind not in list(MailKind)
    assert not any((kind.is_to_customer, kind.is_to_stranger, kind.is_secret, kind.carries_answer, kind.is_on_ticket))
    assert kind_of_mail(kind) is TokenKind.STAFF


def test_only_what_the_customer_gets_speaks_for_the_customer():
    speaking = {kind for kind in MailKind if kind_of_mail(kind) is TokenKind.CUSTOMER}

    assert speaking == {kind for kind in MailKind if kind.is_to_customer}
