"""Texts for scripts, in the reader's language: they fill in the `%(name)s` themselves, so they get the text as it is."""

from app.languages import _


def time_words() -> dict[str, str]:
    """For moments in the reader's time zone (times.js)."""
    return {
        "age_now": _("now"),
        "age_minutes": _("%(count)s m"),
        "age_hours": _("%(count)s h"),
        "age_days": _("%(count)s d"),
        "late_by": _("%(age)s late"),
        "yesterday_at": _("Yesterday %(clock)s"),
    }


def file_words() -> dict[str, str]:
    """For choosing files (file-drop.js)."""
    return {
        "files_choose": _("Choose files"),
        "files_attach": _("Attach files"),
        "files_drop": _("or drop them here"),
        "file_remove": _("Remove %(name)s"),
        "file_too_large": _("%(name)s is %(size)s. Files up to %(limit)s fit; a link works too."),
        "files_too_many": _("%(count)s files fit. Leave some out; a link works too."),
    }


def copy_words() -> dict[str, str]:
    """For copying a text (copy-text.js)."""
    return {"copy": _("Copy"), "copied": _("Copied")}


def ticket_page_words() -> dict[str, str]:
    """For the ticket page while it is open: all of these, and what ticket-page-live.js and requests.js say."""
    shared = time_words() | file_words() | copy_words()
    return shared | {"new_message": _("New message"), "not_saved": _("Not saved. Your text is safe here. Try again.")}


def door_words() -> dict[str, str]:
    """For the greeting at the door (door.js)."""
    return {"morning": _("Good morning"), "afternoon": _("Good afternoon"), "evening": _("Good evening")}


def count_in_words(count: int) -> str:
    """A small count as it begins a sentence; a larger one in figures."""
    words = {
        2: _("Two"),
        3: _("Three"),
        4: _("Four"),
        5: _("Five"),
        6: _("Six"),
        7: _("Seven"),
        8: _("Eight"),
        9: _("Nine"),
    }
    return words.get(count, str(count))
