"""Who may a mail speak for: every row of the table, and what a stranger tries against it."""

import dataclasses

import pytest

from app.credentials.reply_tokens import ReplyTokens, TokenKind, message_id_domain, new_message_id
from app.nouns.message import MessageKind
from mail.judging.thread_matching import decide, numbers_in
from mail.judging.verdict import Facts, NamedTicket, Placement
from mail.letter.letter import Invitation, Letter, LetterKind
from tests.plugins.desk import settings_for

HELENA = "helena@guest.example"
TICKET = NamedTicket(12, frozenset({HELENA}))
BY_TOKEN = Facts(by_token=12, tickets={12: TICKET})
BY_REFERENCE = Facts(by_reference=12, tickets={12: TICKET})
BY_NUMBER = Facts(by_number=(12,), tickets={12: TICKET})


def letter(sender: str = HELENA, **given) -> Letter:
    return Letter(from_email=sender, froms_count=1, message_id="<a@b>", **given)


def with_(facts: Facts, **given) -> Facts:
    return dataclasses.replace(facts, **given)


def test_a_token_and_the_customers_address_append_verified():
    verdict = decide(letter("Helena@guest.example"), BY_TOKEN)

    assert (verdict.placement, verdict.ticket_id, verdict.proof, verdict.warning) == (Placement.APPEND, 12, "token", "")
    assert verdict.reopens
    assert verdict.notify


@pytest.mark.parametrize("facts", [BY_NUMBER, BY_REFERENCE], ids=["number", "reference"])
@pytest.mark.parametrize(("dmarc", "warning"), [("pass", ""), ("", "unverified")])
def test_a_number_or_an_own_earlier_mail_appends_and_is_marked_without_a_pass(facts, dmarc, warning):
    verdict = decide(letter(), with_(facts, dmarc=dmarc))

    assert (verdict.placement, verdict.warning, verdict.reopens) == (Placement.APPEND, warning, True)


@pytest.mark.parametrize("facts", [BY_TOKEN, BY_NUMBER, BY_REFERENCE], ids=["token", "number", "reference"])
def test_a_failed_dmarc_stays_with_the_operators_and_moves_nothing(facts):
    verdict = decide(letter(), with_(facts, dmarc="fail"))

    assert (verdict.placement, verdict.warning) == (Placement.INTERNAL, "dmarc_fail")
    assert not (verdict.reopens)
    assert not (verdict.notify)
    assert not (verdict.confirm)


def test_a_token_from_another_sender_is_on_the_ticket_for_operators_only():
    verdict = decide(letter("spouse@guest.example"), BY_TOKEN)

    assert (verdict.placement, verdict.ticket_id, verdict.warning) == (Placement.INTERNAL, 12, "other_sender")
    assert verdict.kind is MessageKind.THIRD_PARTY
    assert not verdict.reopens


def test_s49_a_forged_sender_is_never_offered_as_another_sender_to_share():
    verdict = decide(letter("spouse@guest.example"), with_(BY_TOKEN, dmarc="fail"))

    assert (verdict.placement, verdict.warning, verdict.reopens) == (Placement.INTERNAL, "dmarc_fail", False)


@pytest.mark.parametrize("kind", [TokenKind.THIRD_PARTY, TokenKind.COPY, TokenKind.STAFF])
@pytest.mark.parametrize(
    ("dmarc", "placement", "warning"),
    [("pass", Placement.APPEND, ""), ("", Placement.APPEND, "unverified"), ("fail", Placement.INTERNAL, "dmarc_fail")],
)
def test_s49_anothers_token_proves_no_more_of_the_customer_than_a_number(kind, dmarc, placement, warning):
    verdict = decide(letter(), with_(BY_TOKEN, token_kind=kind, dmarc=dmarc))

    assert (verdict.placement, verdict.proof, verdict.warning) == (placement, "reference", warning)


