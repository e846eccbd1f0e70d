"""The texts of the console's scripts: they come with the page, in the reader's language."""

from app.text.languages import _, ngettext, pgettext
from app.text.units import hours_form, min_form, seconds_form
from web.console.frame.search_words import script_words as search_words
from web.pages.words import Words, each_form, request_words, size_words, time_words


def script_words() -> Words:
    """Every text that a script says, by the name under which it asks."""
    return {
        **time_words(),
        **size_words(),
        **_list_words(),
        **_ticket_words(),
        **_composer_words(),
        **_desk_words(),
        **search_words(),
    }


def _list_words() -> Words:
    return {
        # Translators: on the pill above a list: that many new tickets, mails or lines of the log, not shown yet
        "new_count": each_form(lambda count: ngettext("%(count)s new", "%(count)s new", count)),
        "select_ticket": _("Select ticket %(number)s"),
        # Translators: of a ticket, read out
        "selected": _("selected"),
        # Translators: that many tickets are selected
        "selected_count": each_form(lambda count: ngettext("%(count)s selected", "%(count)s selected", count)),
        "not_proved": _("Address not verified"),
        "select_some": _("Select tickets"),
        # Translators: a button that selects every ticket of the list
        "select_all": each_form(
            lambda count: ngettext("Select the %(count)s shown", "Select all %(count)s shown", count)
        ),
        # Translators: progress over many tickets: "3 of 12"
        "bulk_working": _("%(done)s of %(count)s"),
        "bulk_undone": each_form(
            lambda count: ngettext(
                "Undone for %(done)s of %(count)s ticket", "Undone for %(done)s of %(count)s tickets", count
            )
        ),
        "holds_it": _("%(name)s has it."),
        "not_tried": _("Not tried."),
        "rest_not_loaded": _("The rest could not be loaded. Scroll to try again."),
        # Translators: an operator who is away
        "name_away": _("%(name)s, away"),
        "is_typing": _("%(name)s is typing"),
        "is_writing": _("%(name)s is writing"),
    }


def _ticket_words() -> Words:
    return {
        "new_reply": _("New reply"),
        "looks_at_it": _("%(name)s is viewing this ticket too"),
        "ticket_gone": _("You no longer have access to this ticket."),
        "take_it_first": _("Take it first."),
        "has_it_now": _("%(name)s has this ticket now."),
        "gave_it_away": _("You assigned this to %(name)s."),
        "assigned_it_away": _("%(name)s assigned this to %(holder)s."),
        "took_it_away": _("%(name)s took this ticket from you."),
        "was_faster": _("%(name)s got there first."),
        "took_it_at": _("Took it at %(clock)s"),
        "offline_free_in": _("%(name)s is offline. Will be released in %(time)s."),
        # Translators: in a row of the list: the time after which the ticket is taken from its offline assignee
        "free_in": _("released in %(time)s"),
        "left_hours": each_form(hours_form),
        "left_minutes": each_form(min_form),
        "left_seconds": each_form(seconds_form),
        # Translators: a button: ask the assignee to hand the ticket over
        "ask_for_it": _("Ask for it"),
        "asked": _("Asked. You will see the response here."),
        "asks_you_for": _("%(name)s would like %(number)s"),
        "hand_over": _("Hand over"),
        "handed_over": _("%(name)s handed you %(number)s"),
        "keeps_it": _("%(name)s keeps %(number)s"),
        "customer_saved": _("Customer saved"),
        "undo": _("Undo"),
        "taken_back": _("Undone"),
        "tell_reply": _("%(name)s wrote on %(number)s"),
        "tell_opened": _("New ticket %(number)s"),
        "tell_assigned": _("%(name)s assigned you %(number)s"),
        "tell_mentioned": _("%(name)s mentioned you on %(number)s"),
        "tell_taken_away": _("%(name)s took %(number)s from you"),
    }


