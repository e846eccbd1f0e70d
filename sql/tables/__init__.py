"""The map of the data: one module a family of nouns, one block a table.

Every time is UTC milliseconds since 1970 and its column ends in `_ms`; every size is bytes and ends in
`_bytes`. `docs/schema.md` is drawn from these tables, and the migrations are held to them by a test.
"""

from sql.tables.base import metadata
from sql.tables.events import counters, events
from sql.tables.mail import inbound, leases, outbox
from sql.tables.messages import attachments, drafts, messages
from sql.tables.people import groups, memberships, operators, password_links, sessions
from sql.tables.search import saved_searches, search_documents
from sql.tables.settings import settings
from sql.tables.templates import template_pictures, templates
from sql.tables.tickets import readings, ticket_addresses, tickets

__all__ = [
    "attachments",
    "counters",
    "drafts",
    "events",
    "groups",
    "inbound",
    "leases",
    "memberships",
    "messages",
    "metadata",
    "operators",
    "outbox",
    "password_links",
    "readings",
    "saved_searches",
    "search_documents",
    "sessions",
    "settings",
    "template_pictures",
    "templates",
    "ticket_addresses",
    "tickets",
]
