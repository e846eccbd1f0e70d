"""Why mail did not come in or go out: a sentence for each code, in the reader's language."""

from app.text.languages import _, ngettext


def sentence(code: str, count: int = 0) -> str:
    """The sentence for this count, its values still to be put in; empty for an unknown code. Translated at each call."""
    return next(
        (found for words in (_leaving, _coming, _fetching, _trying, _flaws) if (found := words(count).get(code))), ""
    )


def _leaving(count: int) -> dict[str, str]:
    """Why a mail has not left."""
    return {
        "smtp_refuses_sign_in": _("%(host)s refused the sign-in (“%(why)s”). Check the user name and password."),
        "smtp_certificate": _("The certificate of %(host)s is not trusted (“%(why)s”). No password was sent."),
        "smtp_not_tls": _(
            "%(host)s:%(port)s does not speak TLS as expected (“%(why)s”). No password was sent. "
            "Check the port: 465 with TLS, 587 with STARTTLS."
        ),
        "smtp_no_tls": _(
            "%(host)s does not offer STARTTLS on this port. No password was sent. Use TLS with port 465, or ask your mail provider."
        ),
        "smtp_no_sign_in": _("%(host)s does not accept a user name and password on this port (“%(why)s”)."),
        "smtp_silent": _("%(host)s:%(port)s is not responding."),
        "smtp_unreachable": _("%(host)s:%(port)s cannot be reached (“%(why)s”)."),
        "smtp_cafile": _("The CA file for the mail server cannot be read: “%(why)s”"),
        "smtp_slow": _("The mail server took too long."),
        "smtp_closed": _("The mail server closed the connection."),
        "smtp_silent_at_end": _("The mail server did not confirm that it accepted the email."),
        "smtp_closed_at_end": _("The mail server closed the connection before confirming that it accepted the email."),
        "desk_stopped": _("The server was stopped while this was being sent."),
        "expired": ngettext(
            "It could not be delivered within %(days)s day.", "It could not be delivered within %(days)s days.", count
        ),
        "link_over": _("Its link expired before it could be sent."),
        "link_dead": _("Its link is no longer valid."),
        "not_written": _("The email could not be composed (%(why)s)."),
        "odd_line": _("Mail servers disagree on how to read one of its lines."),
        "odd_headers": _("Header check failed after composing."),
        "kind_unknown": _("Unknown kind of email: “%(kind)s”."),
        "ticket_gone": _("This email's ticket no longer exists."),
        "message_gone": _("This email's message no longer exists."),
        "file_gone": _("The file “%(name)s” no longer exists."),
        "no_recipient": _("This email has no recipient."),
        "no_address": _("“%(address)s” is not a valid email address."),
        "dkim_count": _(
            "Keys in DESKBELL_DKIM_KEY_FILE: %(keys)s. Names in DESKBELL_DKIM_SELECTOR: %(names)s. There must be one name per key."
        ),
        "dkim_unusable": _("DESKBELL_DKIM_KEY_FILE cannot be used: “%(why)s”"),
        "called_spam": _("It was marked as spam."),
        "kept_here": _("kept on this machine (demo)"),
    }


def _coming(count: int) -> dict[str, str]:
    """Why a mail that came opened nothing, or was not read."""
    return {
        "desk_mark": _("It is marked as automatic mail from a help desk."),
        "desk_address": _("Our own email came back."),
        "desk_alone": _("It comes from our own address and has no reply address."),
        "desk_forged": _("It claims to come from our own address but fails our domain's check (DMARC: fail)."),
        "stray_auto_reply": _("An automatic reply that belongs to no ticket."),
        "calendar_answer": _("A reply to a calendar invitation that belongs to no ticket."),
        "reaction": _("A reaction to an email that belongs to no ticket."),
        "storm": ngettext(
            "More than %(count)s new ticket from this sender within an hour.",
            "More than %(count)s new tickets from this sender within an hour.",
            count,
        ),
        "sent_to_form": _("Answered with a link to the form."),
        "all_held": _("New tickets by email are held for review."),
        "no_mail_of_ours": _("It does not refer to any email of ours."),
        "stopped_process": _("Reading it stopped the mail reader."),
        "slow_to_read": _("Reading it took longer than %(seconds)s s."),
        "no_mail": _("This is not an email."),
        "same_as": _("Same as email %(number)s."),
    }