def _composer_words() -> Words:
    return {
        "send": _("Send"),
        "send_letter": _("Send email"),
        "send_when_back": _("Send when online"),
        "goes_out_when_back": _("It will be sent as soon as you are back online."),
        "add_note": _("Add note"),
        "note_added": _("Note added"),
        "colleagues_found": each_form(lambda count: ngettext("%(count)s colleague", "%(count)s colleagues", count)),
        "draft_saved": _("Draft saved %(clock)s"),
        "draft_copied": _("Draft copied"),
        "draft_left": _("Draft sent or cleared elsewhere"),
        "other_draft": _("Kept in this browser only"),
        "other_draft_at": _("Saved at %(clock)s in another window or on another device"),
        "other_draft_here": _("You have another draft for this ticket. Both are kept."),
        "sent_before_change": _("Already sent: “%(text)s”. Your changed text is kept here. Send again to send it too."),
        "answer_to": _("Answer to %(name)s"),
        "letter_to": _("Email to %(name)s"),
        "leaves_in": each_form(
            lambda count: ngettext("leaves in %(count)s second", "leaves in %(count)s seconds", count)
        ),
        # Translators: that many tickets are still to be answered
        "left_count": each_form(lambda count: ngettext("%(count)s left", "%(count)s left", count)),
        # Translators: no more tickets to be answered
        "left_none": _("none left"),
        "answer_not_sent": _("Your answer on %(number)s was not sent"),
        "open_it": pgettext("verb", "Open"),
        "only_in_this_browser": _("Only in this browser: %(left)s. Sign out again to discard it."),
        "answer_queued": _("It is being sent now."),
        "files_still_loading": _("A file is still uploading. Send again in a moment."),
        "file_too_large": _("%(name)s is %(size)s. The limit is %(limit)s per file. Share larger files as a link."),
        "file_not_sent": _("%(name)s could not be uploaded. Try again."),
        "file_uploading": _("Uploading %(name)s"),
        "file_remove": _("Remove %(name)s"),
        "files_too_large": _(
            "%(name)s is %(size)s. The limit is %(limit)s for all files of a message. Share larger files as a link."
        ),
        "picture_on_its_way": _("A picture is still uploading. Save again in a moment."),
        "picture_not_read": _("%(name)s cannot be shown as a picture. Attach it as a file."),
        "pictures_uploading": _("Uploading picture, %(percent)s percent"),
        "pictures_lost": _(
            "Pictures that could not be pasted: %(count)s. Copy them one by one, or drop their files here."
        ),
        **_guard_words(),
        "templates_found": _("Templates: %(count)s"),
        "template_deleted": _("Template %(name)s deleted"),
    }


def _guard_words() -> Words:
    """Warnings before sending something that might be regretted."""
    return {
        "guard_unfilled": _("Still to fill in: %(names)s."),
        "guard_fill": _("Fill in"),
        "guard_files_large": _(
            "The files are %(size)s together. The limit is %(limit)s per message. Share larger files as a link."
        ),
        "guard_text_large": _("The text is %(size)s. The limit is %(limit)s. Attach the longest part as a file."),
        "guard_no_file": _("You mention “%(word)s”, but no file is attached."),
        "guard_attach": _("Attach a file"),
        "guard_stranger": _("%(email)s is new to this ticket."),
        "guard_take_out": _("Remove"),
        "guard_again": _("Press Send again to send anyway."),
    }


def _desk_words() -> Words:
    return {
        "live": pgettext("state of the connection", "Live"),
        "offline": _("offline"),
        "not_live": _("Not connected"),
        "polling": _("Checked every 5 seconds"),
        "mail_checked": _("mail checked %(age)s ago"),
        "mail_checked_now": _("mail checked now"),
        "mail_fault": _("the mailbox cannot be read"),
        "mail_alarm": _("The mailbox cannot be read."),
        "mail_alarm_since": _("The mailbox has been unreadable since %(clock)s."),
        "preferences_saved": _("Saved"),
        # Translators: beside the button that saves: that many fields were changed
        "change_count": each_form(lambda count: ngettext("%(count)s change", "%(count)s changes", count)),
        "tell_try": _("This is what a notification looks like"),
        "tell_try_text": _("Click one to open the ticket."),
        "permission_asked": _("This browser has not been asked for permission yet. Press Try it."),
        "permission_denied": _("Notifications are blocked. Allow them for this page in your browser settings."),
        "mail_last_good": _("Last successful check: %(when)s."),
        "sending_alarm": _("The mail server cannot be reached."),
        "sending_alarm_since": _("The mail server has been unreachable since %(clock)s."),
        "disk_alarm": _("The server's disk is almost full."),
        "disk_alarm_since": _("The server's disk has been full since %(clock)s."),
        "away": _("Away"),
        "available": _("Available"),
        "no_connection_since": _("No connection since %(clock)s."),
        "database_away_since": _("The database has been unreachable since %(clock)s."),
        "desk_as_it_was": _("You see everything as it was then. What you type is kept here."),
        "next_try_in": _("Next try in %(seconds)s s"),
        "trying": _("Trying"),
        "back": _("Back online."),
        "tickets_moved": _("Changes while you were offline: %(count)s."),
        "nothing_moved": _("Nothing changed while you were away."),
        "needs_connection": _("Needs a connection"),
        "ticket_needs_connection": _("%(number)s needs a connection"),
        "waiting_count": each_form(
            lambda count: ngettext(
                "%(count)s message is waiting to be sent.", "%(count)s messages are waiting to be sent.", count
            )
        ),
        "sent_when_back": _("Your message on %(number)s was sent"),
        "not_sent_when_back": _("Your message on %(number)s was not sent. Its text is kept there."),
        **request_words(),
        "signed_out": _("Your session has ended. Sign in again; drafts are kept."),
    }
