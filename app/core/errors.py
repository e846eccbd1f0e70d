"""What can go wrong at the desk: one tree of outcomes, each with its HTTP status and words for a person."""

from collections.abc import Mapping

from app.text.languages import _, ngettext


class DeskError(Exception):
    """An outcome that is not the wanted one. `str()` of it is one sentence for the person who asked."""

    status = 400
    slug = "bad-request"

    def extra(self) -> dict[str, object]:
        """What a program gets besides the sentence (members of an RFC 9457 problem)."""
        return {}


class NotFound(DeskError):
    """There is none, or this person may not know of it: the same answer for both."""

    status = 404
    slug = "not-found"

    def __init__(self, what: str = "") -> None:
        super().__init__(what or _("Not found, or you don't have access."))


class Forbidden(DeskError):
    """The person may know of it, and may not do this. The sentence says what would make it possible."""

    status = 403
    slug = "forbidden"


class LockHeld(DeskError):
    """Another operator holds the ticket. Names the holder."""

    status = 409
    slug = "lock-held"

    def __init__(self, ticket_id: int, holder_id: int | None, holder_name: str, since_ms: int | None = None) -> None:
        super().__init__(_("%(name)s has ticket #%(id)d.") % {"name": holder_name, "id": ticket_id})
        self.ticket_id = ticket_id
        self.holder_id = holder_id
        self.holder_name = holder_name
        self.since_ms = since_ms

    def extra(self) -> dict[str, object]:
        """The holder, as the console and programs show it."""
        return {"holder": {"id": self.holder_id, "name": self.holder_name, "since_ms": self.since_ms}}


class NotHeld(DeskError):
    """The ticket is unassigned and has to be taken first."""

    status = 409
    slug = "not-held"

    def __init__(self, ticket_id: int) -> None:
        super().__init__(_("Ticket #%(id)d is unassigned. Take it first.") % {"id": ticket_id})
        self.ticket_id = ticket_id

    def extra(self) -> dict[str, object]:
        """No holder."""
        return {"holder": None}


class NewerMessages(DeskError):
    """The customer wrote after the view was drawn: the send stops, the text stays (stop-send)."""

    status = 409
    slug = "newer-messages"

    def __init__(self, ticket_id: int, newer: int, seen: int) -> None:
        words = ngettext(
            "%(count)d new message on ticket #%(id)d. Read it, then send again.",
            "%(count)d new messages on ticket #%(id)d. Read them, then send again.",
            newer,
        )
        super().__init__(words % {"count": newer, "id": ticket_id})
        self.newer = newer
        self.seen = seen

    def extra(self) -> dict[str, object]:
        """How many are newer, and the event number which makes the same send pass."""
        return {"newer": self.newer, "seen": self.seen}


class TooLate(DeskError):
    """It is too late for this."""

    status = 409
    slug = "too-late"


class Conflict(DeskError):
    """The action does not fit the current state."""

    status = 409
    slug = "conflict"


class ChangedMeanwhile(DeskError):
    """The ticket is not as the sender has seen it any longer; nothing was done."""

    status = 412
    slug = "changed-meanwhile"

    def __init__(self, ticket_id: int) -> None:
        words = _("Ticket #%(id)d has changed meanwhile. Read it again and send its new ETag in If-Match.")
        super().__init__(words % {"id": ticket_id})


class AlreadyStored(DeskError):
    """The same request key came with another content: the first stays, and nothing of the second was stored."""

    status = 409
    slug = "already-stored"

    def __init__(self, words: str, *, ticket_id: int, message_id: int | None = None) -> None:
        super().__init__(words)
        self.ticket_id = ticket_id
        self.message_id = message_id

    def extra(self) -> dict[str, object]:
        """What the first request made."""
        return {"stored": {"ticket": self.ticket_id, "message": self.message_id}}


class OtherDraft(DeskError):
    """The draft that the desk keeps is not the one that this window went on from: neither is overwritten."""

    status = 409
    slug = "other-draft"

    def __init__(self, html: str, save_key: str, saved_ms: int) -> None:
        super().__init__(_("A different draft was saved in another window or on another device. Both are kept."))
        self.draft = {"html": html, "save_key": save_key, "saved_ms": saved_ms}

    def extra(self) -> dict[str, object]:
        """The draft that the desk keeps."""
        return {"draft": self.draft}


class BadFields(DeskError):
    """Fields of a form are at fault: each named with what to do. Nothing that was typed is lost."""

    status = 422
    slug = "bad-fields"

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)

    def extra(self) -> dict[str, object]:
        """`errors`: one object a field (RFC 9457 §3.2 leaves the name to us)."""
        return {"errors": [{"field": name, "message": words} for name, words in self.faults.items()]}


class TooLarge(DeskError):
    """More bytes than the limit, which the sentence names."""

    status = 413
    slug = "too-large"


class TooMany(DeskError):
    """A rate limit. `retry_after_s` says when to come back."""

    status = 429
    slug = "too-many"

    def __init__(self, words: str, retry_after_s: int) -> None:
        super().__init__(words)
        self.retry_after_s = retry_after_s


class Busy(DeskError):
    """The desk cannot do it right now; nothing was changed, and the same request works later."""

    status = 503
    slug = "busy"
    retry_after_s = 2


class Away(Busy):
    """The desk's database cannot be reached. The same request will do once it is back; one with a key changes nothing twice."""

    slug = "database-away"
    retry_after_s = 5


class SignedOut(DeskError):
    """There is no session, or it has ended."""

    status = 401
    slug = "signed-out"

    def __init__(self) -> None:
        super().__init__(_("Sign in first."))


class StorageFull(DeskError):
    """The attachment storage is full; nothing of the request was kept."""

    status = 507
    slug = "storage-full"
