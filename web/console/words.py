"""The texts of the console's scripts: they come with the page, in the reader's language."""

from app.languages import _
from web.console.search_words import script_words as search_words
from web.words import time_words


def script_words() -> dict[str, str]:
    """Every text that a script says, by the name under which it asks."""
    return {**time_words(), **_list_words(), **_ticket_words(), **_composer_words(), **_desk_words(), **search_words()}


def _list_words() -> dict[str, str]:
    return {
        "new_count": _("%(count)s new"),
        "select_ticket": _("Select ticket %(number)s"),
        "selected": _("selected"),
        "selected_count": _("%(count)s selected"),
        "select_some": _("Choose tickets"),
        "select_all": _("Select all %(count)s shown"),
        "bulk_working": _("%(done)s of %(count)s"),
        "bulk_done": _("%(what)s: %(count)s"),
        "bulk_some_refused": _("%(what)s: %(done)s of %(count)s"),
        "bulk_undone": _("Taken back: %(count)s"),
        "holds_it": _("%(name)s holds it."),
        "not_tried": _("Not tried."),
        "not_loaded": _("The rest could not be loaded. Scroll to try again."),
        "name_away": _("%(name)s, away"),
        "is_typing": _("%(name)s is typing"),
        "is_writing": _("%(name)s is writing"),
    }


def _ticket_words() -> dict[str, str]:
    return {
        "new_reply": _("New reply"),
        "looks_at_it": _("%(name)s looks at this ticket too"),
        "ticket_gone": _("This ticket is no longer here for you."),
        "has_it_now": _("%(name)s has this ticket now."),
        "gave_it_away": _("You gave this to %(name)s."),
        "assigned_it_away": _("%(name)s assigned this to %(holder)s."),
        "took_it_away": _("%(name)s took this ticket from you."),
        "was_faster": _("%(name)s was faster."),
        "took_it_at": _("Took it at %(clock)s"),
        "offline_free_in": _("Free in %(time)s, %(name)s is offline."),
        "free_in": _("free in %(time)s"),
        "left_hours": _("%(count)s h"),
        "left_minutes": _("%(count)s min"),
        "left_seconds": _("%(count)s s"),
        "ask_for_it": _("Ask for it"),
        "asked": _("Asked. You see the answer here."),
        "asks_you_for": _("%(name)s asks you for %(number)s"),
        "hand_over": _("Hand over"),
        "handed_over": _("%(name)s handed you %(number)s"),
        "keeps_it": _("%(name)s keeps %(number)s"),
        "customer_saved": _("Customer saved"),
        "undo": _("Undo"),
        "taken_back": _("Taken back"),
        "tell_reply": _("%(name)s wrote on %(number)s"),
        "tell_opened": _("New ticket %(number)s"),
        "tell_assigned": _("%(name)s gave you %(number)s"),
        "tell_taken_away": _("%(name)s took %(number)s from you"),
    }


def _composer_words() -> dict[str, str]:
    return {
        "send": _("Send"),
        "send_when_back": _("Send when back"),
        "goes_out_when_back": _("It goes out as soon as the connection is back."),
        "add_note": _("Add note"),
        "note_added": _("Note added"),
        "draft_saved": _("Draft saved %(clock)s"),
        "draft_copied": _("Draft copied"),
        "answer_to": _("Answer to %(name)s"),
        "letter_to": _("Letter to %(name)s"),
        "leaves_in": _("leaves in %(seconds)s seconds"),
        "answer_queued": _("It leaves now."),
        "files_still_loading": _("A file is still on its way. Send again in a moment."),
        "file_too_large": _("%(name)s is %(size)s. Files up to %(limit)s fit; a link works too."),
        "file_not_sent": _("%(name)s did not arrive. Try again."),
        "file_uploading": _("%(name)s is on its way"),
        "file_remove": _("Remove %(name)s"),
        "files_too_large": _("%(name)s is %(size)s. All files of one message fit up to %(limit)s; a link works too."),
        "picture_not_read": _("%(name)s is no picture that can be shown. Attach it as a file."),
        "pictures_uploading": _("Picture on its way, %(percent)s percent"),
        "pictures_lost": _(
            "Pictures that did not come along: %(count)s. Copy them one by one, or drop their files here."
        ),
        **_guard_words(),
        "templates_found": _("Templates: %(count)s"),
        "template_deleted": _("Template %(name)s deleted"),
    }


def _guard_words() -> dict[str, str]:
    """What is said before something is sent that might be regretted."""
    return {
        "guard_unfilled": _("Not filled in yet: %(names)s."),
        "guard_fill": _("Fill in"),
        "guard_files_large": _(
            "The files are %(size)s together. Up to %(limit)s fit in one message; a link works too."
        ),
        "guard_text_large": _("The text is %(size)s. Up to %(limit)s fit. Attach the longest part as a file."),
        "guard_no_file": _("You write “%(word)s”, and no file is attached."),
        "guard_attach": _("Attach a file"),
        "guard_stranger": _("%(email)s has not been on this ticket before."),
        "guard_take_out": _("Take out"),
        "guard_again": _("Press send once more to send it as it is."),
    }


def _desk_words() -> dict[str, str]:
    return {
        "live": _("Live"),
        "not_live": _("Not connected"),
        "polling": _("Checked every 5 seconds"),
        "mail_checked": _("mail checked %(age)s ago"),
        "mail_checked_now": _("mail checked now"),
        "mail_fault": _("the mailbox cannot be read"),
        "mail_alarm": _("The mailbox cannot be read."),
        "mail_alarm_since": _("The mailbox cannot be read since %(clock)s."),
        "preferences_saved": _("Saved"),
        "tell_try": _("This is how the desk tells you something"),
        "tell_try_text": _("A click on it opens the ticket."),
        "permission_asked": _("This browser has not been asked yet whether it may. Press Try it."),
        "permission_denied": _(
            "This browser shows no notifications of the desk. Allow them in its settings for this page."
        ),
        "mail_last_good": _("Last read well: %(when)s."),
        "sending_alarm": _("The mail server cannot be reached."),
        "sending_alarm_since": _("The mail server cannot be reached since %(clock)s."),
        "away": _("Away"),
        "available": _("Available"),
        "no_connection_since": _("No connection since %(clock)s."),
        "desk_as_it_was": _("You see the desk as it was then. What you type is kept here."),
        "next_try_in": _("Next try in %(seconds)s s"),
        "trying": _("Trying"),
        "back": _("Back."),
        "tickets_moved": _("Changes while you were away: %(count)s."),
        "nothing_moved": _("Nothing moved while you were away."),
        "needs_connection": _("Needs a connection"),
        "not_saved": _("Not saved. Your text is safe here. Try again."),
        "signed_out": _("Your session has ended. Sign in again; drafts are kept."),
    }
