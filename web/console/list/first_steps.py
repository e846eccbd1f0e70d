"""What a new desk still needs, said where its tickets will be."""

from dataclasses import dataclass

from starlette.requests import Request

from app.queries.desk.checklist import had_tickets, setup_checklist
from app.queries.lists.views import ListQuery
from web.console.frame.setting_words import STEP_PAGES, step_words
from web.requests.context import desk_of, moment_of, operator_of

BEGUN_IN = frozenset({"mine", "unassigned", "all"})  # views that a new desk is seen in
BY_HAND = frozenset({"address"})  # what no page of the console can set


@dataclass(frozen=True, slots=True)
class FirstStep:
    """A step in words, with the page on which it is done; "" where no page can."""

    words: str
    href: str
    is_done: bool


async def first_steps(request: Request, query: ListQuery) -> list[FirstStep]:
    """The steps for an administrator of a desk that has had no ticket yet; none for everyone else."""
    desk, is_all = desk_of(request), query.group_id is None
    if not (is_all and query.view in BEGUN_IN and operator_of(request).is_administrator) or await had_tickets(desk):
        return []
    return [
        FirstStep(
            step_words(one.name), "" if one.name in BY_HAND else STEP_PAGES.get(one.name, "/settings"), one.is_done
        )
        for one in await setup_checklist(desk, moment_of(request))
    ]
