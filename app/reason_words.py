"""What the desk says of mail that did not come in or go out: a sentence for each code, in the reader's language."""

from app.languages import _


def sentence(code: str) -> str:
    """The sentence, its values still to be put in; empty for a code that is not known. Translated at each call."""
    return _leaving().get(code) or _coming().get(code) or ""


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