def _fetching(count: int) -> dict[str, str]:
    """Why a mailbox, or one mail in it, could not be read. `doing` is a word of the protocol."""
    return {
        "storage_full": _("There is no space left for more mail. It stays on the mail server and is fetched later."),
        "mail_no_such_host": _("No server called %(host)s was found. Check the host name."),
        "mail_no_dns": _("The name %(host)s could not be looked up: the DNS is not responding. Try again in a moment."),
        "mail_refused": _(
            "%(host)s refused the connection on port %(port)s. Check the port, and that the server is running."
        ),
        "mail_no_way": _("There is no route to %(host)s:%(port)s. Check the host name and the network."),
        "mail_out_of_reach": _(
            "%(host)s is at %(address)s, port %(port)s, which mail settings in the console may not reach. "
            "Use a usual mail port, or allow the network with DESKBELL_MAIL_NETWORKS."
        ),
        "mail_password_unreadable": _(
            "The stored password cannot be read, because the desk's secret key has changed. Enter the password again."
        ),
        "mailbox_cafile": _("The CA file %(file)s cannot be read: “%(why)s”"),
        "mailbox_certificate": _(
            "The certificate of %(host)s is not trusted (“%(why)s”). No password was sent. Check the host name; for a server with its own certificate, add ?cafile=/path/to/ca.pem."
        ),
        "mailbox_not_tls": _(
            "%(host)s:%(port)s does not speak TLS as expected (“%(why)s”). No password was sent. "
            "Check the port: POP3 uses 995 with TLS and 110 without, IMAP 993 and 143."
        ),
        "mailbox_unreachable": _(
            "%(host)s:%(port)s cannot be reached (“%(why)s”). Check the host and port, and that the server is running."
        ),
        "mailbox_no_tls": _(
            "%(host)s does not offer TLS on this port, but TLS is required. No password was sent. Use TLS instead of STARTTLS (pop3s:// or imaps://), or ask your mail provider."
        ),
        "mailbox_before_tls": _(
            "%(host)s, or someone in between, sent data before TLS began. No password was sent. Use TLS instead of STARTTLS (pop3s:// or imaps://)."
        ),
        "mailbox_needs_tls": _(
            "%(host)s does not accept passwords on this port without TLS. Use TLS (imaps://) or STARTTLS (?starttls=1)."
        ),
        "mailbox_slow": _(
            "%(host)s took too long (%(doing)s). The next check tries again; if this continues, ask your mail provider."
        ),
        "mailbox_closed": _("%(host)s closed the connection. The next check tries again."),
        "mailbox_ended": _("%(host)s ended the connection: “%(why)s”. The next check tries again."),
        "mailbox_cut": _("The connection to %(host)s was lost."),
        "mailbox_lost": _("The connection ended for an unknown reason."),
        "mailbox_lost_often": ngettext(
            "%(host)s lost the connection %(times)s time in one check. The next check continues; if this keeps happening, ask your mail provider.",
            "%(host)s lost the connection %(times)s times in one check. The next check continues; if this keeps happening, ask your mail provider.",
            count,
        ),
        "mailbox_serves_nobody": _("%(host)s is not accepting connections: “%(why)s”"),
        "mailbox_busy": _("%(host)s is busy with this mailbox: “%(why)s”"),
        "mailbox_refuses_sign_in": _(
            "%(host)s refused the sign-in of %(user)s: “%(why)s”. Check the user name and password."
        ),
        "mailbox_refuses_folder": _("%(host)s could not open the folder: “%(why)s”. Check the folder's name."),
        "mailbox_refuses_list": _("%(host)s refused to list the mailbox: “%(why)s”"),
        "mailbox_refuses": _("%(host)s replied to %(doing)s: “%(why)s”"),
        "mailbox_not_removed": _(
            "%(host)s did not remove all mail already stored here: “%(why)s”. The next check tries again."
        ),
        "mailbox_renumbered": _("%(host)s has renumbered its messages; the next check continues."),
        "mailbox_no_numbers": _(
            "The server does not give messages lasting numbers (UIDVALIDITY). Use POP3 for this mailbox."
        ),
        "mailbox_not_pop3": _("%(host)s does not speak POP3; it replied to %(doing)s: “%(why)s”. Check host and port."),
        "mailbox_not_imap": _("%(host)s does not speak IMAP (“%(why)s”). Check host and port."),
        "mailbox_not_kept": _("%(host)s does not follow IMAP (%(doing)s, %(why)s). Check host and port."),
        "mailbox_endless": _("%(host)s sends an endless response. Check host and port."),
        "mailbox_wrong_length": _("The server announced a wrong length for this message."),
        "mailbox_not_opened": _("The mailbox was not opened."),
        "token_unasked": _(
            "%(host)s could not be reached for an access token (%(why)s). The next check tries again; if this continues, check token_url=."
        ),
        "token_later": _("%(host)s did not issue an access token (HTTP %(status)s). Trying again later."),
        "token_refused": _(
            "%(host)s refused an access token: HTTP %(status)s, “%(why)s”. Sign in with the provider again, put the new refresh token in DESKBELL_MAILBOX_URL, and check client_id= and client_secret=."
        ),
        "mail_too_large": ngettext(
            "It is larger than %(count)s byte. It stays on the mail server; read it there.",
            "It is larger than %(count)s bytes. It stays on the mail server; read it there.",
            count,
        ),
        "mail_gone": _("It is no longer in the mailbox."),
        "mail_withheld": _("%(host)s lists it but does not deliver it."),
        "mail_nameless": _("The server lists it without an ID (UIDL) and does not deliver it in full."),
        "mail_not_offered": _("It was not offered in this session."),
    }