@pytest.mark.parametrize(
    ("kind", "warning"),
    [(TokenKind.THIRD_PARTY, ""), (TokenKind.COPY, ""), (TokenKind.STAFF, "other_sender"), (TokenKind.CUSTOMER, "other_sender")],
)  # fmt: skip
def test_s49_whoever_answers_a_mail_to_somebody_else_is_heard_as_them_and_internal(kind, warning):
    verdict = decide(letter("jan@hotel.example"), with_(BY_TOKEN, token_kind=kind))

    assert (verdict.placement, verdict.kind, verdict.warning) == (Placement.INTERNAL, MessageKind.THIRD_PARTY, warning)
    assert (verdict.notify, verdict.reopens, verdict.confirm) == (True, False, False)


def test_s49_a_third_party_with_the_customers_token_writes_as_themselves():
    known = dataclasses.replace(TICKET, third_parties=frozenset({"jan@hotel.example"}))
    verdict = decide(letter("Jan@hotel.example"), with_(BY_TOKEN, tickets={12: known}))

    assert (verdict.placement, verdict.warning, verdict.reopens) == (Placement.INTERNAL, "", False)


def test_an_operator_who_is_the_customer_too_is_the_customer_only_by_the_customers_token():
    helena = {"from_operator": True}

    assert decide(letter(), with_(BY_TOKEN, **helena)).placement is Placement.APPEND
    for facts in (BY_NUMBER, BY_REFERENCE, with_(BY_TOKEN, token_kind=TokenKind.THIRD_PARTY)):
        assert decide(letter(), with_(facts, **helena)).warning == "operator"


def test_a_number_from_a_stranger_opens_a_new_ticket_that_mentions_the_other():
    verdict = decide(letter("stranger@elsewhere.example"), BY_NUMBER)

    assert (verdict.placement, verdict.ticket_id, verdict.warning) == (Placement.OPEN, None, "mentions:12")
    assert verdict.confirm


def test_s50_the_ticket_trick_causes_no_mail_at_all():
    verdict = decide(letter("noreply@service.example", suppress_auto_reply=True), BY_NUMBER)

    assert verdict.placement is Placement.OPEN
    assert not (verdict.confirm)
    assert not (verdict.notify)


@pytest.mark.parametrize("facts", [BY_TOKEN, BY_NUMBER], ids=["token", "number"])
def test_an_operators_mail_never_acts_as_an_operator(facts):
    verdict = decide(letter("anna@desk.example"), with_(facts, from_operator=True))

    assert (verdict.placement, verdict.warning) == (Placement.INTERNAL, "operator")
    assert not (verdict.reopens)
    assert not (verdict.notify)


def test_an_operators_mail_without_a_ticket_opens_one_with_a_warning_and_no_confirmation():
    verdict = decide(letter("anna@desk.example"), Facts(from_operator=True))

    assert (verdict.placement, verdict.warning, verdict.confirm) == (Placement.OPEN, "operator", False)


def test_the_desks_own_address_makes_no_loop():
    own = letter("desk@aurora.example", kind=LetterKind.OWN)

    assert decide(own, with_(BY_TOKEN, from_desk=True)).warning == "own"
    assert decide(own, with_(BY_TOKEN, from_desk=True)).placement is Placement.INTERNAL
    assert decide(own, Facts(from_desk=True)).placement is Placement.QUARANTINE
    assert decide(own, Facts(from_desk=True, is_ours=True)).placement is Placement.KEEP


def test_another_desks_automatic_mail_is_kept_and_nothing_else():
    assert decide(letter(kind=LetterKind.OWN), BY_TOKEN).placement is Placement.KEEP


@pytest.mark.parametrize("tickets", [{}, {12: dataclasses.replace(TICKET, is_deleted=True)}], ids=["none", "deleted"])
@pytest.mark.parametrize("facts", [BY_TOKEN, BY_NUMBER], ids=["token", "number"])
def test_a_deleted_ticket_or_none_opens_a_new_one(facts, tickets):
    assert decide(letter(), with_(facts, tickets=tickets)).placement is Placement.OPEN


