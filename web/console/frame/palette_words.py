"""What the palette knows besides what it reads from the page: the desk's pages, and the other words people have for everything."""

from dataclasses import asdict, dataclass

from app.text.languages import _, pgettext


@dataclass(frozen=True, slots=True)
class Command:
    """A page (`href`), or something that a button of the page does (`press`, a selector); `also`: other words, separated by bars."""

    words: str
    icon: str
    also: str
    href: str = ""
    press: str = ""


def palette_words(*, administrator: bool, demo: bool) -> dict[str, object]:
    """All of it, for the script."""
    found = [asdict(one) for one in _commands(administrator=administrator, demo=demo)]
    return {"commands": found, "links": _words_of_links(), "acts": _words_of_acts(), "doing": _words_to_do()}


def _commands(*, administrator: bool, demo: bool) -> list[Command]:
    """What is not in the rail: an operator's pages, and what the desk does for them."""
    found = [*_own(), *_acts()]
    if administrator:
        found += [
            Command(
                _("Sent mail"), "mail", pgettext("words to find it by", "outbox|delivery|outgoing|sent"), "/mail/out"
            ),
            Command(
                _("New group"),
                "layers",
                pgettext("words to find it by", "add group|department|team|queue"),
                "/groups?edit=new",
            ),
            Command(
                _("Invite a person"),
                "people",
                pgettext("words to find it by", "new user|add a person|new operator|new person"),
                "/people/new",
            ),
            Command(
                _("Import people"),
                "people",
                pgettext("words to find it by", "csv|several people|many users"),
                "/people/import",
            ),
            Command(
                _("Mail servers"),
                "mail",
                pgettext("words to find it by", "smtp|imap|pop3|mailboxes|outgoing server|sender address"),
                "/settings/mail",
            ),
            Command(
                _("Translate this page"),
                "letters",
                pgettext("words to find it by", "change a text|wording|translation|rename a status"),
                press="[data-translate-page]",
            ),
            Command(
                _("Add a language"),
                "letters",
                pgettext("words to find it by", "new language|translate|locale"),
                "/languages#add",
            ),
            Command(
                _("Day of an operator"),
                "calendar",
                pgettext("words to find it by", "timeline|shift|what somebody did|working day"),
                "/log/day",
            ),
        ]
    if demo:
        found.append(
            Command(
                _("Simulate a customer email"),
                "mail",
                pgettext("words to find it by", "demo|test mail"),
                "/mail/simulate",
            )
        )
    return found


def _own() -> list[Command]:
    return [
        Command(
            _("Preferences…"), "gear",
            pgettext("words to find it by", "my settings|settings|profile|account|signature|language|notifications|sound|name"), "/me",
        ),
        Command(_("Change password"), "lock", pgettext("words to find it by", "my password|password"), "/me/password"),
        Command(_("Second factor"), "phone", pgettext("words to find it by", "two-factor|two factor|2fa|mfa|totp|authenticator|recovery codes|security"), "/me/second-factor"),
        Command(_("Where you are signed in"), "panel", pgettext("words to find it by", "sessions|devices|computers|sign out elsewhere"), "/me/sessions"),
        Command(_("Statistics: tickets"), "chart", pgettext("words to find it by", "counts|durations|backlog|sources|countries|opening hours"), "/statistics/tickets"),
        Command(_("Statistics: operators"), "chart", pgettext("words to find it by", "answers per person|performance|workload|who did what"), "/statistics/operators"),
    ]  # fmt: skip


def _acts() -> list[Command]:
    theme = "[role=menuitemradio][data-theme='{}']"
    return [
        Command(_("Away from the desk"), "door", pgettext("words to find it by", "away|absent|out of office|pause|break|lunch|holiday|back|available"), press="[data-away]"),
        Command(_("Theme: dark"), "sun", pgettext("words to find it by", "theme|dark mode|night|appearance|colours|colors"), press=theme.format("dark")),
        Command(_("Theme: light"), "sun", pgettext("words to find it by", "theme|light mode|day|appearance|colours|colors"), press=theme.format("light")),
        Command(_("Theme: system"), "sun", pgettext("words to find it by", "theme|automatic|appearance|colours|colors"), press=theme.format("")),
        Command(_("Check for mail now"), "mail", pgettext("words to find it by", "fetch mail|get mail|poll|refresh"), press="[data-check-mail]"),
        Command(_("Sign out"), "arrow-up", pgettext("words to find it by", "log out|logout|log off|sign off|exit|quit"), press="form[action='/sign-out'] button"),
    ]  # fmt: skip


