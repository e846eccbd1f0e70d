"""What the desk says of mail that did not come in or go out: a sentence for each code, in the reader's language."""

from app.languages import _


def sentence(code: str) -> str:
    """The sentence, its values still to be put in; empty for a code that is not known. Translated at each call."""
    return next((found for words in (_leaving, _coming, _fetching, _flaws) if (found := words().get(code))), "")


def _leaving() -> dict[str, str]:
    """Why a mail has not left."""
    return {
        "smtp_refuses_sign_in": _(
            "%(host)s does not let the desk in (“%(why)s”). Check user and password in DESKBELL_SMTP_URL."
        ),
        "smtp_certificate": _("The certificate of %(host)s is not trusted (“%(why)s”). No password was sent."),
        "smtp_silent": _("%(host)s:%(port)s does not answer."),
        "smtp_unreachable": _("%(host)s:%(port)s cannot be reached (“%(why)s”)."),
        "smtp_cafile": _("The file of trusted certificates for the mail server cannot be read: “%(why)s”"),
        "smtp_slow": _("The mail server was too slow."),
        "smtp_closed": _("The mail server closed the connection."),
        "smtp_silent_at_end": _("The mail server did not say whether it took the mail."),
        "smtp_closed_at_end": _("The mail server closed the connection before it said whether it took the mail."),
        "desk_stopped": _("The desk was stopped while it was sent."),
        "expired": _("It could not be delivered within %(days)s days."),
        "link_over": _("The link in it was over before it could be sent."),
        "link_dead": _("The link in it opens nothing any more."),
        "not_written": _("The mail could not be written (%(why)s)."),
        "odd_line": _("The mail holds a line that mail servers disagree about."),
        "odd_headers": _("The mail, read again, has other headers than it was given."),
        "kind_unknown": _("This desk does not know how to write a mail of the kind “%(kind)s”."),
        "ticket_gone": _("The ticket of this mail is gone."),
        "message_gone": _("The message of this mail is gone."),
        "file_gone": _("The file “%(name)s” is gone."),
        "no_recipient": _("This mail has no recipient."),
        "no_address": _("“%(address)s” is no mail address that can be written to."),
        "dkim_count": _("DESKBELL_DKIM_KEY_FILE holds %(keys)s keys, DESKBELL_DKIM_SELECTOR %(names)s names"),
        "dkim_unusable": _("DESKBELL_DKIM_KEY_FILE cannot be used: “%(why)s”"),
        "called_spam": _("Somebody called it spam."),
        "kept_here": _("kept on this machine (demo)"),
    }


def _coming() -> dict[str, str]:
    """Why a mail that came opened nothing, or was not read."""
    return {
        "desk_mark": _("It carries the mark of a desk's automatic mail."),
        "desk_address": _("It claims to come from the desk's own address."),
        "stray_auto_reply": _("An automatic reply that belongs to no ticket."),
        "storm": _("More than %(count)s new tickets of this sender within an hour."),
        "sent_to_form": _("Answered with the way to the form."),
        "all_held": _("New tickets by mail are held."),
        "no_mail_of_ours": _("It belongs to no mail of this desk."),
        "stopped_process": _("It stopped the process that read it."),
        "slow_to_read": _("Reading it took longer than %(seconds)s seconds."),
        "no_mail": _("It is no mail."),
        "same_as": _("The same as mail %(number)s."),
    }