@pytest.mark.parametrize(
    "robot",
    [
        {"kind": LetterKind.AUTO_REPLY, "suppress_auto_reply": True},
        {"kind": LetterKind.LIST, "suppress_auto_reply": True},
        {"null_return_path": True},
        {"suppress_auto_reply": True},
    ],
    ids=["auto reply", "list", "null path", "other sign"],
)
def test_a_robots_mail_is_stored_reopens_nothing_and_causes_no_mail(robot):
    on_ticket, without = decide(letter(**robot), BY_TOKEN), decide(letter(**robot), Facts())

    assert on_ticket.placement is Placement.APPEND
    assert not (on_ticket.reopens)
    assert not (on_ticket.notify)
    assert not (on_ticket.confirm)
    assert not (without.notify)
    assert not (without.confirm)


def test_an_automatic_reply_without_a_ticket_opens_none():
    vacation = letter(kind=LetterKind.AUTO_REPLY, auto_submitted="auto-replied", suppress_auto_reply=True)

    assert decide(vacation, Facts()).placement is Placement.KEEP


def test_a_booking_systems_own_notice_opens_a_ticket_in_silence():
    notice = letter(kind=LetterKind.AUTO_REPLY, auto_submitted="auto-generated", suppress_auto_reply=True)

    assert decide(notice, Facts()).placement is Placement.OPEN
    assert not decide(notice, Facts()).confirm


def test_what_may_be_a_bounce_is_shown_on_the_ticket_and_changes_nothing_else():
    verdict = decide(letter("relay@guest.example", kind=LetterKind.BOUNCE, suppress_auto_reply=True), BY_TOKEN)

    assert (verdict.placement, verdict.warning) == (Placement.INTERNAL, "maybe_bounce")
    assert (verdict.notify, verdict.reopens, verdict.confirm) == (False, False, False)


def test_what_may_be_a_bounce_and_comes_from_the_customer_is_the_customers():
    verdict = decide(letter(kind=LetterKind.BOUNCE, suppress_auto_reply=True), BY_TOKEN)

    assert (verdict.placement, verdict.reopens, verdict.notify) == (Placement.APPEND, True, True)


def test_what_may_be_a_bounce_and_names_no_ticket_opens_one_that_nobody_is_told_of():
    verdict = decide(letter("relay@guest.example", kind=LetterKind.BOUNCE, suppress_auto_reply=True), Facts())

    assert (verdict.placement, verdict.confirm, verdict.notify) == (Placement.OPEN, False, False)


def test_a_bounce_opens_nothing():
    assert decide(letter(kind=LetterKind.BOUNCE, is_surely_bounce=True), BY_TOKEN).placement is Placement.BOUNCE


@pytest.mark.parametrize("doubt", ["several_from", "no_from", "bad_address"])
def test_who_names_no_single_sender_is_not_the_customer(doubt):
    assert decide(letter(unverified=[doubt]), BY_TOKEN).warning == "other_sender"
    assert decide(letter(unverified=[doubt]), BY_NUMBER).placement is Placement.OPEN


@pytest.mark.parametrize("doubt", ["name_is_address", "mixed_scripts"])
def test_a_name_or_domain_that_pretends_is_marked(doubt):
    assert decide(letter(unverified=[doubt]), BY_TOKEN).warning == "unverified"


def test_a_strong_proof_goes_before_a_number_in_the_subject():
    other = NamedTicket(99, frozenset({HELENA}))
    facts = Facts(by_token=12, by_number=(99,), tickets={12: TICKET, 99: other})

    assert decide(letter(), facts).ticket_id == 12


def test_from_the_twentieth_new_ticket_of_an_hour_mails_are_held_until_somebody_lets_them_in():
    assert decide(letter(), Facts(opened_lately=18)).placement is Placement.OPEN
    assert decide(letter(), Facts(opened_lately=19)).placement is Placement.QUARANTINE
    assert decide(letter(), Facts(opened_lately=19, is_admitted=True)).placement is Placement.OPEN
    assert decide(letter(), with_(BY_TOKEN, opened_lately=50)).placement is Placement.APPEND