def _words_of_links() -> dict[str, str]:
    """Other words for the rail's links, by address."""
    return {
        "/tickets?view=mine": pgettext("words to find it by", "my tickets|assigned to me"),
        "/tickets?view=unassigned": pgettext("words to find it by", "new|inbox|queue|nobody|next"),
        "/tickets?view=waiting_for_operator": pgettext("words to find it by", "to answer|needs an answer|pending"),
        "/tickets?view=waiting_for_customer": pgettext("words to find it by", "answered|on hold|pending"),
        "/tickets?view=all": pgettext("words to find it by", "everything|all tickets|tickets|home"),
        "/tickets?view=mentions": pgettext("words to find it by", "named|notes to me|at me|notified"),
        "/tickets?view=drafts": pgettext("words to find it by", "drafts|unsent|unfinished|begun"),
        "/tickets?view=trouble": pgettext("words to find it by", "undelivered|not delivered|failed mail|bounces"),
        "/tickets?view=finished": pgettext("words to find it by", "closed|solved|done|archive"),
        "/tickets?view=snoozed": pgettext("words to find it by", "later|reminders|put away"),
        "/tickets?view=spam": pgettext("words to find it by", "junk|bin"),
        "/deleted": pgettext("words to find it by", "trash|bin|removed"),
        "/customers": pgettext("words to find it by", "guests|clients|contacts|address book|people who write"),
        "/statistics": pgettext(
            "words to find it by", "reports|figures|charts|numbers|kpi|how many|performance|analytics"
        ),
        "/live": pgettext("words to find it by", "wall|dashboard|monitor|who is online|activity|display|full screen"),
        "/mail/in": pgettext("words to find it by", "inbox|received|incoming|emails|mailbox"),
        "/templates": pgettext(
            "words to find it by", "canned answers|canned responses|quick replies|snippets|macros|saved replies|texts"
        ),
        "/people": pgettext("words to find it by", "users|members|operators|staff|team|agents|accounts|groups"),
        "/groups": pgettext(
            "words to find it by", "departments|teams|queues|opening hours|business hours|holidays|targets|SLA"
        ),
        "/api-keys": pgettext("words to find it by", "api|tokens|programs|integrations|developers"),
        "/forms": pgettext("words to find it by", "contact form|web form|embed|website|html|widget"),
        "/log": pgettext("words to find it by", "log|activity log|audit|history|events"),
        "/languages": pgettext("words to find it by", "translations|texts|wording|locale|po files"),
        "/settings": pgettext("words to find it by", "configuration|options|administration|admin|desk settings"),
    }


def _words_of_acts() -> dict[str, str]:
    """Other words for the acts of the open ticket, by what marks their buttons."""
    return {
        "t": pgettext("words to find it by", "grab|claim|own|assign to me|lock"),
        "d": pgettext("words to find it by", "release|give back|unassign|let go|unlock"),
        "ask": pgettext("words to find it by", "request|ask for it"),
        "r": pgettext("words to find it by", "answer|respond|write|email"),
        "n": pgettext("words to find it by", "note|comment|remark|private"),
        "e": pgettext("words to find it by", "customer|contact|name|phone|email|address"),
        "assign": pgettext("words to find it by", "give to|hand over|transfer|reassign|delegate|operator"),
        "status": pgettext("words to find it by", "state"),
        "status-closed": pgettext("words to find it by", "close"),
        "status-solved": pgettext("words to find it by", "solve|resolve"),
        "status-open": pgettext("words to find it by", "reopen"),
        "group": pgettext("words to find it by", "queue|department|team|transfer"),
        "subject-dialog": pgettext("words to find it by", "rename|title"),
        "to_third_party": pgettext("words to find it by", "email the hotel|hotel|forward|supplier|partner"),
        "print": pgettext("words to find it by", "pdf|paper|export|save as pdf"),
        "snooze-dialog": pgettext("words to find it by", "later|remind|put off|postpone|sleep"),
        "snooze": pgettext("words to find it by", "end snooze|wake"),
        "merge": pgettext("words to find it by", "merge|duplicate|join|combine"),
        "unmerge": pgettext("words to find it by", "unmerge|split|not a duplicate"),
        "spam": pgettext("words to find it by", "junk|bin"),
        "delete-dialog": pgettext("words to find it by", "remove|trash|erase"),
    }


def _words_to_do() -> dict[str, str]:
    """Other words for what can always be done."""
    return {
        "new": pgettext("words to find it by", "create ticket|compose|by hand|phone call"),
        "keys": pgettext("words to find it by", "keys|shortcuts|keyboard|hotkeys|help"),
        "compact": pgettext("words to find it by", "compact|dense|density|more rows|comfortable"),
    }
