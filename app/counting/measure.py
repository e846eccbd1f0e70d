"""What is counted: each measure has a number in the table, a name and a definition of one sentence."""

from enum import StrEnum

from app.text.languages import _, pgettext


class Unit(StrEnum):
    """What a figure of a measure is."""

    ACTS = "acts"  # a count
    DURATION = "duration"  # median, 90th percentile and n, in ms
    TIME = "time"  # a sum of ms
    ANSWERS = "answers"  # a number of answers each: median, 90th percentile and n
    LEVEL = "level"  # how many there are at a moment


class Measure(StrEnum):
    """One thing that is counted. Its value is its name in addresses, files and the API."""

    OPENED = "opened"
    ANSWERED = "answered"
    BOUNCED = "bounced"
    FINISHED = "finished"
    CLOSED = "closed"
    SOLVED = "solved"
    UNSOLVED = "unsolved"
    REJECTED_OFFER = "rejected_offer"
    MERGED = "merged"
    UNMERGED = "unmerged"
    REOPENED = "reopened"
    SPAM = "spam"
    DELETED = "deleted"
    ERASED = "erased"
    BACKLOG = "backlog"
    FIRST_ANSWER = "first_answer"
    LATE_ANSWER = "late_answer"
    FIRST_FINISH = "first_finish"
    LAST_FINISH = "last_finish"
    WAITING = "waiting"
    REPLY = "reply"
    ONE_TOUCH = "one_touch"
    ANSWERS_TO_FINISH = "answers_to_finish"
    OPENED_ANSWERED = "opened_answered"
    OPENED_FINISHED = "opened_finished"
    TAKEN = "taken"
    DROPPED = "dropped"
    ASSIGNED_TO = "assigned_to"
    ASSIGNED_FROM = "assigned_from"
    REALLOCATED = "reallocated"
    RELEASED = "released"
    SIGNED_IN = "signed_in"
    AWAY = "away"
    ENTERED = "entered"  # a ticket became a part of a group's and an operator's backlog
    LEFT = "left"  # and ceased to be one

    @property
    def codes(self) -> tuple[int, ...]:
        """Its number in `counted_acts`; the numbers of those that are counted together."""
        parts = PARTS.get(self, (self,))
        return tuple(_CODES[part] for part in parts)

    @property
    def code(self) -> int:
        """Its one number. Raises KeyError for a measure that is counted from others."""
        return _CODES[self]

    @property
    def unit(self) -> Unit:
        """What a figure of it is."""
        return _UNITS.get(self, Unit.ACTS)

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return _words()[self][0]

    @property
    def definition(self) -> str:
        """What is counted, in one sentence, in the reader's language."""
        return _words()[self][1]


BY_STATUS = (Measure.SOLVED, Measure.CLOSED, Measure.UNSOLVED, Measure.REJECTED_OFFER)
PARTS = {Measure.FINISHED: BY_STATUS, Measure.BACKLOG: (Measure.ENTERED, Measure.LEFT)}
OF_TICKETS = (
    *(Measure.OPENED, Measure.ANSWERED, Measure.FINISHED, *BY_STATUS, Measure.MERGED, Measure.UNMERGED),
    *(Measure.REOPENED, Measure.SPAM, Measure.DELETED, Measure.ERASED, Measure.LATE_ANSWER, Measure.ONE_TOUCH),
    *(Measure.OPENED_ANSWERED, Measure.OPENED_FINISHED, Measure.BOUNCED),
)
OF_OPERATORS = (
    *(Measure.ANSWERED, Measure.TAKEN, Measure.DROPPED, Measure.ASSIGNED_TO, Measure.ASSIGNED_FROM),
    *(Measure.REALLOCATED, Measure.RELEASED, Measure.FINISHED, *BY_STATUS, Measure.DELETED),
)
DURATIONS = (Measure.FIRST_ANSWER, Measure.FIRST_FINISH, Measure.LAST_FINISH, Measure.WAITING, Measure.REPLY)
TIMES = (Measure.SIGNED_IN, Measure.AWAY)

# Numbers in the table: they stay, also of a measure that goes.
_CODES = {
    Measure.OPENED: 1,
    Measure.ANSWERED: 2,
    Measure.SOLVED: 3,
    Measure.CLOSED: 4,
    Measure.UNSOLVED: 5,
    Measure.REJECTED_OFFER: 6,
    Measure.MERGED: 7,
    Measure.UNMERGED: 8,
    Measure.REOPENED: 9,
    Measure.SPAM: 10,
    Measure.DELETED: 11,
    Measure.ERASED: 12,
    Measure.FIRST_ANSWER: 20,
    Measure.LATE_ANSWER: 21,
    Measure.FIRST_FINISH: 22,
    Measure.LAST_FINISH: 23,
    Measure.WAITING: 24,
    Measure.REPLY: 25,
    Measure.ONE_TOUCH: 26,
    Measure.ANSWERS_TO_FINISH: 27,
    Measure.OPENED_ANSWERED: 28,
    Measure.OPENED_FINISHED: 29,
    Measure.BOUNCED: 30,
    Measure.TAKEN: 40,
    Measure.DROPPED: 41,
    Measure.ASSIGNED_TO: 42,
    Measure.ASSIGNED_FROM: 43,
    Measure.REALLOCATED: 44,
    Measure.RELEASED: 45,
    Measure.SIGNED_IN: 46,
    Measure.AWAY: 47,
    Measure.ENTERED: 60,
    Measure.LEFT: 61,
}
MEASURES_BY_CODE = {code: measure for measure, code in _CODES.items()}
_UNITS = {
    **dict.fromkeys(DURATIONS, Unit.DURATION),
    **dict.fromkeys(TIMES, Unit.TIME),
    Measure.ANSWERS_TO_FINISH: Unit.ANSWERS,
    Measure.BACKLOG: Unit.LEVEL,
}

