"""Since when everyone is where, as noted from who is where now."""

from realtime.seating import LEAVES_AFTER_MS, REMEMBERED_MS, UNKNOWN_FOR_MS, Seating

ANNA, BORIS, TICKET, OTHER = 1, 2, 48, 49
BEGAN = 1_000_000
LATER = BEGAN + UNKNOWN_FOR_MS + 1


def test_who_is_found_when_a_process_begins_came_nobody_knows_when():
    seating = Seating(BEGAN)
    seating.note([ANNA], {}, BEGAN + 10)
    seating.note([ANNA, BORIS], {}, LATER)

    places = seating.places(LATER)

    assert (places[ANNA].since_ms, places[BORIS].since_ms) == (None, LATER)


def test_nobody_gets_up_while_their_console_loads_the_next_page():
    seating = Seating(BEGAN)
    seating.note([ANNA], {TICKET: [ANNA]}, LATER)
    gone = LATER + 3_600_000
    seating.note([], {}, gone)

    at_once, soon, at_last = (seating.places(gone + after) for after in (0, LEAVES_AFTER_MS - 1, LEAVES_AFTER_MS))
    ends_ms = seating.ends_ms(gone)
    seating.note([ANNA], {TICKET: [ANNA]}, gone + REMEMBERED_MS)

    assert at_once == soon
    assert (soon[ANNA].ticket_id, soon[ANNA].since_ms) == (TICKET, LATER)
    assert at_last == {}
    assert ends_ms == gone + LEAVES_AFTER_MS
    assert seating.places(gone + REMEMBERED_MS)[ANNA].since_ms == LATER


def test_who_stays_away_comes_anew():
    seating = Seating(BEGAN)
    seating.note([ANNA], {}, LATER)
    seating.note([], {}, LATER + 1)
    back = LATER + REMEMBERED_MS + 2
    seating.note([ANNA], {}, back)

    assert seating.places(back)[ANNA].since_ms == back


def test_of_several_tickets_the_one_opened_last_is_before_them_unless_they_write_on_another():
    seating = Seating(BEGAN)
    seating.note([ANNA], {TICKET: [ANNA]}, LATER)
    seating.note([ANNA], {TICKET: [ANNA], OTHER: [ANNA]}, LATER + 10)
    reads = seating.places(LATER + 10)[ANNA]
    seating.typed(ANNA, TICKET, LATER + 20, LATER + 4_020)
    writes = seating.places(LATER + 30)[ANNA]

    assert (reads.ticket_id, reads.opened_ms, reads.is_typing) == (OTHER, LATER + 10, False)
    assert (writes.ticket_id, writes.writes_since_ms, writes.is_typing) == (TICKET, LATER + 20, True)
    assert seating.ends_ms(LATER + 30) == LATER + 4_020
    assert seating.places(LATER + 4_020)[ANNA].ticket_id == OTHER


def test_a_pause_to_think_is_the_same_text_and_another_ticket_is_another():
    seating = Seating(BEGAN)
    seating.note([ANNA], {TICKET: [ANNA], OTHER: [ANNA]}, LATER)
    seating.typed(ANNA, TICKET, LATER, LATER + 4_000)
    seating.typed(ANNA, TICKET, LATER + 30_000, LATER + 34_000)
    goes_on = seating.places(LATER + 30_001)[ANNA]
    seating.typed(ANNA, OTHER, LATER + 31_000, LATER + 35_000)

    assert goes_on.writes_since_ms == LATER
    assert seating.places(LATER + 31_001)[ANNA].writes_since_ms == LATER + 31_000


def test_who_types_on_a_ticket_that_is_no_longer_before_them_writes_nothing():
    seating = Seating(BEGAN)
    seating.note([ANNA], {}, LATER)
    seating.typed(ANNA, TICKET, LATER, LATER + 4_000)

    assert not seating.places(LATER + 1)[ANNA].is_typing
