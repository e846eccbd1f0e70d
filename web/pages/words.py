"""Texts for scripts, in the reader's language: they fill in the `%(name)s` themselves, so they get the text as it is."""

from collections.abc import Callable

from app.text.languages import _, current_language, ngettext, pgettext
from app.text.plural_categories import example_counts
from app.text.units import days_form, hours_form, minutes_form

Words = dict[str, str | dict[str, str]]


def each_form(text_for: Callable[[int], str]) -> dict[str, str]:
    """A text with a `%(count)s` in all its plural forms: scripts choose by `Intl.PluralRules` (page.js).

    `text_for(count)` is an `ngettext` of this count.
    """
    return {category: text_for(count) for category, count in example_counts(current_language()).items()}


def time_words() -> Words:
    """For times in the reader's time zone (times.js)."""
    return {
        "age_now": pgettext("age", "now"),
        "age_minutes": each_form(minutes_form),
        "age_hours": each_form(hours_form),
        "age_days": each_form(days_form),
        # Translators: %(age)s is "2 h"
        "late_by": _("%(age)s late"),
        # Translators: %(clock)s is a time such as 18:19
        "yesterday_at": _("Yesterday %(clock)s"),
    }


def size_words() -> Words:
    """For sizes of files (files.js); the same as `file_size` of shown.py."""
    return {"size_b": _("%(size)s B"), "size_kb": _("%(size)s KB"), "size_mb": _("%(size)s MB")}


def file_words() -> Words:
    """For choosing files before they are sent (file-drop.js)."""
    return size_words() | {
        "files_choose": _("Choose files"),
        "files_attach": _("Attach files"),
        "files_drop": _("or drop them here"),
        "file_remove": _("Remove %(name)s"),
        # Translators: below a form: "2 of 20 files, 1.1 MB of 25 MB". Its plural form is that of the larger number
        "files_chosen": each_form(
            lambda most: ngettext(
                "%(chosen)s of %(count)s file, %(size)s of %(limit)s",
                "%(chosen)s of %(count)s files, %(size)s of %(limit)s",
                most,
            )
        ),
        "file_empty": _("%(name)s is empty. Choose it again, or leave it out."),
        "file_unreadable": _("%(name)s can no longer be read. Choose it again, or leave it out."),
        "files_too_large": _(
            "%(name)s is %(size)s. The limit is %(limit)s for all files of a message. Share larger files as a link."
        ),
        "file_too_large": _("%(name)s is %(size)s. The limit is %(limit)s per file. Share larger files as a link."),
        "files_too_many": each_form(
            lambda most: ngettext(
                "You can send up to %(count)s file at once. Remove some, or share them as a link.",
                "You can send up to %(count)s files at once. Remove some, or share them as a link.",
                most,
            )
        ),
    }


def form_words() -> Words:
    """For a customer's form (sending.js): what it says while being sent."""
    return file_words() | {
        "not_sent": _("Not sent: the server cannot be reached. Your text is kept here. Send it again in a moment."),
        "not_sent_offline": _("Not sent: you are offline. Your text is kept here. Send it when you are back online."),
        "sending_stopped": _("Stopped. Your text is kept here: send it again, or change it."),
    }


def copy_words() -> Words:
    """For copying a text (copy-text.js)."""
    return {"copy": _("Copy"), "copied": _("Copied")}


def ticket_page_words() -> Words:
    """For the ticket page while it is open: all of these, and what ticket-page-live.js and requests.js say."""
    shared = time_words() | form_words() | copy_words()
    return shared | request_words() | {"new_message": _("New message")}


def request_words() -> Words:
    """For a desk that cannot be reached (requests.js)."""
    return {
        "not_saved": _("Not saved. Your text is safe here. Try again."),
        "not_loaded": _("Not loaded: you need a connection. Try again in a moment."),
    }


def door_words() -> Words:
    """For the greeting at the door (door.js)."""
    return {"morning": _("Good morning"), "afternoon": _("Good afternoon"), "evening": _("Good evening")}
