"""The sections of the settings page: what each setting is called, does, is counted in, and is where nobody has set it."""

from collections.abc import Iterable

from app.config import typed_settings as typed
from app.files.logos import MOST_BYTES
from app.nouns.group import Group
from app.text.languages import _, available, ngettext, pgettext
from web.console.frame.setting_words import figures_words, new_ticket_words, second_factor_words
from web.console.settings.setting_fields import SettingField, SettingSection
from web.pages.language_names import language_name


def sections(groups: Iterable[Group]) -> tuple[SettingSection, ...]:
    """All of them, in the order of the page, in the language that holds here."""
    return (
        SettingSection("desk", _("Desk"), _desk()),
        SettingSection("look", _("Logo and colour"), _look()),
        SettingSection("address", _("Address and legal details"), _address()),
        SettingSection("new-tickets", _("New tickets"), _new_tickets(tuple(groups))),
        SettingSection("answers", _("Answers and assignees"), _answers()),
        SettingSection("email", _("Email"), _mail()),
        SettingSection("people", _("People and security"), _people()),
    )


def _desk() -> tuple[SettingField, ...]:
    return (
        SettingField(
            "desk_name",
            _("Name"),
            _("Shown on pages and in emails. Leave empty to use the sender name of your email."),
            longest=typed.LONGEST_NAME,
            autocomplete="organization",
            also=pgettext("words to find it by", "desk name company title brand"),
        ),
        SettingField(
            "language",
            _("Default language"),
            _("For readers whose own language the desk does not speak, and for emails to new customers."),
            "choice",
            default=language_name("en"),
            options={code: language_name(code) for code in available()},
            also=pgettext("words to find it by", "translation locale"),
        ),
        SettingField(
            "timezone",
            _("Time zone"),
            _("Used for daily figures. Times are shown in each person's own zone."),
            "zone",
            default="UTC",
            also=pgettext("words to find it by", "clock region"),
        ),
    )