def _fetching() -> dict[str, str]:
    """Why a mailbox, or one mail in it, could not be read. `doing` is a word of the protocol."""
    return {
        "storage_full": _("The desk has no room for more mail. It stays on the mail server and is fetched later."),
        "mailbox_cafile": _("The file of trusted certificates, %(file)s, cannot be read: “%(why)s”"),
        "mailbox_certificate": _(
            "The certificate of %(host)s is not trusted (“%(why)s”). No password was sent. Check the host's name; "
            "a server with a certificate of its own needs ?cafile=/path/to/ca.pem."
        ),
        "mailbox_not_tls": _(
            "%(host)s:%(port)s does not speak TLS as expected (“%(why)s”). No password was sent. "
            "Check the port: POP3 uses 995 with TLS and 110 without, IMAP 993 and 143."
        ),
        "mailbox_unreachable": _(
            "%(host)s:%(port)s cannot be reached (“%(why)s”). Check host and port, and whether the server runs."
        ),
        "mailbox_no_tls": _(
            "%(host)s does not offer TLS on this port, though it is required. No password was sent. "
            "Use pop3s:// or imaps://, or ask who runs the mail server."
        ),
        "mailbox_before_tls": _(
            "%(host)s, or somebody between, sent data before TLS began. No password was sent. Use pop3s:// or imaps://."
        ),
        "mailbox_needs_tls": _("%(host)s takes no password on this port without TLS. Use imaps:// or ?starttls=1."),
        "mailbox_slow": _(
            "%(host)s was too slow (%(doing)s). It is tried again at the next poll; "
            "if this stays, ask who runs the mail server."
        ),
        "mailbox_closed": _("%(host)s closed the connection. It is tried again at the next poll."),
        "mailbox_ended": _("%(host)s ended the connection: “%(why)s”. It is tried again at the next poll."),
        "mailbox_cut": _("The connection to %(host)s was cut."),
        "mailbox_lost": _("The connection ended for no known reason."),
        "mailbox_lost_often": _(
            "%(host)s lost the connection %(times)s times in one visit. The next poll goes on; "
            "if this stays, ask who runs the mail server."
        ),
        "mailbox_serves_nobody": _("%(host)s serves nobody now: “%(why)s”"),
        "mailbox_busy": _("%(host)s is busy with this mailbox: “%(why)s”"),
        "mailbox_refuses_sign_in": _(
            "%(host)s does not let %(user)s in: “%(why)s”. Check user and password in DESKBELL_MAILBOX_URL."
        ),
        "mailbox_refuses_folder": _(
            "%(host)s does not open the folder: “%(why)s”. Check folder= in DESKBELL_MAILBOX_URL."
        ),
        "mailbox_refuses_list": _("%(host)s refuses to list the mailbox: “%(why)s”"),
        "mailbox_refuses": _("%(host)s answered to %(doing)s: “%(why)s”"),
        "mailbox_not_removed": _(
            "%(host)s has not removed all that is stored here: “%(why)s”. It is asked again at the next poll."
        ),
        "mailbox_renumbered": _("%(host)s has numbered its messages anew; the next poll goes on."),
        "mailbox_no_numbers": _(
            "The server gives its messages no lasting numbers (UIDVALIDITY). Read this mailbox by POP3."
        ),
        "mailbox_not_pop3": _(
            "%(host)s does not speak POP3; to %(doing)s it answered: “%(why)s”. Check host and port."
        ),
        "mailbox_not_imap": _("%(host)s does not speak IMAP (“%(why)s”). Check host and port."),
        "mailbox_not_kept": _("%(host)s does not keep to IMAP (%(doing)s, %(why)s). Check host and port."),
        "mailbox_endless": _("%(host)s sends an answer without end. Check host and port."),
        "mailbox_wrong_length": _("The server announced a wrong length for this message."),
        "mailbox_not_opened": _("The mailbox was not opened."),
        "token_unasked": _(
            "%(host)s cannot be asked for an access token (%(why)s). "
            "It is tried again at the next poll; check token_url= if this stays."
        ),
        "token_later": _("%(host)s gives no access token now (HTTP %(status)s). It is tried again later."),
        "token_refused": _(
            "%(host)s gives no access token: HTTP %(status)s, “%(why)s”. Sign in with the provider again, put the new "
            "refresh token into DESKBELL_MAILBOX_URL, and check client_id= and client_secret=."
        ),
        "mail_too_large": _("It is larger than %(count)s bytes. It stays on the mail server; read it there."),
        "mail_gone": _("It is no longer in the mailbox."),
        "mail_withheld": _("%(host)s names it and does not hand it over."),
        "mail_nameless": _("The server gives it no name (UIDL) and does not hand it over whole."),
        "mail_not_offered": _("This session has not offered it."),
    }


def _flaws() -> dict[str, str]:
    """What is wrong with a mail as it is written; several stand in one line."""
    return {
        "flaw_headers_large": _("header block too large"),
        "flaw_no_blank_line": _("no blank line before the body"),
        "flaw_junk": _("junk between the headers"),
        "flaw_unread": _("could not be read: %(why)s"),
        "flaw_outlook_file": _("an Outlook file, not a message"),
        "flaw_too_large": _("larger than a message may be"),
        "flaw_no_headers": _("no headers of a message"),
        "flaw_nested": _("parts nested too deep"),
        "flaw_boundary": _("boundary missing or wrong"),
        "flaw_many_parts": _("too many parts"),
        "flaw_not_closed": _("no closing boundary"),
    }