def _trying(_count: int) -> dict[str, str]:
    """What came of a test of mail servers."""
    return {
        "trial_signed_in": _("Connected to %(host)s:%(port)s and signed in."),
        "trial_sent": _("A test email to %(address)s was sent. Check that it is there."),
        "trial_not_taken": _("The mail server refused the test email to %(address)s (“%(why)s”)."),
        "trial_mailbox": _("Signed in as %(user)s; emails in the mailbox: %(count)s."),
        "trial_arrived": _("A test email to %(address)s arrived after %(seconds)s s."),
        "trial_not_arrived": _(
            "A test email to %(address)s was sent, but did not arrive within %(seconds)s s. Check that this address belongs to the mailbox."
        ),
        "trial_slow": _("This took too long and was stopped."),
        "trial_unheard": _("No mail process picked this up. Start it with: deskbell mail run"),
        "trial_broken_off": _("The test was interrupted. Try again."),
        "trial_mail": _("A test email of this desk."),
    }


def _flaws(count: int) -> dict[str, str]:
    """What is wrong with a mail's form; several are joined in one line."""
    return {
        "flaw_headers_large": _("header block too large"),
        "flaw_no_blank_line": _("no blank line before the body"),
        "flaw_junk": _("junk between the headers"),
        "flaw_unread": _("could not be read: %(why)s"),
        "flaw_outlook_file": _("an Outlook file, not a message"),
        "flaw_too_large": _("larger than a message can be"),
        "flaw_no_headers": _("no message headers"),
        "flaw_nested": _("parts nested too deep"),
        "flaw_boundary": _("boundary missing or wrong"),
        "flaw_many_parts": _("too many parts"),
        "flaw_many_files": ngettext(
            "more than %(most)s file: only the names of the rest are kept (%(count)s)",
            "more than %(most)s files: only the names of the rest are kept (%(count)s)",
            count,
        ),
        "flaw_not_closed": _("no closing boundary"),
    }
