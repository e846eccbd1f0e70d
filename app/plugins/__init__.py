"""Plug-ins: what the desk offers to code that others write. A plug-in imports from here and from nowhere else of the desk.

A plug-in is a module, found by the entry point group `deskbell` or named in `DESKBELL_PLUGINS`; `docs/plugins.md` has a
complete one. Its code runs in the desk's process and is trusted; its mistakes are not: what hangs or fails shows so in
its panel and nowhere else.
"""

from app.plugins.hooks import hookimpl
from app.plugins.panel import Card, Form, Insert, InsertPicture, Panel, TicketFacts

__all__ = ["Card", "Form", "Insert", "InsertPicture", "Panel", "TicketFacts", "hookimpl"]
