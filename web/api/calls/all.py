"""Every call of the API, in the order of the docs page."""

from collections.abc import Mapping
from typing import Final

from web.api.calls import acts, figures, files, lists, tickets, writing
from web.api.operation import Operation

OPERATIONS: Final[Mapping[str, tuple[Operation, ...]]] = {
    "Tickets": (*tickets.OPERATIONS, *writing.OPERATIONS),
    "As an operator": acts.OPERATIONS,
    "Files": files.OPERATIONS,
    "Everything else": lists.OPERATIONS,
    "Statistics": figures.OPERATIONS,
}
ALL: Final = tuple(operation for group in OPERATIONS.values() for operation in group)
