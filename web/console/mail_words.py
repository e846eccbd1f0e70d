"""What the mail pages call things: what became of a mail, what a mail of ours is for, what it is in itself."""

from app.languages import _


def outcome_words(outcome: str) -> str:
    """What became of a mail that came."""
    return {
        "pending": _("waits to be read"),
        "opened": _("opened a ticket"),
        "appended": _("on its ticket"),
        "internal": _("on its ticket, for operators only"),
        "auto_reply": _("automatic reply"),
        "bounce": _("delivery report"),
        "list": _("mailing list"),
        "own": _("the desk's own"),
        "duplicate": _("a second copy"),
        "held": _("held"),
        "set_aside": _("set aside"),
        "unfetchable": _("never handed over"),
        "dismissed": _("left as it is"),
    }.get(outcome, outcome)


def outbox_kind_words(kind: str) -> str:
    """What a mail of ours is for."""
    return {
        "answer": _("answer"),
        "confirmation": _("confirmation"),
        "lost_code": _("link to the ticket page"),
        "use_form": _("way to the form"),
        "to_third_party": _("to a third party"),
        "new_message": _("notice: new message"),
        "assigned": _("notice: assigned"),
        "taken_away": _("notice: taken away"),
        "undelivered": _("notice: not delivered"),
        "invitation": _("invitation"),
        "password_reset": _("new password"),
    }.get(kind, kind)


def letter_kind_words(kind: str) -> str:
    """What a mail that came is in itself."""
    return {
        "message": _("a person's message"),
        "auto_reply": _("an automatic reply"),
        "bounce": _("a delivery report"),
        "list": _("a list's or bulk mail"),
        "calendar": _("an invitation to a meeting"),
        "own": _("a mail of a desk like this"),
        "broken": _("no readable mail"),
    }.get(kind, kind)


def again_words(outcome: str) -> str:
    """What the button says that gives such a mail another chance; empty where there is none to give."""
    return {
        "held": _("Let in"),
        "set_aside": _("Try again"),
        "unfetchable": _("Try again"),
        "dismissed": _("Let in"),
    }.get(outcome, "")


MAIL_LABELS = {call.__name__: call for call in (outcome_words, outbox_kind_words, letter_kind_words, again_words)}
