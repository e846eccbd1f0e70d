"""The namespace `/ticket`: customers' ticket pages. They receive events of their own ticket only, and may send none."""

from collections.abc import Callable
from typing import Any

import socketio
from starlette.types import Scope

from app.database import is_away
from app.desk import Desk
from app.nouns.ticket import Ticket
from app.queries.live.customer_events import customer_missed
from app.queries.ticket.tickets import ticket_by_id
from realtime.rooms import TICKET, customer_room
from realtime.windows import TicketPage, TicketPages

MayOpen = Callable[[Scope, Ticket], bool]
NOT_YOURS, AWAY = "signed out", "away"


class Customers(socketio.AsyncNamespace):  # type: ignore[misc]  # the library has no types
    """What a ticket page may say: `resume`, once it has shown its cookie. The rest is ignored."""

    def __init__(self, pages: TicketPages, may_open: MayOpen) -> None:
        super().__init__(TICKET)
        self.desk: Desk | None = None
        self._pages = pages
        self._may_open = may_open

    async def trigger_event(self, event: object, sid: str, *given: object) -> object:
        """Called by the library for what a page says, and for its coming and going (see `Console`)."""
        if event == "connect":
            await self._connect(sid, *given[:2])
        elif event == "disconnect":
            self._disconnect(sid)
        elif event == "resume" and self.desk is not None and (page := self._pages.get(sid)):
            said = given[0] if given and isinstance(given[0], dict) else {}
            return await self._resume(self.desk, page, said.get("after"))
        return None

    @staticmethod
    async def _resume(desk: Desk, page: TicketPage, after: object) -> object:
        try:
            return await customer_missed(desk, page.ticket_id, after)
        except Exception as error:
            if is_away(error):
                return {"away": True}
            raise

    async def sweep(self, desk: Desk) -> None:
        """End the pages whose cookie no longer opens their ticket: its access code was renewed, or it is deleted."""
        for page in self._pages:
            if not await self._opens(desk, page.scope, page.ticket_id):
                page.line.drop("its ticket is closed to it")

    async def _connect(self, sid: str, environ: Any = None, auth: object = None) -> None:
        if environ is not self.server.get_environ(sid, namespace=TICKET) or self._pages.get(sid):
            return
        scope: Scope = environ["asgi.scope"]
        ticket_id = auth.get("ticket") if isinstance(auth, dict) else None
        try:
            opens = self.desk is not None and await self._opens(self.desk, scope, ticket_id)
        except Exception as error:
            if is_away(error):
                raise socketio.exceptions.ConnectionRefusedError(AWAY) from error
            raise
        if not opens:
            raise socketio.exceptions.ConnectionRefusedError(NOT_YOURS)
        page = TicketPage(sid, int(str(ticket_id)), scope)
        page.line.joined = True
        self._pages.add(page)
        await self.server.enter_room(sid, customer_room(page.ticket_id), namespace=TICKET)

    def _disconnect(self, sid: str) -> None:
        page = self._pages.remove(sid)
        if page and self.server.manager.is_connected(sid, TICKET):
            page.line.drop("said that it was disconnected")

    async def _opens(self, desk: Desk, scope: Scope, ticket_id: object) -> bool:
        if not isinstance(ticket_id, int) or isinstance(ticket_id, bool) or not 0 < ticket_id < 2**63:
            return False
        ticket = await ticket_by_id(desk, ticket_id)
        return ticket is not None and not ticket.is_deleted and self._may_open(scope, ticket)
