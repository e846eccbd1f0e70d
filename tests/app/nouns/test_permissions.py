"""The lock table of the desk, cell by cell: who may do what to a ticket as it stands."""

import dataclasses

import pytest

from app.core.errors import Conflict, Forbidden, LockHeld, NotFound, NotHeld
from app.nouns.operator import Operator, Role
from app.nouns.permissions import Act, allows, may_finish, permit, refusal_of
from app.nouns.status import NEED_ANSWER, Shelf, Status
from app.nouns.ticket import Customer, Ticket

ANNA = Operator(1, "anna@desk.example", "Anna", Role.OPERATOR, "en", "", is_active=True)
ADA = Operator(9, "ada@desk.example", "Ada", Role.ADMINISTRATOR, "en", "", is_active=True)
TICKET = Ticket(
    id=7, version=1, access_code="", subject="Cot", status=Status.OPEN, shelf=Shelf.ACTIVE,
    customer=Customer("Helena", "h@guest.example"), language="en", client_ip="", source="web", incomplete=False,
    group_id=3, operator_id=None, operator_name=None, held_since_ms=None, duplicate_of=None,
    status_before_duplicate=None, snoozed_until_ms=None, spam_ms=None, deleted_ms=None, created_ms=0, updated_ms=0,
    first_answer_ms=None, customer_wrote_ms=0, customer_event_id=0, waits_since_ms=0, answer_due_ms=0, attachment_count=0, trouble="",
    proved_ms=None, details_known=True,
)  # fmt: skip

SITUATIONS = {
    "nobody": (ANNA, TICKET),
    "mine": (ANNA, dataclasses.replace(TICKET, operator_id=ANNA.id, operator_name="Anna")),
    "another": (ANNA, dataclasses.replace(TICKET, operator_id=2, operator_name="Boris")),
    "admin, nobody": (ADA, TICKET),
    "admin, another": (ADA, dataclasses.replace(TICKET, operator_id=2, operator_name="Boris")),
}

YES, LOCK, FREE, NEVER = None, LockHeld, NotHeld, Forbidden
# act: nobody holds it, I hold it, another holds it, administrator on a free ticket, administrator on another's
TABLE = {
    ("read", ""): (YES, YES, YES, YES, YES),
    ("note", ""): (YES, YES, YES, YES, YES),
    ("take", ""): (YES, YES, LOCK, YES, YES),
    ("answer", "taking"): (YES, YES, LOCK, YES, YES),
    ("answer", ""): (FREE, YES, LOCK, FREE, LOCK),
    ("drop", ""): (FREE, YES, LOCK, FREE, YES),
    ("assign", ""): (FREE, YES, LOCK, YES, YES),
    ("edit", ""): (YES, YES, LOCK, YES, YES),
    ("status", ""): (FREE, YES, LOCK, YES, YES),
    ("merge", ""): (FREE, YES, LOCK, YES, YES),
    ("spam", ""): (YES, YES, LOCK, YES, YES),
    ("delete", ""): (NEVER, NEVER, LOCK, YES, YES),
    ("delete", "approved"): (YES, YES, LOCK, YES, YES),
    ("restore", ""): (NEVER, NEVER, NEVER, YES, YES),
}
CELLS = [
    (act, how, place, out) for (act, how), row in TABLE.items() for place, out in zip(SITUATIONS, row, strict=True)
]


@pytest.mark.parametrize(("act", "how", "situation", "refusal"), CELLS)
def test_s21_every_cell_of_the_lock_table(act, how, situation, refusal):
    operator, ticket = SITUATIONS[situation]
    asked = {"taking": how == "taking", "approved": how == "approved"}

    if refusal is None:
        permit(operator, Act(act), ticket, **asked)
    else:
        with pytest.raises(refusal):
            permit(operator, Act(act), ticket, **asked)


def test_the_table_names_every_act():
    assert {Act(act) for act, _how in TABLE} == set(Act)


def test_a_refusal_names_the_holder():
    _anna, held = SITUATIONS["another"]

    with pytest.raises(LockHeld, match="Boris has ticket #7") as refusal:
        permit(ANNA, Act.TAKE, held)

    assert refusal.value.extra()["holder"]["id"] == 2


@pytest.mark.parametrize("act", list(Act))
def test_a_ticket_of_a_closed_group_does_not_exist_for_others(act):
    outsider = dataclasses.replace(ANNA, hidden_group_ids=frozenset({3}))

    for ticket in (TICKET, dataclasses.replace(TICKET, operator_id=ANNA.id)):
        with pytest.raises(NotFound):
            permit(outsider, act, ticket, taking=True, approved=True)


@pytest.mark.parametrize("act", list(Act))
def test_a_deleted_ticket_exists_for_administrators_alone_who_may_read_and_restore_it(act):
    gone = dataclasses.replace(TICKET, deleted_ms=1, shelf=Shelf.DELETED)

    with pytest.raises(NotFound):
        permit(ANNA, act, gone, taking=True, approved=True)
    if act in {Act.READ, Act.RESTORE}:
        permit(ADA, act, gone)
    else:
        with pytest.raises(Conflict):
            permit(ADA, act, gone, taking=True)


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("operator", [ANNA, ADA])
def test_an_erased_ticket_exists_for_nobody(act, operator):
    erased = dataclasses.replace(TICKET, deleted_ms=1, shelf=Shelf.ERASED)

    with pytest.raises(NotFound):
        permit(operator, act, erased, taking=True, approved=True)


@pytest.mark.parametrize("operator", [ANNA, ADA])
@pytest.mark.parametrize("act", [Act.TAKE, Act.ANSWER, Act.ASSIGN, Act.STATUS, Act.MERGE])
def test_what_lies_in_the_bin_is_worked_on_only_once_it_is_out(act, operator):
    binned = dataclasses.replace(TICKET, operator_id=operator.id, spam_ms=1, shelf=Shelf.SPAM)

    with pytest.raises(Conflict):
        permit(operator, act, binned, taking=True)
    permit(operator, Act.SPAM, binned)


@pytest.mark.parametrize("act", list(Act))
def test_who_is_deactivated_sees_nothing(act):
    with pytest.raises(NotFound):
        permit(dataclasses.replace(ADA, is_active=False), act, TICKET, taking=True, approved=True)


@pytest.mark.parametrize("status", list(Status))
def test_what_ends_the_matter_needs_an_answer_before_it_but_not_an_administrators(status):
    assert may_finish(ANNA, status, has_answered=False) == (status not in NEED_ANSWER)
    assert may_finish(ANNA, status, has_answered=True)
    assert may_finish(ADA, status, has_answered=False)


def test_a_button_is_offered_where_the_act_is_permitted():
    assert allows(ANNA, Act.DELETE, TICKET)  # the approval is asked for when it is pressed
    assert allows(ANNA, Act.ANSWER, TICKET, taking=True)
    assert not allows(*[SITUATIONS["another"][0], Act.DROP, SITUATIONS["another"][1]])


FROM_THE_BIN = {Act.READ, Act.NOTE, Act.SPAM, Act.DELETE, Act.EDIT, Act.DROP}


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.RESTORE])
@pytest.mark.parametrize("operator", [ANNA, ADA])
def test_every_act_against_a_ticket_in_the_bin(act, operator):
    binned = dataclasses.replace(TICKET, operator_id=operator.id, spam_ms=1, shelf=Shelf.SPAM)
    refusal = refusal_of(operator, act, binned, taking=True, approved=True)

    assert refusal is None if act in FROM_THE_BIN else isinstance(refusal, Conflict)