def _look() -> tuple[SettingField, ...]:
    return (
        SettingField(
            "logo",
            _("Logo"),
            _("PNG or JPEG, up to %(most)d KB. Shown on a white tile on public pages and in emails to customers.")
            % {"most": MOST_BYTES // 1024},
            "picture",
            default=_("none"),
            also=pgettext("words to find it by", "brand image picture"),
        ),
        SettingField(
            "colour",
            _("Colour"),
            _(
                "For the head, buttons and links of public pages and emails, such as #1a5276. White text must be readable on it; dark pages get a lighter tone."
            ),
            "colour",
            default=_("Deskbell's green"),
            longest=7,
            also=pgettext("words to find it by", "color brand theme contrast"),
        ),
    )


def _address() -> tuple[SettingField, ...]:
    return (
        SettingField(
            "postal_address",
            _("Postal address"),
            ngettext(
                "At the foot of public pages and of emails to customers, up to %(lines)d line.",
                "At the foot of public pages and of emails to customers, up to %(lines)d lines.",
                typed.MOST_LINES,
            )
            % {"lines": typed.MOST_LINES},
            "lines",
            default=_("none"),
            longest=typed.MOST_LINES_CHARS,
            autocomplete="street-address",
            also=pgettext("words to find it by", "imprint company contact"),
        ),
        SettingField(
            "legal_lines",
            _("Legal details"),
            _("Below the address: register, VAT number, who is responsible."),
            "lines",
            default=_("none"),
            longest=typed.MOST_LINES_CHARS,
            also=pgettext("words to find it by", "imprint company tax footer"),
        ),
    )


def _new_tickets(groups: tuple[Group, ...]) -> tuple[SettingField, ...]:
    first = next((one.name for one in groups if not one.members_only), _("none"))
    nobody = {"": _("first group open to everyone")}
    options = nobody | {str(one.id): one.name for one in groups}
    default = _("first group open to everyone (%(name)s)") % {"name": first}
    return (
        SettingField(
            "default_group_form",
            _("Default group for forms"),
            _("Gets tickets from forms that name no group."),
            "choice",
            default=default,
            options=options,
            also=pgettext("words to find it by", "queue"),
        ),
        SettingField(
            "default_group_mail",
            _("Default group for email"),
            _("Gets tickets from emails that no mailbox assigns to a group."),
            "choice",
            default=default,
            options=options,
            also=pgettext("words to find it by", "queue"),
        ),
        SettingField(
            "mail_new_tickets",
            _("Email that belongs to no ticket"),
            _("What happens to an email that is not a reply. Emails held for review are under Mail."),
            "choice",
            default=new_ticket_words()["open"],
            options=new_ticket_words(),
        ),
    )


def _answers() -> tuple[SettingField, ...]:
    least, most = typed.RELEASE_MIN
    return (
        SettingField(
            "undo_seconds",
            _("A sent answer can be undone for"),
            _("0 to %(most)d. Does not affect answers already waiting.") % {"most": typed.UNDO_SECONDS[1]},
            "number",
            # Translators: unit after a number field
            _("seconds"),
            default=_("10 seconds"),
            also=pgettext("words to find it by", "recall delay"),
        ),
        SettingField(
            "release_after_min",
            _("Release an offline operator's tickets after"),
            _(
                "%(least)d to %(most)d (a week); empty for never. A countdown is visible to all. Coming back in time keeps the ticket; drafts are never lost."
            )
            % {"least": least, "most": most},
            "number",
            # Translators: unit after a number field
            _("minutes"),
            default=_("never"),
            also=pgettext("words to find it by", "lock locks away absent"),
        ),
    )


def _mail() -> tuple[SettingField, ...]:
    automatic = _("Automatic emails are confirmations and links to the form. A ticket beyond the limit still opens.")
    return (
        SettingField(
            "stranger_mails_per_hour",
            _("Automatic emails to one address, at most"),
            automatic,
            "number",
            # Translators: after a number field: so many an hour
            _("an hour"),
            default=_("3 an hour"),
            also=pgettext("words to find it by", "brake limit abuse rate"),
        ),
        SettingField(
            "stranger_mails_per_day",
            _("And over a day"),
            _("1 to %(most)d. Stops the desk from flooding an address that someone else typed.")
            % {"most": typed.STRANGER_MAILS["day"][1]},
            "number",
            # Translators: after a number field: so many a day
            _("a day"),
            default=_("10 a day"),
            also=pgettext("words to find it by", "brake limit abuse rate automatic"),
        ),
        SettingField(
            "stranger_mails_per_minute",
            _("Automatic emails in all, at most"),
            _("1 to %(most)d. More than that wait for the next minute; answers are never held up.")
            % {"most": typed.STRANGER_MAILS["minute"][1]},
            "number",
            # Translators: after a number field: so many a minute
            _("a minute"),
            default=_("60 a minute"),
            also=pgettext("words to find it by", "brake limit abuse rate"),
        ),
        SettingField(
            "raw_mail_days",
            _("Erase originals of emails after"),
            _(
                "%(least)d to %(most)d; empty for never. Messages and files stay on their tickets; “Download original” is gone. Held email is kept."
            )
            % dict(zip(("least", "most"), typed.RAW_MAIL_DAYS, strict=True)),
            "number",
            # Translators: unit after a number field
            _("days"),
            default=_("never"),
            also=pgettext("words to find it by", "retention raw source privacy delete"),
        ),
    )


def _people() -> tuple[SettingField, ...]:
    return (
        SettingField(
            "figures_seen",
            _("Operators see figures of"),
            _("Whose statistics an operator may open. Administrators see everyone's."),
            "choice",
            default=figures_words()["own"],
            options=figures_words(),
            also=pgettext("words to find it by", "statistics privacy colleagues"),
        ),
        SettingField(
            "second_factor_for",
            _("Signing in needs a second factor for"),
            _(
                "A code from an authenticator app. Anyone without one sets it up at their next sign-in; their open windows are signed out immediately."
            ),
            "choice",
            default=second_factor_words()["nobody"],
            options=second_factor_words(),
            also=pgettext("words to find it by", "2fa totp security"),
        ),
    )