@pytest.mark.parametrize(
    ("setting", "placement"), [("open", Placement.OPEN), ("form", Placement.FORM), ("hold", Placement.QUARANTINE)]
)
def test_the_setting_says_what_a_mail_without_a_ticket_does(setting, placement):
    assert decide(letter(), Facts(new_tickets=setting)).placement is placement
    assert decide(letter(), with_(BY_TOKEN, new_tickets=setting)).placement is Placement.APPEND


def test_no_robot_is_sent_to_the_form():
    assert decide(letter(suppress_auto_reply=True), Facts(new_tickets="form")).placement is Placement.QUARANTINE


@pytest.mark.parametrize(
    ("subject", "numbers"),
    [
        ("Re: Late arrival (#12)", (12,)),
        ("#7 and #8 (#12)", (12, 8, 7)),
        ("Order #12a, &#34; ##5 a#6", ()),
        ("[#12] AW: #12", (12,)),
        ("", ()),
        ("#" + "9" * 50, ()),
    ],
)
def test_numbers_are_read_from_the_end_of_the_subject(subject, numbers):
    assert numbers_in(subject) == numbers


def test_a_token_names_its_ticket_also_in_capitals_and_behind_a_plus():
    tokens = ReplyTokens("secret")
    local = tokens.local_part(12, "0a1b")

    assert tokens.verify(f"<{local}@aurora.example>") == 12
    assert tokens.verify(f"desk+{local.upper()}@aurora.example") == 12


def test_s51_a_forged_cut_or_moved_token_is_none():
    tokens = ReplyTokens("secret")
    local = tokens.local_part(12, "0a1b")
    forged = [
        local[:-1] + ("0" if local[-1] != "0" else "1"),
        local[:-1],
        local.replace("t12.", "t13."),
        local.replace(".0a1b.", ".0a1c."),
        ReplyTokens("another").local_part(12, "0a1b"),
        f"x{local}",
        "t12..",
        "",
    ]

    assert [tokens.verify(f"<{one}@aurora.example>") for one in forged] == [None] * len(forged)


@pytest.mark.parametrize(
    ("mail_from", "base_url", "domain"),
    [
        ("Aurora <desk@aurora.example>", "https://x.example", "aurora.example"),
        (None, "http://127.0.0.1:8000", "127.0.0.1"),
        ("desk@bücher.example", "https://x.example", "xn--bcher-kva.example"),
        (None, "http://[::1]:8000", "[IPv6:::1]"),
    ],
)
def test_message_ids_stand_in_the_desks_own_domain(tmp_path, mail_from, base_url, domain):
    settings = settings_for(tmp_path, mail_from=mail_from, base_url=base_url)

    assert message_id_domain(settings) == domain
    assert new_message_id(settings, 12, "ab").endswith(f"@{domain}>")
    assert ReplyTokens(settings.secret_key).verify(new_message_id(settings, 12, "ab")) == 12


def test_a_calendars_answer_that_an_administrator_lets_in_opens_a_ticket_and_gets_no_confirmation():
    accepted = letter(kind=LetterKind.CALENDAR, invitation=Invitation("REPLY"))

    assert decide(accepted, Facts()).placement is Placement.KEEP
    assert decide(accepted, Facts(is_admitted=True)).placement is Placement.OPEN
    assert not decide(accepted, Facts(is_admitted=True)).confirm


@pytest.mark.parametrize(("nearer", "ticket"), [(True, 34), (False, 12)])
def test_the_senders_own_nearer_mail_says_where_the_conversation_is_by_now(nearer, ticket):
    tickets = {12: TICKET, 34: NamedTicket(34, frozenset({HELENA}))}

    verdict = decide(letter(), Facts(by_token=12, by_reference=34, reference_is_nearer=nearer, tickets=tickets))

    assert verdict.ticket_id == ticket
