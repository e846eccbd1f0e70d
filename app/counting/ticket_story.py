"""A ticket's events played from the first to the last, and what is counted on the way.

An answer and the status that was set with it count once it is released: the answer at that time, the status when it was set.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from app.counting.fates import Fates, is_answer
from app.counting.handing import shared_out
from app.counting.logged import Counted, Logged, RemovedGroup
from app.counting.measure import BY_STATUS, Measure
from app.counting.open_time import GroupTimes
from app.counting.places import BacklogPlace, Places
from app.counting.waits import ACTIVE_STATUSES, WAITED_ON, Waits
from app.nouns.outbound_mail import OutboxState
from app.nouns.status import Status

FINISHES: Final = {measure.value: measure for measure in BY_STATUS}  # by status
DUPLICATE: Final = Status.DUPLICATE.value
ERASED: Final = "erased"  # what was active when it was erased is no more
BOUNCED: Final = OutboxState.BOUNCED.value
NOTHING_MOVES: Final = frozenset({"snoozed", "woken"})  # why a status event was written that changes none


class TicketStory:
    """What has come of a ticket by its last event. `removals`: of groups, by event, of any time."""

    def __init__(self, history: Sequence[Logged], removals: Sequence[RemovedGroup]) -> None:
        self.status = ""  # "": not opened yet
        self.holder_id = self.group_id = self.at_ms = self.answers = 0
        self._fates = Fates(history)
        self.acts: list[Counted] = []
        self.opened: Counted | None = None
        self.first_answer: Counted | None = None
        self.last_finish: tuple[int, Counted, int] | None = None  # its place among the acts, itself, answers until then
        self._authors: dict[int, int] = {}  # of the answers that left and have not bounced, by message
        self.hidden: dict[Measure, Counted] = {}  # DELETED, SPAM
        self.waits, self.places, self.groups = Waits(), Places(), GroupTimes(0)
        happened: list[Logged | RemovedGroup] = [*history, *removals]
        happened.sort(key=lambda one: one.id)
        for event in happened:
            if isinstance(event, RemovedGroup):
                self._lose_group(event)
            elif self.status or event.kind == "ticket.opened":
                self._play(event)

    def _lose_group(self, removal: RemovedGroup) -> None:
        if self.status and removal.group_id == self.group_id:
            self.at_ms = max(self.at_ms, removal.at_ms)
            self._move(removal.into_id, removal.id)

    def _play(self, event: Logged) -> None:
        self.at_ms = max(self.at_ms, event.at_ms)  # a rival's clock may have been behind
        if self.status and event.group_id != self.group_id:
            self._move(event.group_id, event.id)
        step = STEPS.get(event.kind)
        if step is not None and self._fates.counts(event):
            step(self, event)

    def opens(self, event: Logged) -> None:
        """The ticket is there."""
        self.group_id, self.groups = event.group_id, GroupTimes(event.group_id)
        self.status = Status.OPEN.value
        self.opened = self._note(Measure.OPENED, event)
        self.waits.begin(event.message_id, self.at_ms)
        self._stand(event.id)

    def changes_hands(self, event: Logged) -> None:
        """Taken, dropped or assigned: credited to whoever gets it, gives it or loses it."""
        holder = event.details.get("holder") or {}
        for measure, operator_id in shared_out(event):
            self.acts.append(Counted(measure, operator_id, self.group_id, event.id, self.at_ms))
        self.holder_id = holder.get("id", 0) if event.kind != "ticket.dropped" else 0
        self._stand(event.id)

    def changes_status(self, event: Logged) -> None:
        """A status was set, or it was marked as spam."""
        why = event.details.get("why")
        if why == "spam":
            self.hidden[Measure.SPAM] = self._counted(Measure.SPAM, event)
        elif why == "not_spam":
            self.hidden.pop(Measure.SPAM, None)
        elif why not in NOTHING_MOVES:
            self._set_status(event, event.details["status"])

    def is_merged(self, event: Logged) -> None:
        """Marked as a duplicate, or unmarked; then a status is said here, or by the event that follows."""
        status = event.details.get("status")
        if not event.details.get("undone"):
            self._set_status(event, DUPLICATE)
        elif status in FINISHES:  # as it was before: nobody finished it now
            self.status = status
        elif status:
            self._set_status(event, status)

    def gets_message(self, event: Logged) -> None:
        """The customer's is waited on; an answer counts from its release."""
        if is_answer(event):
            self._is_answered(event)
        elif event.details.get("message_kind") == "customer" and "from_ticket" not in event.details:
            self._is_asked(event, self.at_ms)

    def is_delivered(self, event: Logged) -> None:
        """An answer may have come back: it counts for its author, once. Nothing of a copy is known to the customer."""
        if event.details.get("state") != BOUNCED or event.details.get("to") or event.message_id not in self._authors:
            return
        author = self._authors.pop(event.message_id)
        self.acts.append(Counted(Measure.BOUNCED, author, self.group_id, event.id, self.at_ms))

    def has_message_moved(self, event: Logged) -> None:
        """A message came from another ticket, or went there."""
        if event.details.get("message_kind") != "customer":
            return
        if event.details["to_ticket"] == event.ticket_id:
            self._is_asked(event, event.details.get("written_ms") or self.at_ms)
        else:
            self.waits.forget(event.message_id)

    def is_recalled(self, event: Logged) -> None:
        """A status may have been restored that was not set with the answer."""
        if event.details.get("status"):
            self._set_status(event, event.details["status"])

    def is_deleted(self, event: Logged) -> None:
        """It counts as deleted until it is restored."""
        self.hidden[Measure.DELETED] = self._counted(Measure.DELETED, event)

    def is_restored(self, _event: Logged) -> None:
        """It counts as it did before."""
        self.hidden.pop(Measure.DELETED, None)

    def is_erased(self, event: Logged) -> None:
        """What was deleted before stays deleted; else the past stays as it was, and nothing of it is open any more."""
        if Measure.DELETED not in self.hidden:
            self._note(Measure.ERASED, event)
            self.waits.stop()
            self.status = self.status if self.status in FINISHES else ERASED
            self._stand(event.id)

    def _is_asked(self, event: Logged, written_ms: int) -> None:
        if event.details.get("shared") and self.status in WAITED_ON:
            self.waits.begin(event.message_id, written_ms)

    def _is_answered(self, event: Logged) -> None:
        release = self._fates.release_of(event)
        if release is None or self.opened is None:
            return
        at_ms = max(release.at_ms, self.at_ms)
        self.answers += 1
        act = Counted(Measure.ANSWERED, event.operator_id, release.group_id, event.id, at_ms)
        self.acts.append(act)
        self._authors[event.message_id or 0] = event.operator_id
        if self.first_answer is None:
            self.first_answer = act._replace(measure=Measure.FIRST_ANSWER, span=(self.opened.at_ms, at_ms))
        self.waits.end(at_ms, event.operator_id, release.group_id, event.id)

    def _set_status(self, event: Logged, status: str) -> None:
        before, self.status = self.status, status
        if status == before:
            return
        if status in FINISHES:
            self._finish(event, FINISHES[status], is_correction=before in FINISHES)
        elif status == DUPLICATE:
            self._note(Measure.MERGED, event)
        elif before not in ACTIVE_STATUSES:
            self._note(Measure.UNMERGED if before == DUPLICATE else Measure.REOPENED, event)
        if status not in WAITED_ON:
            self.waits.end(self.at_ms, event.operator_id, self.group_id, event.id)
        elif before not in WAITED_ON:
            self.waits.begin_by_status(self.at_ms)
        self._stand(event.id)

    def _finish(self, event: Logged, measure: Measure, *, is_correction: bool) -> None:
        """Of a finished ticket whose status is corrected, the finish counts by the new status."""
        if is_correction and self.last_finish:
            place, act, answers = self.last_finish
            act = self.acts[place] = act._replace(measure=measure)
        else:
            place, act, answers = len(self.acts), self._note(measure, event), self.answers
            if self.last_finish is None and self.opened:
                self.acts.append(act._replace(measure=Measure.FIRST_FINISH, span=(self.opened.at_ms, act.at_ms)))
        self.last_finish = place, act, answers

    def _move(self, group_id: int, event_id: int) -> None:
        self.group_id = group_id
        self.groups.move(group_id, self.at_ms)
        self._stand(event_id)

    def _stand(self, event_id: int) -> None:
        place = BacklogPlace(self.holder_id, self.group_id) if self.status in ACTIVE_STATUSES else None
        self.places.stand(place, event_id, self.at_ms)

    def _counted(self, measure: Measure, event: Logged) -> Counted:
        return Counted(measure, event.operator_id, self.group_id, event.id, self.at_ms)

    def _note(self, measure: Measure, event: Logged) -> Counted:
        act = self._counted(measure, event)
        self.acts.append(act)
        return act


STEPS: Final[Mapping[str, Callable[[TicketStory, Logged], Any]]] = {
    "ticket.opened": TicketStory.opens,
    "ticket.taken": TicketStory.changes_hands,
    "ticket.dropped": TicketStory.changes_hands,
    "ticket.assigned": TicketStory.changes_hands,
    "ticket.status": TicketStory.changes_status,
    "ticket.merged": TicketStory.is_merged,
    "ticket.deleted": TicketStory.is_deleted,
    "ticket.restored": TicketStory.is_restored,
    "ticket.erased": TicketStory.is_erased,
    "message.added": TicketStory.gets_message,
    "message.delivery": TicketStory.is_delivered,
    "message.moved": TicketStory.has_message_moved,
    "message.recalled": TicketStory.is_recalled,
}
