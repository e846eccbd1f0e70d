"""What is pictured: every page of `tests/web/addresses.py`, and what opens on some of them."""

from dataclasses import dataclass, field

from tests.web.addresses import address


@dataclass(frozen=True)
class Place:
    """A page, or something that opens on it once the steps are done.

    `numbers` fills the places of the address, with scenes of the demo (`app/seeding/scenes.py`) for tickets. A step is
    `click`, `press`, `type`, `wait`, `show` or `fetch` (a dialog) and what it is about; what a width does not have is no picture.
    """

    route: str
    name: str = ""
    who: str = "anna"
    query: str = ""
    numbers: dict[str, str | int] = field(default_factory=dict)
    steps: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """As the pictures are labelled."""
        return f"{self.route}{self.query} {self.name}".strip()

    def path(self, scenes: dict[str, int]) -> str:
        """Where it is, on a desk that has these tickets."""
        numbers = {name: scenes.get(str(value), value) for name, value in self.numbers.items()}
        return address(self.route, **numbers) + self.query

    @property
    def is_of_tickets(self) -> bool:
        """Whether its panes scroll, so that a taller window would only show more rows."""
        return self.route in ("/", "/tickets", "/tickets/{id:int}", "/tickets/{id:int}/third-party")


def _ticket(scene: str, name: str, *steps: str, who: str = "anna") -> Place:
    return Place("/tickets/{id:int}", name, who, numbers={"id": scene}, steps=steps)


def _menu(of: str) -> tuple[str, str]:
    return f"click [popovertarget={of}]", f"wait #{of}:popover-open"