Words = dict[Measure, tuple[str, str]]


def _words() -> Words:
    return _of_coming_and_going() | _of_time() | _of_operators()


def _of_coming_and_going() -> Words:
    return {
        Measure.OPENED: (pgettext("figure", "Opened"), _("Tickets opened, by whatever way they came.")),
        Measure.ANSWERED: (
            pgettext("figure", "Answers"),
            _("Answers sent to customers, counted for their author after the undo time."),
        ),
        Measure.BOUNCED: (
            _("Answers that bounced"),
            _("Answers that came back undelivered, each counted once, for its author, on the day it came back."),
        ),
        Measure.FINISHED: (
            pgettext("figure", "Finished"),
            _("Times a ticket was solved, closed, unsolved or a rejected offer."),
        ),
        Measure.CLOSED: (pgettext("figure", "Closed"), _("Times an active ticket was set to closed.")),
        Measure.SOLVED: (
            pgettext("figure", "Solved"),
            _("Times an active ticket was set to solved, by an operator or its customer."),
        ),
        Measure.UNSOLVED: (pgettext("figure", "Unsolved"), _("Times an active ticket was set to unsolved.")),
        Measure.REJECTED_OFFER: (
            pgettext("figure", "Rejected offer"),
            _("Times an active ticket was set to rejected offer."),
        ),
        Measure.MERGED: (pgettext("figure", "Duplicates"), _("Tickets marked as duplicates of another one.")),
        Measure.UNMERGED: (
            pgettext("figure", "Unmarked duplicates"),
            _("Duplicates that became active tickets again."),
        ),
        Measure.REOPENED: (pgettext("figure", "Reopened"), _("Times a finished ticket became active again.")),
        Measure.SPAM: (
            pgettext("figure", "Spam"),
            _("Tickets now marked as spam, which count nowhere else, on the day they were marked."),
        ),
        Measure.DELETED: (
            pgettext("figure", "Deleted"),
            _("Deleted tickets, which count nowhere else, on the day they were deleted."),
        ),
        Measure.ERASED: (
            pgettext("figure", "Erased"),
            _("Tickets erased with all data of their customer, on that day."),
        ),
        Measure.BACKLOG: (
            pgettext("figure", "Open"),
            _("Active tickets at the end of the day, snoozed ones included."),
        ),
        Measure.ENTERED: (_("Into the backlog"), _("Tickets that became active, or came here while active.")),
        Measure.LEFT: (_("Out of the backlog"), _("Tickets that ceased to be active, or left while active.")),
    }


def _of_time() -> Words:
    return {
        Measure.FIRST_ANSWER: (_("First answer"), _("From opening to the first answer sent, on the day it was sent.")),
        Measure.LATE_ANSWER: (_("Late first answers"), _("First answers sent after their group's target.")),
        Measure.FIRST_FINISH: (_("First finish"), _("From opening until the ticket was finished for the first time.")),
        Measure.LAST_FINISH: (_("Last finish"), _("From opening until the ticket was last finished.")),
        Measure.WAITING: (_("Customer's waiting"), _("All the time the customer of a ticket waited for the desk.")),
        # Translators: how long each message waited for an answer
        Measure.REPLY: (_("Each wait"), _("From a customer's message until it was answered or no longer waited on.")),
        # Translators: tickets finished with exactly one answer
        Measure.ONE_TOUCH: (_("One-touch"), _("Tickets last finished with exactly one answer.")),
        Measure.ANSWERS_TO_FINISH: (
            _("Answers to finish"),
            _("How many answers a ticket had when it was last finished."),
        ),
        Measure.OPENED_ANSWERED: (_("Opened and answered"), _("Of the tickets opened, those answered by now.")),
        Measure.OPENED_FINISHED: (_("Opened and finished"), _("Of the tickets opened, those finished by now.")),
    }


def _of_operators() -> Words:
    return {
        Measure.TAKEN: (pgettext("figure", "Taken"), _("Tickets the operator took.")),
        Measure.DROPPED: (pgettext("figure", "Dropped"), _("Tickets the operator dropped.")),
        Measure.ASSIGNED_TO: (pgettext("figure", "Assigned by others"), _("Tickets others assigned to the operator.")),
        Measure.ASSIGNED_FROM: (
            pgettext("figure", "Assigned to others"),
            _("Tickets the operator assigned to others."),
        ),
        Measure.REALLOCATED: (
            pgettext("figure", "Reallocated"),
            _("Tickets of the operator that an administrator took, dropped or assigned."),
        ),
        # Translators: tickets that the desk took from operators who were offline
        Measure.RELEASED: (pgettext("figure", "Released"), _("Tickets of the operator that the desk released.")),
        Measure.SIGNED_IN: (
            pgettext("figure", "Signed in"),
            _("Time signed in; without a sign-out, until the last action."),
        ),
        Measure.AWAY: (pgettext("figure", "Away"), _("Time set to away, once the operator is back.")),
    }