CONSOLE = (
    Place("/"),
    Place("/tickets", query="?view=all"),
    Place("/tickets", query="?view=mine", who="maria"),
    Place("/tickets", query="?view=unassigned"),
    Place("/tickets", query="?view=spam"),
    Place("/tickets", query="?view=snoozed"),
    Place("/tickets", query="?q=cot"),
    Place("/tickets", query="?q=status:open+country:AT+zzzz", name="finds nothing"),
    Place("/tickets", query="?q=date:never", name="cannot be searched for"),
    Place("/tickets", "what the search offers", query="?q=", steps=("type .search-box__input sta", "wait .search-field__offers")),
    Place("/tickets", "palette", query="?view=all", steps=("press Control+k", "type dialog.palette input cot", "wait dialog.palette [role=option]")),
    Place("/tickets", "keyboard", query="?view=all", steps=("press ?", "wait #keys-dialog")),
    Place("/tickets", "preview", query="?view=all", steps=("press j", "press Space", "wait .peek")),
    Place("/tickets", "several chosen", query="?view=all", steps=("press x", "press Shift+j", "press Shift+j", "wait .bulk-bar")),
    Place("/tickets", "own menu", query="?view=all", steps=_menu("self-menu")),
    Place("/tickets", "order menu", query="?view=all", steps=_menu("order-menu")),
    _ticket("cot", "mine", who="maria"),
    _ticket("cot", "of somebody else"),
    _ticket("late", "nobody's, late"),
    _ticket("bounced", "bounced"),
    _ticket("snoozed", "snoozed", who="maria"),
    _ticket("french again", "duplicate"),
    _ticket("arabic", "right to left"),
    _ticket("cot", "internal note", "press n", who="maria"),
    _ticket("cot", "email to a hotel", "press m", who="maria"),
    _ticket("cot", "templates", "click [data-templates]", "wait template-picker", who="maria"),
    _ticket("cot", "status menu", *_menu("status-menu"), who="maria"),
    _ticket("cot", "group menu", *_menu("group-menu"), who="maria"),
    _ticket("cot", "assign menu", *_menu("assign-menu"), who="maria"),
    _ticket("cot", "more menu", *_menu("more-menu"), who="maria"),
    _ticket("cot", "send menu", *_menu("send-menu"), who="maria"),
    _ticket("cot", "message menu", "click .message [popovertarget]", who="maria"),
    _ticket("cot", "side panel open", "click [data-panel]", who="maria"),
    _ticket("cot", "snooze", "show #snooze-dialog", who="maria"),
    _ticket("cot", "subject", "show #subject-dialog", who="maria"),
    _ticket("cot", "delete", "show #delete-dialog", who="maria"),
    _ticket("cot", "merge", "fetch /merge", "wait dialog[open]", who="maria"),
    _ticket("cot", "split", "fetch /split", "wait dialog[open]", who="maria"),
    _ticket("cot", "move", "fetch /move", "wait dialog[open]", who="maria"),
    _ticket("cot", "source", "fetch /source", "wait dialog[open]", who="maria"),
    _ticket("snoozed", "toast", *_menu("group-menu"), "click #group-menu [aria-checked=false]", "wait desk-toast .toast__words", who="maria"),
    Place("/tickets/{id:int}", "not there", numbers={"id": 999_999}),
    Place("/tickets/{id:int}/third-party", who="maria", numbers={"id": "cot"}),
    Place("/tickets/{id:int}/print", numbers={"id": "cot"}),
    Place("/tickets/new"),
    Place("/tickets/new", "with faults", steps=("click .new-ticket [type=submit], main [type=submit]", "wait [aria-invalid]")),
)  # fmt: skip
DESK = (
    *(
        Place(route)
        for route in (
            "/customers", "/deleted", "/live", "/log", "/log/day", "/mail/in", "/mail/out", "/mail/simulate", "/me",
            "/me/password", "/me/second-factor", "/me/sessions", "/people/import", "/people/new", "/people",
            "/settings", "/settings/mail", "/statistics", "/statistics/operators", "/statistics/tickets", "/templates",
            "/api-keys", "/forms", "/groups", "/languages",
        )
    ),
    Place("/languages/{code}", numbers={"code": "de"}),
    Place("/statistics/list", query="?measure=opened&from=2000-01-01&to=2099-12-31"),
    Place("/statistics", "dates", steps=_menu("statistics-dates")),
    Place("/statistics", "as tables", steps=("click .as-table summary",)),
    Place("/templates", query="?edit=new"),
    Place("/groups", query="?edit=new"),
    Place("/groups", query="?edit=1"),
    Place("/groups", query="?remove=1"),
    Place("/groups/{id:int}/hours"),
    Place("/groups/{id:int}/hours", "at these hours", steps=("click text=At these hours",)),
    Place("/people/{id:int}", numbers={"id": 2}),
    Place("/people/{id:int}", "deactivate", numbers={"id": 2}, steps=("click [data-fetch-dialog$=deactivate]", "wait dialog[open]")),
    Place("/customers", query="?q=nobody+at+all", name="nobody found"),
    Place("/customers/{id:int}"),
    Place("/customers/{id:int}/merge"),
    Place("/customers/{id:int}/erase"),
    Place("/forms/{id:int}"),
    Place("/mail/in/{id:int}"),
    Place("/mail/out/{id:int}"),
)  # fmt: skip
PUBLIC = (
    Place("/new", who="guest"),
    Place("/new", "with faults", who="guest", steps=("click .letter [type=submit]", "wait #faults")),
    Place("/new/done/{id:int}", who="guest", numbers={"id": "new"}),
    Place("/t", who="guest"),
    Place("/t/lost", who="guest"),
    Place("/t/{id:int}", who="customer of cot", numbers={"id": "cot"}),
    Place("/t/{id:int}", "finished", who="customer of invoice", numbers={"id": "invoice"}),
    Place("/t/{id:int}", "long words", who="guest", numbers={"id": "new"}),
    Place("/t/{id:int}", "solved, with undo", who="customer of group", numbers={"id": "group"}, steps=("click #solve", "wait .toast")),
    Place("/t/{id:int}", "asks for the code", who="stranger", numbers={"id": "late"}),
    Place("/forms/{key}/done", who="guest", numbers={"key": "form key"}),
    Place("/sign-in", who="stranger"),
    Place("/sign-in", "refused", who="stranger", steps=("type [name=email] anna@aurora.example", "type [name=password] wrong", "press Enter", "wait .notice--fault")),
    Place("/sign-in/code", who="stranger"),
    Place("/password/lost", who="stranger"),
    Place("/password/{token}", who="stranger", numbers={"token": "over"}),
    Place("/api/docs", who="stranger"),
    Place("/api/problems/{slug}", who="stranger", numbers={"slug": "lock-held"}),
    Place("/offline", who="stranger"),
    Place("/setup/{token}", "of a desk that has people", who="stranger"),
)  # fmt: skip
# On a desk that has nothing yet but its administrator; the first before it has even that.
EMPTY = (
    Place("/setup/{token}", "of an empty desk", who="nobody", numbers={"token": "set-up token"}),
    Place("/settings", "empty desk", who="first"),
    Place("/tickets", "empty desk", who="first", query="?view=mine"),
    Place("/customers", "empty desk", who="first"),
    Place("/statistics", "empty desk", who="first"),
    Place("/live", "empty desk", who="first"),
    Place("/mail/in", "empty desk", who="first"),
    Place("/templates", "empty desk", who="first"),
    Place("/forms", "empty desk", who="first"),
    Place("/api-keys", "empty desk", who="first"),
)
PLACES = (*CONSOLE, *DESK, *PUBLIC, *EMPTY)
